/** What each person has in a figure; whoever has nothing in it is left out. Debit-positive. */
export type Shares = ReadonlyMap<string, bigint>;

/**
 * Fewer than that are persons, more are a figure: of five others for one of them, who reads it and
 * takes away what they know of themselves.
 */
const fewestPersons = 6;

/** Nobody is behind it, or so many that it says nothing of one of them. */
export function isFigure(persons: number): boolean {
  return persons === 0 || persons >= fewestPersons;
}

/** So many times the one less so many times the other; persons with nothing left in it are out. */
function less(one: Shares, times: bigint, other: Shares, otherTimes: bigint): Map<string, bigint> {
  const rest = new Map<string, bigint>();
  for (const person of new Set([...one.keys(), ...other.keys()])) {
    const left = (one.get(person) ?? 0n) * times - (other.get(person) ?? 0n) * otherTimes;
    if (left !== 0n) rest.set(person, left);
  }
  return rest;
}

/** Several figures as one. */
export function together(all: readonly Shares[]): Shares {
  return all.reduce((sum, one) => less(sum, 1n, one, -1n), new Map<string, bigint>());
}

function divisor(one: bigint, other: bigint): bigint {
  let [larger, smaller] = [one < 0n ? -one : one, other < 0n ? -other : other];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

/** As few multiples as one subtracts without knowing more than the calendar. */
const plain: readonly (readonly [bigint, bigint])[] = [
  [1n, 1n],
  [1n, -1n],
  [1n, 2n],
  [1n, -2n],
  [2n, 1n],
  [2n, -1n],
];

interface Multiple {
  readonly times: bigint;
  readonly otherTimes: bigint;
}

/**
 * By which multiples a figure is taken from another so that the most persons cancel out. Whoever
 * has the same share of both, twelve months of one and three of another, is gone at once; a
 * multiple that takes away one person alone is nothing that anybody could guess.
 */
function multiples(one: Shares, other: Shares): Multiple[] {
  const found = new Map<string, { readonly multiple: Multiple; persons: number }>();
  for (const [person, share] of one) {
    const base = other.get(person);
    if (base === undefined) continue;
    const unit = divisor(share, base) * (base < 0n ? -1n : 1n);
    const multiple = { times: base / unit, otherTimes: share / unit };
    const key = `${multiple.times}/${multiple.otherTimes}`;
    const known = found.get(key) ?? { multiple, persons: 0 };
    known.persons += 1;
    found.set(key, known);
  }
  const likely = [...found.values()]
    .filter(({ persons }) => persons > 1)
    .toSorted((a, b) => b.persons - a.persons)
    .slice(0, 2);
  return [
    ...likely.map(({ multiple }) => multiple),
    ...plain.map(([times, otherTimes]) => ({ times, otherTimes })),
  ];
}

/** What is left of a figure by each way to take the other from it. */
function rests(one: Shares, other: Shares): Map<string, bigint>[] {
  return multiples(one, other).map(({ times, otherTimes }) => less(one, times, other, otherTimes));
}

function overlaps(one: Shares, other: Shares): boolean {
  for (const person of one.keys()) if (other.has(person)) return true;
  return false;
}

/**
 * Whether a figure may stand beside those that are out: it has six persons or nobody behind it,
 * and so has whatever is left of it when one or two of the others are added or taken away. A
 * month's dues with one more member than the month before would otherwise be that member's dues.
 */
export function standsBeside(figure: Shares, published: readonly Shares[]): boolean {
  if (!isFigure(figure.size)) return false;
  const near = published.filter((one) => overlaps(figure, one));
  for (const one of near) {
    for (const rest of rests(figure, one)) {
      if (!isFigure(rest.size)) return false;
      for (const other of published) {
        if (other === one || rest.size === 0) continue;
        if (Math.abs(rest.size - other.size) >= fewestPersons || !overlaps(rest, other)) continue;
        if (!rests(rest, other).every(({ size }) => isFigure(size))) return false;
      }
    }
  }
  return true;
}
