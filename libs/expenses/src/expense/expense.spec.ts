import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpenseItem } from './expense.js';
import {
  checkExpense,
  expenseCategories,
  expenseStatuses,
  termsHash,
  totalMinor,
  totalsByCategory,
  transition,
  transitions,
} from './expense.js';

const migration = readFileSync(
  new URL('../../../../migrations/1795090000000-expenses-create-expenses.ts', import.meta.url),
  'utf8',
);
const item: ExpenseItem = {
  description: 'Train to the assembly',
  category: 'travel',
  incurredOn: '2026-02-28',
  amountMinor: 4_250n,
  receiptId: null,
};
const coded = (code: string) => expect.objectContaining({ code }) as Error;

describe('the life of an expense', () => {
  it('refuses every step that is not in the table', () => {
    const allowed = new Set(transitions().map((step) => step.join('>')));
    for (const from of expenseStatuses) {
      for (const to of expenseStatuses.filter((one) => !allowed.has(`${from}>${one}`))) {
        expect(() => transition(from, to)).toThrow(coded('EXPENSE_STATUS_CONFLICT'));
      }
    }
  });

  it('is guarded by Postgres with the very same steps', () => {
    const guard =
      /old\.status, new\.status\) NOT IN \(([\s\S]*?)\) THEN/.exec(migration)?.[1] ?? '';
    const pairs = [...guard.matchAll(/\('([a-z-]+)', '([a-z-]+)'\)/g)].map(
      ([, from, to]) => `${from}>${to}`,
    );
    expect(pairs.toSorted()).toEqual(
      transitions()
        .map((step) => step.join('>'))
        .toSorted(),
    );
  });
});

describe('an expense', () => {
  const check = (changes: Partial<ExpenseItem>) => () =>
    checkExpense({ title: 'Assembly', items: [{ ...item, ...changes }] }, '2026-03-01');

  it.each([
    ['nothing', { amountMinor: 0n }, 'EXPENSE_INVALID'],
    ['less than nothing', { amountMinor: -1n }, 'EXPENSE_INVALID'],
    ['more than there is', { amountMinor: 10n ** 15n + 1n }, 'EXPENSE_INVALID'],
    ['tomorrow', { incurredOn: '2026-03-02' }, 'EXPENSE_INVALID'],
    ['a day that never was', { incurredOn: '2026-02-30' }, 'EXPENSE_INVALID'],
    ['no description', { description: '  ' }, 'EXPENSE_INVALID'],
    ['an unknown category', { category: 'yachts' as 'travel' }, 'EXPENSE_CATEGORY_UNKNOWN'],
    ['a receipt that is no id', { receiptId: '../etc/passwd' }, 'EXPENSE_INVALID'],
  ])('is not for %s', (_name, changes, code) => {
    expect(check(changes)).toThrow(coded(code));
  });

  it('may be of today and of the largest amount', () => {
    expect(check({ incurredOn: '2026-03-01', amountMinor: 10n ** 15n })).not.toThrow();
  });

  it('has the sum of its items, whole and by category', () => {
    const items = fc.array(
      fc.record({
        amountMinor: fc.bigInt({ min: 1n, max: 10n ** 15n }),
        category: fc.constantFrom(...expenseCategories),
      }),
    );
    fc.assert(
      fc.property(items, (lines) => {
        const all = lines.map((line) => ({ ...item, ...line }));
        const parts = totalsByCategory(all).map(([, amountMinor]) => ({ amountMinor }));
        expect(totalMinor(parts)).toBe(totalMinor(all));
      }),
    );
  });
});

describe('the terms of an expense', () => {
  const terms = {
    payee: { kind: 'member', id: 'a' },
    currency: 'EUR',
    amountMinor: 100n,
  } as const;

  it('are another fingerprint with another amount, currency, payee or expense', () => {
    const hashes = [
      termsHash('x', terms),
      termsHash('y', terms),
      termsHash('x', { ...terms, amountMinor: 101n }),
      termsHash('x', { ...terms, currency: 'USD' }),
      termsHash('x', { ...terms, payee: { kind: 'member', id: 'b' } }),
      termsHash('x', { ...terms, payee: { kind: 'partner', id: 'a' } }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
