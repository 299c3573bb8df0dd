import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import '../kind/stances/stances.kind.js';
import { ruleLike, plainKind } from '../testing/rules.js';
import type { CastBallotFacts } from './receipt.js';
import { ballotReceipt } from './receipt.js';

const facts: CastBallotFacts = {
  ballotId: 'b',
  proposalId: 'p',
  memberId: 'm',
  mark: 'agree',
  weight: 12_345_678_901_234_567_890n,
  castAt: new Date('2026-03-01T12:00:00.007Z'),
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a receipt', () => {
  it('can be made again by anybody who has the ballot’s facts', () => {
    const text =
      '{"ballotId":"b","castAt":"2026-03-01T12:00:00.007Z","memberId":"m","proposalId":"p",' +
      '"stance":"agree","weight":"12345678901234567890"}';
    expect(ballotReceipt(facts, ruleLike())).toBe(sha256(text));
  });

  it('says the mark as it is, where its kind has no other word for it', () => {
    const rule = { ...ruleLike(), ballotKind: plainKind('receipt-like').name };
    const text =
      '{"ballotId":"b","castAt":"2026-03-01T12:00:00.007Z","mark":"agree","memberId":"m",' +
      '"proposalId":"p","weight":"12345678901234567890"}';
    expect(ballotReceipt(facts, rule)).toBe(sha256(text));
  });

  it.each<[string, Partial<CastBallotFacts>]>([
    ['ballot', { ballotId: 'c' }],
    ['proposal', { proposalId: 'q' }],
    ['member', { memberId: 'n' }],
    ['stance', { mark: 'disagree' }],
    ['weight', { weight: 12_345_678_901_234_567_891n }],
    ['millisecond', { castAt: new Date('2026-03-01T12:00:00.008Z') }],
  ])('is another with another %s', (_name, changes) => {
    const one = ballotReceipt(facts, ruleLike());
    expect(ballotReceipt({ ...facts, ...changes }, ruleLike())).not.toBe(one);
  });
});
