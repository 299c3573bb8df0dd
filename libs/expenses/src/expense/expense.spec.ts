import { readFileSync } from 'node:fs';
import type { CodedError } from '@rochdale/platform';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExpenseItem, ExpenseStatus } from './expense.js';
import {
  canBecome,
  checkDays,
  checkExpense,
  claimsFrom,
  expenseCategories,
  expenseStatuses,
  openStatuses,
  termsHash,
  textsHash,
  totalMinor,
  totalsByCategory,
  transition,
  transitions,
} from './expense.js';

const schema = readFileSync(new URL('../../../../migrations/schema.sql', import.meta.url), 'utf8');
const item: ExpenseItem = {
  description: 'Train to the assembly',
  category: 'travel',
  incurredOn: '2026-02-28',
  amountMinor: 4_250n,
  receiptId: null,
};
const coded = (code: string) => expect.objectContaining({ code }) as Error;

/** The table as members know it, written down a second time. */
const ways: readonly [ExpenseStatus, readonly ExpenseStatus[]][] = [
  ['draft', ['submitted', 'withdrawn']],
  ['submitted', ['needs-information', 'approved', 'rejected', 'withdrawn']],
  ['needs-information', ['submitted', 'rejected', 'withdrawn']],
  ['approved', ['paid', 'payout-failed', 'waived', 'voided']],
  ['rejected', []],
  ['withdrawn', []],
  ['payout-failed', ['approved', 'waived', 'voided']],
  ['paid', ['payout-failed']],
  ['waived', []],
  ['voided', []],
];

describe('the life of an expense', () => {
  it.each(ways)('that is %s goes to %j and nowhere else', (from, allowed) => {
    expect(expenseStatuses.filter((to) => canBecome(from, to))).toEqual(
      expenseStatuses.filter((to) => allowed.includes(to)),
    );
    for (const to of allowed) expect(transition(from, to)).toBe(to);
  });

  it('is its submitter’s to change until it is decided', () => {
    expect(openStatuses).toEqual(['draft', 'submitted', 'needs-information']);
    for (const status of openStatuses) expect(canBecome(status, 'withdrawn')).toBe(true);
  });

  it('says that it is so already to whoever asks twice', () => {
    const said = (from: ExpenseStatus, to: ExpenseStatus) => {
      try {
        return transition(from, to);
      } catch (error) {
        const { message, details } = error as CodedError;
        return [message, details.data];
      }
    };
    expect(said('approved', 'approved')).toEqual([
      'The expense is approved already.',
      { from: 'approved', to: 'approved' },
    ]);
    expect(said('rejected', 'approved')).toEqual([
      'An expense that is rejected cannot become approved.',
      { from: 'rejected', to: 'approved' },
    ]);
  });

  it('refuses every step that is not in the table', () => {
    const allowed = new Set(transitions().map((step) => step.join('>')));
    for (const from of expenseStatuses) {
      for (const to of expenseStatuses.filter((one) => !allowed.has(`${from}>${one}`))) {
        expect(() => transition(from, to)).toThrow(coded('EXPENSE_STATUS_CONFLICT'));
      }
    }
  });

  it('is guarded by Postgres with the very same steps', () => {
    const [, guards = ''] = schema.split('REPLACE FUNCTION expenses.guard_expense()');
    const guard = /old\.status, new\.status\) NOT IN \(([\s\S]*?)\) THEN/.exec(guards)?.[1] ?? '';
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

const span = { from: '1900-01-01', to: '2026-03-01' };
const checked = (changes: { title?: string; items?: ExpenseItem[] }) => {
  const text = { title: 'Assembly', items: [item], ...changes };
  checkExpense(text);
  checkDays(text.items, span);
};

describe('an expense', () => {
  const check = (changes: Partial<ExpenseItem>) => () =>
    checked({ items: [{ ...item, ...changes }] });

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

  it.each([
    ['2026-01-01', '2025-01-01'],
    ['2026-12-31', '2025-01-01'],
    ['2025-01-01', '2024-01-01'],
  ])('in a co-operative of %s is of %s at the earliest', (foundedOn, from) => {
    expect(claimsFrom(foundedOn)).toBe(from);
    const days = { from, to: '2026-12-31' };
    expect(() => checkDays([item, { incurredOn: from }], days)).not.toThrow();
    const dayBefore = [item, { incurredOn: `${Number(from.slice(0, 4)) - 1}-12-31` }];
    const path = ['items', '1', 'incurredOn'];
    expect(() => checkDays(dayBefore, days)).toThrow(
      expect.objectContaining({ code: 'EXPENSE_INVALID', path }) as Error,
    );
  });

  it('may be of today and of the largest amount', () => {
    expect(check({ incurredOn: '2026-03-01', amountMinor: 10n ** 15n })).not.toThrow();
  });

  const many = (count: number) => Array.from({ length: count }, () => item);

  it.each<[string, { title?: string; items?: ExpenseItem[] }, string[] | null]>([
    ['the shortest title', { title: ' x ' }, null],
    ['the longest title', { title: 'x'.repeat(200) }, null],
    ['a title that is blank', { title: ' \n' }, ['title']],
    ['a title one too long', { title: 'x'.repeat(201) }, ['title']],
    ['a title that Postgres cannot keep', { title: 'a\0b' }, ['title']],
    ['a title with what nobody sees', { title: 'Chairs\u200B' }, ['title']],
    ['a hundred items', { items: many(100) }, null],
    ['a hundred and one items', { items: many(101) }, ['items']],
    ['no items', { items: [] }, ['items']],
    [
      'a fault in its third item',
      { items: [item, item, { ...item, amountMinor: 0n }] },
      ['items', '2', 'amountMinor'],
    ],
    [
      'faults in two items',
      {
        items: [
          { ...item, description: '' },
          { ...item, amountMinor: 0n },
        ],
      },
      ['items', '0', 'description'],
    ],
  ])('with %s', (_name, changes, path) => {
    const run = () => checked(changes);
    if (path === null) expect(run).not.toThrow();
    else expect(run).toThrow(expect.objectContaining({ code: 'EXPENSE_INVALID', path }) as Error);
  });

  it.each<[string, Partial<ExpenseItem>, string | null]>([
    ['the longest description', { description: 'x'.repeat(500) }, null],
    ['a description one too long', { description: 'x'.repeat(501) }, 'description'],
    ['a description that Postgres cannot keep', { description: '\0' }, 'description'],
    ['a leap day', { incurredOn: '2024-02-29' }, null],
    ['a leap day in a year without', { incurredOn: '2025-02-29' }, 'incurredOn'],
    ['a leap day in a century without', { incurredOn: '1900-02-29' }, 'incurredOn'],
    ['a day with an hour', { incurredOn: '2026-02-01T00:00:00Z' }, 'incurredOn'],
    ['a day in short', { incurredOn: '2026-2-1' }, 'incurredOn'],
    ['a thirteenth month', { incurredOn: '2025-13-01' }, 'incurredOn'],
    ['a day of none', { incurredOn: '' }, 'incurredOn'],
    ['the smallest amount', { amountMinor: 1n }, null],
    ['a receipt', { receiptId: '0196f1d4-7a1c-7000-8000-000000000001' }, null],
    ['a receipt of no name', { receiptId: '' }, 'receiptId'],
  ])('may have %s, or the field is said', (_name, changes, field) => {
    if (field === null) expect(check(changes)).not.toThrow();
    else {
      const refusal = { code: 'EXPENSE_INVALID', path: ['items', '0', field] };
      expect(check(changes)).toThrow(expect.objectContaining(refusal) as Error);
    }
  });

  it('may be for each of the categories, which are those of the public accounts', () => {
    const path = ['items', '0', 'category'];
    const unknown = expect.objectContaining({ code: 'EXPENSE_CATEGORY_UNKNOWN', path }) as Error;
    expect(check({ category: 'Hosting' as 'hosting' })).toThrow(unknown);
    for (const category of expenseCategories) {
      expect(check({ category })).not.toThrow();
      expect(category).toMatch(/^[a-z]+$/);
    }
  });

  it('is shared out among its categories as by hand', () => {
    const line = (category: ExpenseItem['category'], amountMinor: bigint) => ({
      ...item,
      category,
      amountMinor,
    });
    const items = [
      line('travel', 7n),
      line('hosting', 100n),
      line('travel', 20n),
      line('fees', 1n),
    ];
    expect(totalsByCategory(items)).toEqual([
      ['hosting', 100n],
      ['travel', 27n],
      ['fees', 1n],
    ]);
    expect([totalMinor(items), totalMinor([])]).toEqual([128n, 0n]);
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
  const receipt = '0196f1d4-7a1c-7000-8000-00000000000a';
  const terms = {
    title: 'Hosting',
    payee: { kind: 'member', id: '0196f1d4-7a1c-7000-8000-000000000001' },
    currency: 'EUR',
    items: [{ ...item, receiptId: receipt }],
    destinationId: null,
  } as const;
  const bytes = new Map([[receipt, 'a'.repeat(64)]]);
  const salt = '5'.repeat(64);
  const of = (changes: object, { id = 'x', salted = salt, receipts = bytes } = {}) => {
    const changed = { ...terms, ...changes };
    return termsHash(id, changed, textsHash(salted, changed, receipts));
  };
  const withItem = (changes: Partial<ExpenseItem>) =>
    of({ items: [{ ...terms.items[0], ...changes }] });

  it('have a fingerprint that stays: approvals and votes on record were given for it', () => {
    expect(of({})).toBe('e27fdce281f6d9380ed1e6f62d0c1343ccadc31bf12e70528a8c34f117599e65');
  });

  it('are another fingerprint when anything changes that is read', () => {
    const hashes = [
      of({}),
      of({}, { id: 'y' }),
      of({}, { salted: '6'.repeat(64) }),
      of({ title: 'Hosting and more' }),
      of({ currency: 'USD' }),
      of({ payee: { kind: 'member', id: 'b' } }),
      of({ payee: { ...terms.payee, kind: 'partner' } }),
      of({ destinationId: 'a' }),
      of({ billHash: 'c'.repeat(64) }),
      of({ billHash: 'd'.repeat(64) }),
      of({ destinationId: 'b' }),
      of({ items: [...terms.items, item] }),
      of({ items: [item, ...terms.items] }),
      withItem({ description: 'Something else' }),
      withItem({ category: 'events' }),
      withItem({ incurredOn: '2026-01-31' }),
      withItem({ amountMinor: item.amountMinor + 1n }),
      withItem({ receiptId: null }),
      of({}, { receipts: new Map([[receipt, 'b'.repeat(64)]]) }),
      of({ title: 'Hosting8:', items: [item] }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('are the same where only blanks around words changed, which are not kept', () => {
    expect(of({ title: ' Hosting ' })).toBe(of({}));
    expect(withItem({ description: `${item.description} ` })).toBe(of({}));
  });
});
