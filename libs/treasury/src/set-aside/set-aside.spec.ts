import { describe, expect, it } from 'vitest';
import { checkCovered, freeMinor, putsBy } from './set-aside.js';

type Account = Parameters<typeof freeMinor>[0][number];
const account = (kind: Account['kind'], code: string, balanceMinor: bigint, currency = 'EUR') => ({
  kind,
  code,
  balanceMinor,
  currency,
});
const inBank = account('asset', 'bank', 1_000n);
const free = (...accounts: Account[]) => freeMinor([inBank, ...accounts], 'EUR');

describe('what is free', () => {
  it.each<[string, bigint, Account]>([
    ['at another bank', 1_200n, account('asset', 'bank:ethical', 200n)],
    ['in the till', 1_005n, account('asset', 'cash', 5n)],
    ['on its way between accounts', 1_070n, account('asset', 'payments-in-transit', 70n)],
    ['billed and not paid', 1_000n, account('asset', 'dues-receivable', 900n)],
    ['to be given back by a payee', 1_000n, account('asset', 'payout-claims', 900n)],
    ['overdrawn', 600n, account('asset', 'bank:other', -400n)],
    ['owed to a member', 990n, account('liability', 'payables', -10n)],
    ['owed to partners by statements', 990n, account('liability', 'partner-payables', -10n)],
    ['the partners share of dues', 990n, account('liability', 'partner-pool', -10n)],
    ['paid too much by a member', 990n, account('liability', 'member-credits', -10n)],
    ['come in, and not explained', 990n, account('liability', 'suspense', -10n)],
    ['gone out, and not explained', 1_000n, account('liability', 'suspense', 10n)],
    ['set aside in a fund', 700n, account('equity', 'fund:roof', -300n)],
    ['put by for who cannot pay', 700n, account('equity', 'solidarity', -300n)],
    ['where it once came from', 1_000n, account('equity', 'opening-balance', -1_000n)],
    ['the other side of funds', 1_000n, account('equity', 'unallocated', 300n)],
    ['earned', 1_000n, account('income', 'dues-income', -800n)],
    ['of another currency', 1_000n, account('asset', 'bank', 800n, 'USD')],
  ])('with what is %s', (_what, expected, one) => {
    expect(free(one)).toBe(expected);
  });

  it('may be below nothing, and is nothing in a currency that nobody has', () => {
    expect(free(account('equity', 'fund:roof', -1_001n))).toBe(-1n);
    expect(freeMinor([inBank], 'USD')).toBe(0n);
  });
});

it('is covered to the last cent', () => {
  expect(() => checkCovered(0n)).not.toThrow();
  expect(() => checkCovered(1n)).toThrow(expect.objectContaining({ code: 'FUND_NOT_COVERED' }));
});

it('is put by where an entry leaves more of it', () => {
  const by = (...amounts: bigint[]) =>
    putsBy(amounts.map((amountMinor) => ({ accountKey: 'solidarity', amountMinor })));
  expect([by(-5n), by(5n), by(-5n, 5n), by(-5n, 4n), by()]).toEqual([
    true,
    false,
    false,
    true,
    false,
  ]);
  expect(putsBy([{ accountKey: 'bank', amountMinor: -5n }])).toBe(false);
});
