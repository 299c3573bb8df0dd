import { lettersOn, newId, toGlobalId } from '@rochdale/platform';
import type { FactDefinition } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import './payouts.letters.js';
import {
  PaymentFileWithdrawalAsked,
  PayoutCameBack,
  PayoutsLate,
  StatusReportTaken,
} from './payouts.events.js';

const paymentFileId = newId();
/** As every edge tells it. */
const toldFileId = toGlobalId('PaymentFile', paymentFileId);
const treasurerMemberIds = [newId(), newId()];
const to = { email: 'tess@example.org', name: 'Tess', language: 'en' };

const written = (fact: FactDefinition, data: object) => {
  const [letter] = lettersOn(fact.type);
  if (letter === undefined) throw new Error('somebody writes of it');
  const { text } = letter.compose({ data, to, sender: 'Millpond' });
  return { to: letter.recipients(data), text };
};

describe('a bank’s answer', () => {
  const report = {
    paymentFileId,
    statusReportId: newId(),
    refused: 0,
    debited: 0,
    doubtful: 0,
    reasons: ['AC01', 'AC04'],
    treasurerMemberIds,
  };

  it('that refuses nothing is no letter', () => {
    expect(written(StatusReportTaken, report).to).toEqual([]);
  });

  it.each([
    ['refused', 'Refused: 2 (AC01, AC04)'],
    ['debited', 'Refused, but debited before: 2'],
    ['doubtful', 'Unclear: 2'],
  ] as const)('with what is %s is told to treasurers, and nothing else', (what, words) => {
    const letter = written(StatusReportTaken, { ...report, [what]: 2 });
    expect(letter.to).toEqual(treasurerMemberIds);
    expect(letter.text).toContain(words);
    expect(letter.text.match(/: 2/g)).toHaveLength(1);
  });
});

it('a withdrawal is told to whoever may be the second person', () => {
  const letter = written(PaymentFileWithdrawalAsked, {
    paymentFileId,
    officerMemberIds: treasurerMemberIds,
  });
  expect(letter.to).toEqual(treasurerMemberIds);
  expect(letter.text).toContain(toldFileId);
});

describe('what is late', () => {
  const late = {
    payoutIds: [newId(), newId()],
    paymentFileId,
    releasedOn: '2026-01-05',
    amountMinor: '1234',
    currency: 'EUR',
    treasurerMemberIds,
  };

  it('in a file is looked for at the bank: taken in, withdrawn, or debited', () => {
    const letter = written(PayoutsLate, late);
    expect(letter.to).toEqual(treasurerMemberIds);
    for (const part of ['12.34 EUR', '2026-01-05', '2 payouts', 'pain.002', toldFileId]) {
      expect(letter.text).toContain(part);
    }
  });

  it('at a provider is asked of it', () => {
    const [payoutId = ''] = late.payoutIds;
    const { text } = written(PayoutsLate, { ...late, payoutIds: [payoutId], paymentFileId: null });
    expect(text).toContain('one payout');
    expect(text).toContain('Ask the provider');
    expect(text).toContain(toGlobalId('Payout', payoutId));
    expect(text).not.toContain('pain.002');
  });

  it('names twenty at most', () => {
    const payoutIds = Array.from({ length: 30 }, () => newId());
    expect(written(PayoutsLate, { ...late, payoutIds }).text.match(/Payout /g)).toHaveLength(20);
  });
});

describe('a payout that came back', () => {
  const payeeMemberId = newId();
  const back = {
    payoutId: newId(),
    payeeMemberId,
    memo: 'Paint',
    treasurerMemberIds,
    amountMinor: '1250',
    currency: 'EUR',
  };
  const letters = (data: object) =>
    lettersOn(PayoutCameBack.type).map((letter) => ({
      to: letter.recipients(data),
      ...letter.compose({ data, to, sender: 'Millpond' }),
    }));

  it('is told to who was paid and to treasurers, each by a letter of their own', () => {
    const [payee, treasurer] = letters(back);
    expect([payee?.to, treasurer?.to]).toEqual([[payeeMemberId], treasurerMemberIds]);
    for (const text of [payee?.text, treasurer?.text]) expect(text).toContain('12.50 EUR');
    expect(payee?.text).toContain('it is still yours');
    expect(treasurer?.text).toContain(toGlobalId('Payout', back.payoutId));
    expect(treasurer?.text).not.toContain('Paint');
  });

  it('names to treasurers the account that it is on, and nobody’s to others', () => {
    const [payee, treasurer] = letters({ ...back, accountLabel: 'Main account' });
    expect(treasurer?.text).toContain('on the account Main account');
    expect(payee?.text).not.toContain('Main account');
    expect(letters(back)[1]?.text).not.toContain('on the account');
  });

  it('of a partner is told to treasurers', () => {
    const [payee, treasurer] = letters({ ...back, payeeMemberId: null });
    expect([payee?.to, treasurer?.to]).toEqual([[], treasurerMemberIds]);
    expect(treasurer?.text).toContain('Ask the payee');
  });
});
