import { describe, expect, it } from 'vitest';
import type { BankFile, Statement } from '@rochdale/bank-formats';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { accountOfStatement, ofNamedAccount } from './account-of-statement.js';

const row = (id: string, accountNumber: string, currency = 'EUR'): BankAccountRow => ({
  id,
  accountNumber,
  currency,
  label: id,
  holderName: 'Weavers',
  bic: null,
  rail: 'sepa-file',
  ledgerAccountId: id,
  booksBeforeId: null,
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

describe('a statement of an account that somebody named', () => {
  const named = (account: Statement['account'], id: string) => {
    const statement = { account, currency: 'EUR' } as Statement;
    const file: BankFile = {
      format: 'csv',
      version: '',
      warnings: [],
      message: null,
      statements: [statement],
    };
    return ofNamedAccount(file, accounts, id).statements[0]?.account;
  };

  it.each([
    [{ iban: 'FR1420041010050500013M02606' }, 'german'],
    [{ other: 'FR14 2004 1010 0505 0001 3M02 606' }, 'by-number'],
    [{ iban: 'NL91ABNA0417164300' }, 'german'],
    [{ iban: 'NL91ABNA0417164300' }, 'by-number'],
  ])('which states another IBAN, %j, is not of %s', (account, id) => {
    expect(() => named(account, id)).toThrow(
      expect.objectContaining({ code: 'STATEMENT_OF_OTHER_ACCOUNT', path: ['bankAccountId'] }),
    );
  });

  it.each([
    [{}, 'german'],
    [{ other: 'CARD 4' }, 'german'],
    [{ iban: 'FR0020041010050500013M02606' }, 'german'],
    [{ iban: 'LT625883379695428516' }, 'euro-of-two'],
    [{ iban: 'DE45370400440000012345' }, 'by-number'],
  ])('which states %j is of %s', (account, id) => {
    const { accountNumber } = accounts.find((one) => one.id === id) ?? {};
    expect(named(account, id)).toEqual({ other: accountNumber });
  });
});
