import { describe, expect, it } from 'vitest';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { accountOfStatement } from './account-of-statement.js';

const row = (id: string, accountNumber: string, currency = 'EUR'): BankAccountRow => ({
  id,
  accountNumber,
  currency,
  label: id,
  holderName: 'Weavers',
  bic: null,
  rail: 'sepa-file',
  ledgerAccountId: id,
  createdAt: new Date(0),
});

const accounts = [
  row('german', 'DE89370400440532013000'),
  row('dutch', 'NL91ABNA0417164300'),
  row('sterling', 'GB29NWBK60161331926819', 'GBP'),
  row('euro-of-two', 'LT625883379695428516'),
  row('dollar-of-two', 'LT625883379695428516', 'USD'),
  row('by-number', '370400440000012345'),
];

describe('the account of a statement', () => {
  it.each([
    [{ iban: 'DE89370400440532013000' }, 'EUR', 'german'],
    [{ other: '37040044/0532013000' }, 'EUR', 'german'],
    [{ other: '0532013000' }, 'EUR', 'german'],
    [{ other: '41.71.64.300' }, null, 'dutch'],
    [{ other: '31926819', bankCode: '601613' }, 'GBP', 'sterling'],
    [{ other: '31926819', bankCode: '601613' }, 'EUR', null],
    [{ iban: 'LT625883379695428516' }, 'USD', 'dollar-of-two'],
    [{ iban: 'LT625883379695428516' }, null, null],
    [{ iban: 'DE45370400440000012345' }, 'EUR', 'by-number'],
    [{ other: '37040045/0532013000' }, 'EUR', null],
    [{}, 'EUR', null],
  ])('of %j in %s is %s', (account, currency, id) => {
    expect(accountOfStatement(accounts, { account, currency })?.id ?? null).toBe(id);
  });
});
