import { describe, expect, it } from 'vitest';
import { availableMinor, checkAccountDefinition, normalSide, onNormalSide } from './account.js';
import type { AccountDefinition } from './account.js';

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

describe('the normal side', () => {
  it.each([
    ['asset', 'debit'],
    ['expense', 'debit'],
    ['liability', 'credit'],
    ['equity', 'credit'],
    ['income', 'credit'],
  ] as const)('of %s is %s', (kind, side) => {
    expect(normalSide(kind)).toBe(side);
    expect(onNormalSide(kind, 5n)).toBe(side === 'debit' ? 5n : -5n);
  });

  it('is where holds count against the balance', () => {
    expect(availableMinor({ kind: 'asset', balanceMinor: 10n, heldMinor: 4n })).toBe(6n);
    expect(availableMinor({ kind: 'equity', balanceMinor: -10n, heldMinor: 4n })).toBe(6n);
  });
});

describe('an account definition', () => {
  const check = (change: Partial<AccountDefinition>) =>
    codeOf(() =>
      checkAccountDefinition({
        code: 'expense:hosting',
        name: 'Hosting',
        kind: 'expense',
        currency: 'EUR',
        ...change,
      }),
    );

  it.each<[string, Partial<AccountDefinition>, string]>([
    ['as it should be', {}, 'ok'],
    ['without a code', { code: '' }, 'INVALID_ACCOUNT'],
    ['with a space in its code', { code: 'a b' }, 'INVALID_ACCOUNT'],
    ['with 101 characters of code', { code: 'a'.repeat(101) }, 'INVALID_ACCOUNT'],
    ['with 100 characters of code', { code: 'a'.repeat(100) }, 'ok'],
    ['without a name', { name: ' ' }, 'INVALID_ACCOUNT'],
    ['with a floor above nothing', { floorMinor: 1n }, 'INVALID_ACCOUNT'],
    ['with an overdraft', { floorMinor: -1n }, 'ok'],
    ['in no currency', { currency: 'euro' }, 'INVALID_CURRENCY'],
  ])('%s', (_name, change, code) => {
    expect(check(change)).toBe(code);
  });
});
