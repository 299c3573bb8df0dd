import type { Shares } from '../solving/shares.js';

const prime = 2_147_483_647n;
function inverse(one: bigint): bigint {
  let [result, base, left] = [1n, one, prime - 2n];
  while (left > 0n) {
    if (left % 2n === 1n) result = (result * base) % prime;
    base = (base * base) % prime;
    left /= 2n;
  }
  return result;
}

/** How many rows say something that the others do not: by elimination, modulo a prime. */
function rank(rows: readonly (readonly bigint[])[]): number {
  let rest = rows;
  let found = 0;
  for (let at = 0; at < (rows[0]?.length ?? 0); at += 1) {
    const pivot = rest.find((row) => row[at] !== 0n);
    if (pivot === undefined) continue;
    const by = inverse(pivot[at] ?? 1n);
    found += 1;
    rest = rest
      .filter((row) => row !== pivot)
      .map((row) => {
        const times = ((row[at] ?? 0n) * by) % prime;
        return row.map((one, place) => (one + (prime - times) * (pivot[place] ?? 0n)) % prime);
      });
  }
  return found;
}

/** All sets of so many of these. */
function* sets<Item>(items: readonly Item[], count: number): Generator<readonly Item[]> {
  if (count === 0) yield [];
  for (const [at, item] of items.entries()) {
    if (count === 0) return;
    for (const others of sets(items.slice(at + 1), count - 1)) yield [item, ...others];
  }
}

/**
 * Of whom a combination of all figures tells, if it is of so many persons or fewer: without them
 * the figures say less. By trying all, whatever the rule says.
 */
export function leftAlone(figures: readonly Shares[], most = 5): readonly string[] | null {
  /** What says something that those before it do not. */
  const said: Shares[] = [];
  const persons = [...new Set(figures.flatMap((shares) => [...shares.keys()]))];
  const rowsOf = (of: readonly string[], from = said) =>
    from.map((shares) => of.map((one) => (shares.get(one) ?? 0n) % prime));
  for (const figure of figures) {
    if (rank(rowsOf(persons, [...said, figure])) > said.length) said.push(figure);
  }
  const all = said.length;
  for (const few of sets(persons, Math.min(most, persons.length))) {
    if (rank(rowsOf(persons.filter((one) => !few.includes(one)))) < all) return few;
  }
  return null;
}
