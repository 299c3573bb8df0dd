import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import '../kind/stances/stances.kind.js';
import { ruleLike, plainKind } from '../testing/rules.js';
import type { CastBallotFacts } from './receipt.js';
import { ballotReceipt, openedReceipt, receiptOf } from './receipt.js';

const facts: CastBallotFacts = {
  ballotId: 'b',
  proposalId: 'p',
  memberId: 'm',
  mark: 'agree',
  weight: 12_345_678_901_234_567_890n,
  castAt: new Date('2026-03-01T12:00:00.007Z'),
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const old = { proofVersion: 1, electorateSalt: null } as const;
const present = { proofVersion: 2, electorateSalt: '0f'.repeat(16) } as const;

describe('a receipt that can be opened', () => {
  it('is made again from what a file opens it with: no id, no instant', () => {
    const opened = openedReceipt(facts, present.electorateSalt);
    expect(Object.keys(opened).toSorted()).toEqual(['mark', 'salt', 'voter', 'weight']);
    const text =
      `["rochdale-receipt-2","${opened.voter}","agree","12345678901234567890",` +
      `"${opened.salt}"]`;
    expect(receiptOf(opened)).toBe(sha256(text));
    expect(ballotReceipt(facts, ruleLike(), present)).toBe(sha256(text));
  });

  it.each<[string, Partial<CastBallotFacts>]>([
    ['ballot', { ballotId: 'c' }],
    ['member', { memberId: 'n' }],
    ['stance', { mark: 'disagree' }],
    ['weight', { weight: 12_345_678_901_234_567_891n }],
  ])('is another with another %s', (_name, changes) => {
    const one = ballotReceipt(facts, ruleLike(), present);
    expect(ballotReceipt({ ...facts, ...changes }, ruleLike(), present)).not.toBe(one);
  });

  it('calls a voter otherwise in each vote, and says nothing of their id', () => {
    const [one, other] = ['0f', '1f'].map((byte) => openedReceipt(facts, byte.repeat(16)).voter);
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('a receipt of version 1', () => {
  it('can be made again by anybody who has the ballot’s facts', () => {
    const text =
      '{"ballotId":"b","castAt":"2026-03-01T12:00:00.007Z","memberId":"m","proposalId":"p",' +
      '"stance":"agree","weight":"12345678901234567890"}';
    expect(ballotReceipt(facts, ruleLike(), old)).toBe(sha256(text));
  });

  it('says the mark as it is, where its kind has no other word for it', () => {
    const rule = { ...ruleLike(), ballotKind: plainKind('receipt-like').name };
    const text =
      '{"ballotId":"b","castAt":"2026-03-01T12:00:00.007Z","mark":"agree","memberId":"m",' +
      '"proposalId":"p","weight":"12345678901234567890"}';
    expect(ballotReceipt(facts, rule, old)).toBe(sha256(text));
  });

  it.each<[string, Partial<CastBallotFacts>]>([
    ['ballot', { ballotId: 'c' }],
    ['proposal', { proposalId: 'q' }],
    ['member', { memberId: 'n' }],
    ['stance', { mark: 'disagree' }],
    ['weight', { weight: 12_345_678_901_234_567_891n }],
    ['millisecond', { castAt: new Date('2026-03-01T12:00:00.008Z') }],
  ])('is another with another %s', (_name, changes) => {
    const one = ballotReceipt(facts, ruleLike(), old);
    expect(ballotReceipt({ ...facts, ...changes }, ruleLike(), old)).not.toBe(one);
  });
});
