import type { Listing, Row, View } from './view.js';

/** The id inside of an id that was given out, when it is a member's; null for anything else. */
export type MemberIn = (text: string) => string | null;

/** Persons and numbers laid side by side: how many fit, and how many would by chance. */
export interface Joined {
  readonly persons: string;
  readonly numbers: string;
  readonly right: number;
  readonly byChance: number;
  /** How likely it is to be right so often by chance, for as many tries as were made. */
  readonly likelihood: number;
}

interface Sequence<Item> {
  readonly name: string;
  readonly items: readonly Item[];
}

/** Below it nobody can tell luck from knowledge. */
const shortest = 5;

const byName = (one: Row, other: Row, path: string): number => {
  const [left, right] = [String(one.get(path) ?? ''), String(other.get(path) ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** A list as it came, and sorted by each of its fields that tells its rows apart. */
function sortings({ name, rows }: Listing): Sequence<Row>[] {
  const paths = new Set(rows.flatMap((row) => [...row.keys()]));
  const sorted = [...paths].flatMap((path) => {
    const values = new Set(rows.map((row) => row.get(path)));
    if (values.size < rows.length / 2) return [];
    return [
      {
        name: `${name} by ${path}`,
        items: rows.toSorted((one, other) => byName(one, other, path)),
      },
    ];
  });
  return [{ name, items: rows }, ...sorted];
}

/** The same order told twice is tried once. */
function distinct<Item>(sequences: readonly Sequence<Item>[]): Sequence<Item>[] {
  const known = new Map<string, Sequence<Item>>();
  for (const sequence of sequences) {
    const key = sequence.items.join(' ');
    if (sequence.items.length >= shortest && !known.has(key)) known.set(key, sequence);
  }
  return [...known.values()];
}

function personIn(row: Row, memberIn: MemberIn): string | null {
  for (const value of row.values()) {
    const member = typeof value === 'string' ? memberIn(value) : null;
    if (member !== null) return member;
  }
  return null;
}

/** Every order in which persons were told. */
export function ordersOfPersons(view: View, memberIn: MemberIn): Sequence<string>[] {
  return distinct(
    view.flatMap((listing) => {
      const rows = listing.rows.filter((row) => personIn(row, memberIn) !== null);
      if (rows.length < shortest) return [];
      return sortings({ ...listing, rows }).map(({ name, items }) => ({
        name,
        items: [...new Set(items.map((row) => personIn(row, memberIn) ?? ''))],
      }));
    }),
  );
}

/** The rows of a list that share a moment or a kind: what was made in one go. */
function batches({ name, rows }: Listing): Listing[] {
  const paths = new Set(rows.flatMap((row) => [...row.keys()]));
  return [...paths].flatMap((path) => {
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const value = String(row.get(path) ?? '');
      groups.set(value, [...(groups.get(value) ?? []), row]);
    }
    if (groups.size < 2 || groups.size > rows.length / 2) return [];
    return [...groups].map(([value, of]) => ({ name: `${name} ${path}=${value}`, rows: of }));
  });
}

const isAmount = (path: string): boolean => /minor$/i.test(path);

/** Every sequence of amounts, as it came and sorted by whatever tells its rows apart. */
export function sequencesOfAmounts(view: View): Sequence<string>[] {
  const all = view.flatMap((listing) => [listing, ...batches(listing)]);
  return distinct(
    all.flatMap((listing) => {
      if (listing.rows.length < shortest) return [];
      const paths = new Set(listing.rows.flatMap((row) => [...row.keys()].filter(isAmount)));
      if (paths.size === 0) return [];
      return sortings(listing).flatMap(({ name, items }) =>
        [...paths].map((path) => ({
          name: `${name}: ${path}`,
          items: items.map((row) => String(row.get(path) ?? '').replace('-', '')),
        })),
      );
    }),
  );
}

/** How likely so many or more are when `mean` are to be expected (Poisson). */
export function likelihoodOf(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let nth = 0; nth < count; nth += 1) {
    below += term;
    term *= mean / (nth + 1);
  }
  // Far out the sum is one to the last digit; the first term of the rest is what remains.
  return Math.max(1 - below, term);
}

function countsOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** How many would fit if one of the two were shuffled. */
export function expectedRight(one: readonly string[], other: readonly string[]): number {
  const others = countsOf(other);
  const pairs = [...countsOf(one)].reduce((sum, [item, n]) => sum + n * (others.get(item) ?? 0), 0);
  return pairs / Math.max(one.length, other.length);
}

/** So many rows may be missing at an end of either: who was let off, who joined since. */
const mostMissing = 3;

/**
 * Lays every order of persons beside every sequence of amounts, both ways round, and tells the
 * pairs that fit better than luck would have it for so many tries.
 */
export function joinDues(
  view: View,
  memberIn: MemberIn,
  duesOf: ReadonlyMap<string, string>,
): Joined[] {
  const orders = ordersOfPersons(view, memberIn).map(({ name, items }) => ({
    name,
    items: items.map((person) => duesOf.get(person) ?? 'none'),
  }));
  return beyondLuck(orders, sequencesOfAmounts(view));
}

/** What one asker was told, and which person each of its ids is of. */
export interface Audience {
  readonly view: View;
  readonly memberIn: MemberIn;
}

/** Lays every order of persons of one asker beside every order of the other, in the same way. */
export function joinPersons(one: Audience, other: Audience): Joined[] {
  return beyondLuck(
    ordersOfPersons(one.view, one.memberIn),
    ordersOfPersons(other.view, other.memberIn),
  );
}

function beyondLuck(
  orders: readonly Sequence<string>[],
  sequences: readonly Sequence<string>[],
): Joined[] {
  const tried: Omit<Joined, 'likelihood'>[] = [];
  for (const order of orders) {
    for (const sequence of sequences) {
      if (Math.abs(order.items.length - sequence.items.length) > mostMissing) continue;
      const byChance = expectedRight(order.items, sequence.items);
      for (const items of [sequence.items, sequence.items.toReversed()]) {
        for (let shift = -mostMissing; shift <= mostMissing; shift += 1) {
          const right = order.items.filter((item, nth) => item === items[nth + shift]).length;
          tried.push({ persons: order.name, numbers: sequence.name, right, byChance });
        }
      }
    }
  }
  return tried
    .map((pair) => ({
      ...pair,
      likelihood: likelihoodOf(pair.right, pair.byChance) * tried.length,
    }))
    .filter(({ likelihood }) => likelihood < 0.001)
    .toSorted((one, other) => other.right - one.right);
}
