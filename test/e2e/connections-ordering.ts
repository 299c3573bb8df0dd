import { getNamedType, isEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { pagedLists, showingOf } from './connections-narrowing.js';
import type { Show, Shown } from './connections-narrowing.js';
import type { Cast } from './permissions-cast.js';
import type { Operation } from './permissions-operations.js';

type Row = Readonly<Record<string, unknown>>;

interface Ordering {
  /** What is read of a row to see that it stands where it does. */
  readonly fields: string;
  /** Whether a row may come before the next one. */
  readonly isRight: (before: Row, after: Row) => boolean;
}

interface Money {
  readonly minor: string;
  readonly currency: string;
}

const byAmount = (field: string): Ordering => ({
  fields: `id ${field} { minor currency }`,
  isRight: (a, b) => {
    const [before, after] = [a[field] as Money, b[field] as Money];
    return before.currency === after.currency
      ? BigInt(before.minor) >= BigInt(after.minor)
      : before.currency > after.currency;
  },
});
const byText = (field: string, isDescending: boolean): Ordering => ({
  fields: `id ${field}`,
  isRight: (a, b) => {
    const [before, after] = [String(a[field]), String(b[field])];
    return isDescending ? before >= after : before <= after;
  },
});

/** How each order other than a list's own is seen in its rows. */
const orderings: Readonly<Record<string, Ordering>> = {
  'BankLineOrder.AMOUNT': byAmount('amount'),
  'ExpenseOrder.AMOUNT': byAmount('amount'),
  'InvoiceOrder.DUE': byText('dueOn', false),
  'MemberOrder.NAME': {
    fields: 'id displayName',
    // Where letters of other alphabets stand is Postgres's to say.
    isRight: (a, b) =>
      String(a['displayName']).toLowerCase().charAt(0) <=
      String(b['displayName']).toLowerCase().charAt(0),
  },
  'PayoutOrder.AMOUNT': byAmount('amount'),
  'ProposalOrder.CLOSING': byText('closesAt', true),
};

/** Filters that go with no order but the list's own. */
const without: Readonly<Record<string, Row>> = {
  'Query.members': { text: 'ab' },
};
const time = { from: '2020-01-01T00:00:00.000Z' };
const day = { from: '2020-01-01' };

const orders = pagedLists().flatMap(([name, operation]) => {
  const orderBy = operation.field.args.find((arg) => arg.name === 'orderBy');
  const type = orderBy === undefined ? null : getNamedType(orderBy.type);
  if (!isEnumType(type)) return [];
  return type.getValues().map((value) => [name, `${type.name}.${value.name}`, operation] as const);
});
const others = orders.filter(([, order]) => Object.hasOwn(orderings, order));

const idsOf = ({ edges }: Shown): unknown[] => edges.map(({ node }) => node['id']);

/** The whole list, a few rows at a time. */
async function walked(show: Show, orderBy: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let after: string | null = null; ;) {
    const shown: Shown = await show({ first: 7, after, orderBy });
    found.push(...idsOf(shown));
    if (shown.edges.length < 7) return found;
    after = shown.edges.at(-1)?.cursor ?? null;
  }
}

/** Lists in another order than their own have the same rows, in that order. */
export function orderLists(cast: () => Cast): void {
  const showing = (operation: Operation, order: string) =>
    showingOf(cast(), operation, orderings[order]?.fields ?? 'id');

  it('is known how each order is seen, but for those that lists have without being asked', () => {
    const lists = new Set(orders.map(([, order]) => order.split('.')[0]));
    const names = new Set(orders.map(([, order]) => order));
    expect([...names].filter((order) => Object.hasOwn(orderings, order))).toHaveLength(lists.size);
    expect(names.size).toBe(2 * lists.size);
  });

  describe('a list in another order', () => {
    it.each(others)('stands in it, %s by %s', async (_, order, operation) => {
      const show = await showing(operation, order);
      const orderBy = order.split('.')[1] ?? '';
      const all = await show({ first: 100, orderBy });
      const rows = all.edges.map(({ node }) => node as Row);
      expect(rows.length).toBeGreaterThan(1);
      const { isRight } = orderings[order]!;
      const wrong = rows.slice(1).filter((row, nth) => !isRight(rows[nth]!, row));
      expect(wrong).toEqual([]);
      if (all.isTotalExact) expect(Math.min(all.totalCount, 100)).toBe(rows.length);
    });

    it.each(others)('is walked and turned round, %s by %s', async (_, order, operation) => {
      const show = await showing(operation, order);
      const orderBy = order.split('.')[1] ?? '';
      const ids = await walked(show, orderBy);
      expect(new Set(ids).size).toBe(ids.length);
      const [newest, oldest] = [
        idsOf(await show({ first: 100, orderBy, order: 'NEWEST_FIRST' })),
        idsOf(await show({ last: 100, orderBy, order: 'OLDEST_FIRST' })),
      ];
      expect(oldest.toReversed()).toEqual(newest);
      const own = newest[0] === ids[0] ? newest : oldest;
      if (ids.length <= 100) expect(ids.length).toBe(own.length);
    });

    it.each(others)(
      'refuses what it is not narrowed by, %s by %s',
      async (name, order, operation) => {
        const show = await showing(operation, order);
        const span = name === 'Query.bankLines' ? day : time;
        const asked = show({ first: 5, orderBy: order.split('.')[1] }, without[name] ?? span);
        await expect(asked).rejects.toThrow(/INVALID_INPUT.*orderBy|orderBy.*INVALID_INPUT/s);
      },
    );

    it.each(others)(
      'takes no cursor of the list’s own order, %s by %s',
      async (_, order, operation) => {
        const show = await showing(operation, order);
        const after = (await show({ first: 1 })).edges[0]?.cursor;
        const asked = show({ first: 5, after, orderBy: order.split('.')[1] });
        await expect(asked).rejects.toThrow('INVALID_CURSOR');
      },
    );
  });
}
