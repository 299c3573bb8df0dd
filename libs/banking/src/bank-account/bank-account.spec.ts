import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedAccount, looksLikeIban, plainAccountNumber } from './bank-account.js';

const typed = { holderName: 'Ada Adams', accountNumber: 'DE89 3704 0044 0532 0130 00' };
const field = (changes: object) => {
  try {
    checkedAccount({ ...typed, ...changes });
    return null;
  } catch (error) {
    const { code, path } = error as { code: string; path: readonly string[] };
    return [code, ...path];
  }
};

describe('an account as somebody types it', () => {
  it('is kept without blanks and dashes, in capitals', () => {
    expect(checkedAccount({ ...typed, holderName: '  Ada Adams ', bic: ' cobadeff ' })).toEqual({
      holderName: 'Ada Adams',
      accountNumber: 'DE89370400440532013000',
      bic: 'COBADEFF',
    });
    expect(plainAccountNumber('062-000 1234\t5678')).toBe('06200012345678');
    expect(plainAccountNumber('19–2000145399/0.800')).toBe('1920001453990800');
  });

  it('needs no BIC, however it is left out', () => {
    for (const bic of [undefined, null, '', '  ']) {
      expect(checkedAccount({ ...typed, ...(bic === undefined ? {} : { bic }) }).bic).toBeNull();
    }
  });

  it.each([
    'DE89 3704 0044 0532 0130 01',
    'DE00370400440532013000',
    'XX89370400440532013000',
    'DE8937040044053201300',
    '1234',
    '1'.repeat(35),
    'not a number!',
    '',
  ])('is refused with the number %j', (accountNumber) => {
    expect(field({ accountNumber })).toEqual(['INVALID_BANK_ACCOUNT', 'accountNumber']);
  });

  it.each(['12345', '1'.repeat(34), '062000-12345678', 'ABCDEF'])(
    'may have %j, which is no IBAN and claims to be none',
    (accountNumber) => {
      expect(field({ accountNumber })).toBeNull();
    },
  );

  it('has a holder of 1 to 70 characters', () => {
    expect(field({ holderName: 'n' })).toBeNull();
    expect(field({ holderName: 'n'.repeat(70) })).toBeNull();
    for (const holderName of ['', '  ', 'n'.repeat(71)]) {
      expect(field({ holderName })).toEqual(['INVALID_BANK_ACCOUNT', 'holderName']);
    }
  });

  it.each(['NOBIC', 'COBADEF', 'COBADEFFX', '12345678'])('is refused with the BIC %j', (bic) => {
    expect(field({ bic })).toEqual(['INVALID_BANK_ACCOUNT', 'bic']);
  });

  it('with one digit wrong is never the IBAN that it was', () => {
    const digit = fc.integer({ min: 4, max: 21 });
    fc.assert(
      fc.property(digit, fc.integer({ min: 1, max: 9 }), (at, by) => {
        const number = 'DE89370400440532013000';
        const other = String((Number(number[at]) + by) % 10);
        const wrong = `${number.slice(0, at)}${other}${number.slice(at + 1)}`;
        expect(field({ accountNumber: wrong })).toEqual(['INVALID_BANK_ACCOUNT', 'accountNumber']);
      }),
    );
  });
});

it('two letters and two digits claim to be an IBAN, and nothing else does', () => {
  expect(looksLikeIban('DE89')).toBe(true);
  for (const number of ['D189', 'DEA9', '8989', ' DE89', 'de89']) {
    expect(looksLikeIban(number)).toBe(false);
  }
});
