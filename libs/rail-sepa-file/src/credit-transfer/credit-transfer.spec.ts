import { readPain001, validatePaymentFile } from '@rochdale/bank-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accountRefusal,
  creditTransferOf,
  creditTransferOrder,
  remittanceText,
  transferRefusal,
  writeCreditTransfers,
} from './credit-transfer.js';

const ours = {
  holderName: 'Our co-operative',
  accountNumber: 'DE89370400440532013000',
  bic: null,
  currency: 'EUR',
};
const payee = { holderName: 'Ada Adams', accountNumber: 'FR1420041010050500013M02606', bic: null };
const terms = { key: 'a'.repeat(32), amountMinor: 12_34n, currency: 'EUR', memo: 'Hosting' };
const file = {
  messageId: '5e1c90d27ab84f6681d3a5b7c9e0f214',
  orderedAt: new Date('2026-01-05T10:11:12Z'),
  orderedOn: '2026-01-06',
};

function written(...amounts: bigint[]): string {
  const payments = amounts.map((amountMinor, index) =>
    creditTransferOf({ ...terms, amountMinor, key: `${index}`.padStart(32, 'b') }, payee),
  );
  return Buffer.from(writeCreditTransfers(creditTransferOrder(file, ours, payments))).toString();
}

describe('the message', () => {
  it('is one that banks take, and says who pays whom how much', () => {
    const text = written(3_33n, 4_44n);
    expect(validatePaymentFile(Buffer.from(text))).toMatchObject({ valid: true });
    expect(readPain001(Buffer.from(text))).toBeDefined();
    expect(text).toContain('<CtrlSum>7.77</CtrlSum>');
    expect(text).toContain(`<EndToEndId>${'1'.padStart(32, 'b')}</EndToEndId>`);
    expect(text).toContain(`<MsgId>${file.messageId}<`);
    expect(text).toContain('<ReqdExctnDt>');
  });

  it('asks the bank for one debit of each payment, not one of the file', () => {
    const text = written(1n, 2n);
    expect(text).toContain('<BtchBookg>false</BtchBookg>');
    expect(validatePaymentFile(Buffer.from(text))).toMatchObject({ valid: true, findings: [] });
  });

  it('has the same bytes whenever it is written again', () => {
    expect(written(1n, 2n)).toBe(written(1n, 2n));
  });

  it('names the bank where it is known', () => {
    const bic = 'AGRIFRPP';
    expect(creditTransferOf(terms, { ...payee, bic })).toMatchObject({ creditorBic: bic });
    expect(creditTransferOf(terms, payee)).not.toHaveProperty('creditorBic');
    const order = creditTransferOrder(file, { ...ours, bic: 'COBADEFFXXX' }, []);
    expect(order.batches[0]).toMatchObject({ debtorBic: 'COBADEFFXXX' });
  });

  it('is to be carried out on the day of its order', () => {
    const order = creditTransferOrder(file, ours, []);
    expect(order).toMatchObject({
      messageId: file.messageId,
      createdAt: '2026-01-05T10:11:12Z',
      batches: [{ executionDate: '2026-01-06' }],
    });
  });
});

describe('a memo', () => {
  it('is written in the characters of every bank', () => {
    expect(remittanceText('Hosting für Mai', 'x')).toBe('Hosting fuer Mai');
    expect(remittanceText('a\n\tb   c', 'x')).toBe('a b c');
    expect(remittanceText('ß'.repeat(140), 'x')).toHaveLength(140);
  });

  it('of which nothing is left becomes the payment’s own name', () => {
    expect(remittanceText('🌻', 'x')).toBe('x');
    expect(remittanceText('   ', 'x')).toBe('x');
  });

  it('whatever it is, never keeps money from going', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 140 }), (memo) => {
        expect(transferRefusal(ours, creditTransferOf({ ...terms, memo }, payee))).toBeNull();
      }),
    );
  });
});

describe('a transfer is refused in the writer’s words', () => {
  it.each([
    ['to a name that no file carries', { holderName: '漢字' }],
    ['to a number that is no IBAN', { accountNumber: '06200012345678' }],
    ['to an account that SEPA does not reach', { accountNumber: 'BR1800360305000010009795493C1' }],
    ['to a BIC of another country', { bic: 'MARKDEFFXXX' }],
  ])('%s', (_, changes) => {
    const transfer = creditTransferOf(terms, { ...payee, ...changes });
    expect(transferRefusal(ours, transfer)).toEqual(expect.any(String));
  });

  it('in no other currency than the euro', () => {
    const transfer = creditTransferOf({ ...terms, currency: 'USD' }, payee);
    expect(transferRefusal(ours, transfer)).toEqual(expect.any(String));
  });

  it('and not at all where a file can carry it', () => {
    expect(transferRefusal(ours, creditTransferOf(terms, payee))).toBeNull();
  });
});

describe('an account pays by files', () => {
  it('when it has an IBAN, euros and a name that files carry', () => {
    expect(accountRefusal(ours)).toBeNull();
  });

  it.each([
    ['a number that is no IBAN', { accountNumber: '06200012345678' }, /an IBAN and euros/],
    ['another currency', { currency: 'CHF' }, /an IBAN and euros/],
    ['a name that no file carries', { holderName: '漢字' }, /cannot name it/],
    ['a country that SEPA does not reach', { accountNumber: 'BR1800360305000010009795493C1' }, /./],
  ])('and not with %s', (_, changes, words) => {
    expect(accountRefusal({ ...ours, ...changes })).toMatch(words);
  });
});
