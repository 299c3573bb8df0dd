import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkExchange, exchangePostings } from './exchange.js';
import {
  checkMemos,
  checkOutsideAccount,
  checkPostings,
  checkTexts,
  fingerprintOf,
  mirrorOf,
} from './transaction.js';

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

const postings = (...amounts: bigint[]) =>
  amounts.map((amountMinor, index) => ({ accountId: `a${index}`, amountMinor }));

describe('postings', () => {
  const most = 2n ** 63n - 1n;

  it.each([
    ['none', postings(), 'TOO_FEW_POSTINGS'],
    ['one', postings(1n), 'TOO_FEW_POSTINGS'],
    ['two that balance', postings(1n, -1n), 'ok'],
    ['two that do not', postings(1n, -2n), 'UNBALANCED_POSTINGS'],
    ['a zero', postings(1n, 0n, -1n), 'ZERO_POSTING'],
    ['the largest amount', postings(most, -most), 'ok'],
    ['one more than that', postings(most + 1n, -most - 1n), 'AMOUNT_OUT_OF_RANGE'],
    [
      'a thousand and two',
      postings(...Array<bigint>(501).fill(1n).concat(Array<bigint>(501).fill(-1n))),
      'TOO_LARGE',
    ],
  ])('%s', (_name, given, code) => {
    expect(codeOf(() => checkPostings(given))).toBe(code);
  });

  it('balance exactly when their sum is zero, with no tolerance', () => {
    const amounts = fc.array(
      fc.bigInt(-most, most).filter((amount) => amount !== 0n),
      {
        minLength: 2,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(amounts, (given) => {
        const sum = given.reduce((total, amount) => total + amount, 0n);
        expect(codeOf(() => checkPostings(postings(...given)))).toBe(
          sum === 0n ? 'ok' : 'UNBALANCED_POSTINGS',
        );
      }),
    );
  });

  it('mirrored twice are themselves, and balance when they did', () => {
    const given = postings(5n, -3n, -2n);
    expect(mirrorOf(given)).toEqual(postings(-5n, 3n, 2n));
    expect(mirrorOf(mirrorOf(given))).toEqual(given);
  });
});

describe('texts', () => {
  const texts = { idempotencyKey: 'k', description: 'd', source: { kind: 'x', id: '1' } };

  it.each([
    ['as they should be', {}, 'ok'],
    ['an empty key', { idempotencyKey: '' }, 'INVALID_TRANSACTION'],
    ['a key too long', { idempotencyKey: 'k'.repeat(201) }, 'INVALID_TRANSACTION'],
    ['a description of blanks', { description: '  ' }, 'INVALID_TRANSACTION'],
    ['no source', { source: { kind: '', id: '1' } }, 'INVALID_TRANSACTION'],
    ['an empty outside fact', { outsideFact: '' }, 'INVALID_TRANSACTION'],
  ])('%s', (_name, change, code) => {
    expect(codeOf(() => checkTexts({ ...texts, ...change }))).toBe(code);
  });

  it('an outside fact is of an account that it moves', () => {
    const of = (outsideAccountId: string) => () =>
      checkOutsideAccount({ ...texts, outsideAccountId, postings: postings(1n, -1n) });
    expect(codeOf(of('a1'))).toBe('ok');
    expect(codeOf(of('a2'))).toBe('INVALID_TRANSACTION');
  });

  it('a memo is short', () => {
    const memo = (text: string) => [{ accountId: 'a', amountMinor: 1n, memo: text }];
    expect(codeOf(() => checkMemos(memo('m'.repeat(500))))).toBe('ok');
    expect(codeOf(() => checkMemos(memo('m'.repeat(501))))).toBe('INVALID_TRANSACTION');
  });
});

describe('a fingerprint', () => {
  const input = { description: 'd', postings: postings(1n, -1n) };

  it('does not depend on the order of fields, and does on everything else', () => {
    const { description, postings: lines } = input;
    const same = fingerprintOf('post', { postings: lines, description });
    expect(fingerprintOf('post', input)).toBe(same);
    expect(fingerprintOf('reverse', input)).not.toBe(same);
    expect(fingerprintOf('post', { ...input, description: 'e' })).not.toBe(same);
    expect(fingerprintOf('post', { ...input, postings: lines.toReversed() })).not.toBe(same);
  });

  it('tells amounts apart that a double cannot', () => {
    const large = (amount: bigint) => fingerprintOf('post', { postings: postings(amount) });
    expect(large(2n ** 60n)).not.toBe(large(2n ** 60n + 1n));
  });
});

describe('an exchange', () => {
  const exchange = (
    sold: [bigint, string],
    bought: [bigint, string],
    rate: string,
  ): Parameters<typeof checkExchange>[0] => ({
    idempotencyKey: 'k',
    description: 'd',
    source: { kind: 'journal', id: '1' },
    rate,
    rateSource: 'bank',
    sold: { accountId: 's', clearingAccountId: 'cs', amountMinor: sold[0], currency: sold[1] },
    bought: {
      accountId: 'b',
      clearingAccountId: 'cb',
      amountMinor: bought[0],
      currency: bought[1],
    },
  });

  it.each([
    ['exact', exchange([10_000n, 'EUR'], [10_842n, 'USD'], '1.0842'), 'ok'],
    ['rounded down', exchange([3_333n, 'EUR'], [3_613n, 'USD'], '1.0842'), 'ok'],
    ['rounded up', exchange([3_333n, 'EUR'], [3_614n, 'USD'], '1.0842'), 'ok'],
    ['one cent off', exchange([3_333n, 'EUR'], [3_615n, 'USD'], '1.0842'), 'INVALID_EXCHANGE'],
    ['no decimals to two', exchange([1_000n, 'JPY'], [613n, 'EUR'], '0.00613'), 'ok'],
    ['two decimals to three', exchange([1_000n, 'EUR'], [3_300n, 'KWD'], '0.33'), 'ok'],
    ['a factor of ten', exchange([1_000n, 'EUR'], [330n, 'KWD'], '0.33'), 'INVALID_EXCHANGE'],
    ['one currency', exchange([1n, 'EUR'], [1n, 'EUR'], '1'), 'INVALID_EXCHANGE'],
    ['a rate of zero', exchange([1n, 'EUR'], [1n, 'USD'], '0.0'), 'INVALID_EXCHANGE'],
    ['a rate in words', exchange([1n, 'EUR'], [1n, 'USD'], '1,08'), 'INVALID_EXCHANGE'],
    ['a negative amount', exchange([-1n, 'EUR'], [1n, 'USD'], '1'), 'INVALID_EXCHANGE'],
  ])('%s', (_name, input, code) => {
    expect(codeOf(() => checkExchange(input))).toBe(code);
  });

  it('balances in each currency by itself', () => {
    const [out, clearOut, clearIn, into] = exchangePostings(
      exchange([10_000n, 'EUR'], [10_842n, 'USD'], '1.0842'),
    );
    expect((out?.amountMinor ?? 0n) + (clearOut?.amountMinor ?? 0n)).toBe(0n);
    expect((clearIn?.amountMinor ?? 0n) + (into?.amountMinor ?? 0n)).toBe(0n);
  });
});
