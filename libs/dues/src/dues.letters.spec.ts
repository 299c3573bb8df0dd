import { lettersOn, newId } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import './dues.letters.js';
import { AccountPartReturned, PaymentAsked, PaymentReturned } from './dues.events.js';

const memberId = newId();
const treasurers = [newId(), newId()];
const fact = {
  memberId,
  lineId: newId(),
  returnsLineId: newId(),
  references: ['RF18539007547034'],
  reason: 'AC04',
  feeMinor: '350',
  transactionId: newId(),
  treasurerMemberIds: treasurers,
  amountMinor: '1000',
  currency: 'EUR',
  accountLabel: 'Main account',
};
const to = { email: 'ada@example.org', name: 'Ada', language: 'en' };

/** Who is written to, and what they read. */
type Told = ReturnType<typeof PaymentReturned.data.parse>;
const written = (changes: Partial<Told> = {}, name: string | null = 'Ada') => {
  const data = { ...fact, ...changes };
  return lettersOn(PaymentReturned.type).map((letter) => ({
    to: letter.recipients(data),
    ...letter.compose({ data, to: { ...to, name }, sender: 'Millpond' }),
  }));
};
const texts = (...given: Parameters<typeof written>) => written(...given).map(({ text }) => text);

describe('of a payment that came back are told', () => {
  it('its member and treasurers, each by a letter of their own', () => {
    expect(written().map((letter) => letter.to)).toEqual([[memberId], treasurers]);
  });

  it('how much, which invoices, and why where the account is the reason', () => {
    for (const text of texts()) {
      expect(text).toContain('10.00 EUR');
      expect(text).toContain('RF18539007547034');
      expect(text).toContain('the account was closed');
    }
  });

  it.each(['AM04', 'MS03', 'MD06'])('never that there was too little on it (%s)', (reason) => {
    for (const text of texts({ reason })) {
      expect(text).not.toContain('The bank says');
      expect(text).not.toContain(reason);
    }
  });

  it('why to treasurers alone where another paid for them', () => {
    const [member, treasurer] = texts({ reason: null, officeReason: 'AC06' });
    expect(member).not.toContain('The bank says');
    expect(treasurer).toContain('the account is blocked');
  });

  it('treasurers of the fee, and no member: it is not theirs', () => {
    const [member, treasurer] = texts();
    expect(treasurer).toContain('a fee of 3.50 EUR');
    expect(member).not.toContain('3.50');
    expect(member).toContain('costs you nothing');
    expect(texts({ feeMinor: '0' })[1]).not.toContain('fee');
  });

  it('treasurers from which account, and no member', () => {
    const [member, treasurer] = texts();
    expect(treasurer).toContain('From the account Main account.');
    expect(member).not.toContain('Main account');
  });

  it('members that less may be asked for, without a reason', () => {
    expect(texts()[0]).toContain('ask for lower dues. You need not say why');
    expect(texts({}, null)[0]).toMatch(/^the bank took/);
  });

  it('that nothing is owed where it had been credit', () => {
    const [member, treasurer] = texts({ references: [] });
    expect(member).toContain('you owe nothing by it');
    expect(member).not.toContain('pay once more');
    expect(treasurer).toContain('credit');
  });
});

describe('of an invoice is told', () => {
  const asked = {
    invoiceId: newId(),
    memberId,
    reference: 'RF18539007547034',
    periodStart: '2026-01-01',
    periodEnd: '2026-01-31',
    dueOn: '2026-01-15',
    amountMinor: '1000',
    currency: 'EUR',
  };
  const letters = (name: string | null) =>
    lettersOn(PaymentAsked.type).map((letter) => ({
      to: letter.recipients(asked),
      ...letter.compose({ data: asked, to: { ...to, name }, sender: 'Millpond' }),
    }));

  it('its member alone: how much, by when, how, and that less is fine', () => {
    const [letter, ...others] = letters('Ada');
    expect(others).toEqual([]);
    expect(letter?.to).toEqual([memberId]);
    for (const words of ['Dear Ada', '10.00 EUR', '2026-01-15', asked.reference, 'lower dues']) {
      expect(letter?.text).toContain(words);
    }
    // What a mail program shows to whoever looks at the screen says no sum.
    expect(letter?.subject).toBe('Your dues to Millpond');
    expect(letters(null)[0]?.text).not.toContain('Dear');
  });
});

it('of what an account of the books had got treasurers are told, and the fee with it', () => {
  const { memberId: _, references: __, ...rest } = fact;
  const letters = lettersOn(AccountPartReturned.type).map((letter) => {
    const data = { ...rest, ledgerAccountIds: [newId()] };
    return {
      to: letter.recipients(data),
      ...letter.compose({ data, to, sender: 'Millpond' }),
    };
  });
  expect(letters.map((letter) => letter.to)).toEqual([treasurers]);
  expect(letters[0]?.text).toMatch(/10\.00 EUR.*the account was closed.*a fee of 3\.50 EUR/s);
});
