import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyIban } from '../testing/credit-transfer-orders.js';
import { ibanOf, isAccountOf } from './national-account.js';

describe('national account numbers', () => {
  it.each([
    ['German', { other: '37040044/0532013000' }, 'EUR', 'DE89370400440532013000'],
    ['German, short', { other: '37040044/532013000' }, 'EUR', 'DE89370400440532013000'],
    ['German, apart', { other: '532013000', bankCode: '37040044' }, null, 'DE89370400440532013000'],
    ['Dutch', { other: '417164300', bic: 'ABNANL2A' }, 'EUR', 'NL91ABNA0417164300'],
    ['Dutch, dotted', { other: '41.71.64.300', bic: 'ABNANL2A' }, 'EUR', 'NL91ABNA0417164300'],
    ['Polish', { other: '61109010140000071219812874' }, 'PLN', 'PL61109010140000071219812874'],
    ['Austrian', { other: '19043/234573201', bic: 'BKAUATWW' }, 'EUR', 'AT611904300234573201'],
    ['Swiss', { other: '762/011623852957' }, 'CHF', 'CH9300762011623852957'],
    [
      'British',
      { other: '31926819', bankCode: '60-16-13', bic: 'NWBKGB2L' },
      'GBP',
      'GB29NWBK60161331926819',
    ],
    ['a whole one', { other: 'LT625883379695428516' }, 'EUR', 'LT625883379695428516'],
  ])('%s: %j in %s is %s', (_what, account, currency, iban) => {
    expect(ibanOf(account, currency)).toBe(iban);
  });

  it.each([
    ['a French bank code', { other: '00003452112', bankCode: '10907' }, 'EUR'],
    ['an American routing number', { other: '12345678', bankCode: '121000248' }, 'USD'],
    ['a number without its bank', { other: '0532013000' }, 'EUR'],
    ['a Polish number with wrong check digits', { other: '62109010140000071219812874' }, 'PLN'],
    ['nothing', {}, 'EUR'],
  ])('%s makes none', (_what, account, currency) => {
    expect(ibanOf(account, currency)).toBeNull();
  });

  it.each([
    [{ other: '20035794' }, 'DE42120300000020035794', true],
    [{ other: '12345678' }, 'AT201904300012345678', true],
    [{ other: '41 71 64 300' }, 'NL91ABNA0417164300', true],
    [{ other: '601613 31926819' }, 'GB29NWBK60161331926819', true],
    [{ other: '60161331926819' }, 'GB29NWBK60161331926819', true],
    [{ other: '60-16-13 31926819' }, 'GB29NWBK60161331926819', true],
    [{ other: '31926819', bankCode: '601614' }, 'GB29NWBK60161331926819', false],
    [{ other: '37040045/532013000' }, 'DE89370400440532013000', false],
    [{ other: '3000' }, 'DE89370400440532013000', false],
    [{ iban: 'NL91ABNA0417164300' }, 'DE89370400440532013000', false],
  ])('whether %j is of %s: %s', (account, iban, is) => {
    expect(isAccountOf(account, iban)).toBe(is);
  });

  it('makes of every German IBAN’s number that IBAN again', () => {
    fc.assert(
      fc.property(anyIban, (iban) => {
        fc.pre(iban.startsWith('DE') && !/^0*$/.test(iban.slice(12)));
        const other = `${iban.slice(4, 12)}/${iban.slice(12).replace(/^0+/, '')}`;
        expect(ibanOf({ other })).toBe(iban);
      }),
    );
  });
});
