import type { Likened, Likeness } from './entry-facts.js';

/** An entry that is told, by its place, may be one that is known, by its place. */
export interface Pair extends Likened {
  readonly told: number;
  readonly known: number;
}

const ranks: Readonly<Record<Likeness, number>> = { key: 2, content: 1, weak: 0 };

/** Negative when the first is the surer one. */
export function surest(one: Likened, other: Likened): number {
  return ranks[other.likeness] - ranks[one.likeness] || other.score - one.score;
}

/** The surest first; among equals in the order of the file. */
function surestFirst(one: Pair, other: Pair): number {
  return surest(one, other) || one.told - other.told || one.known - other.known;
}

/**
 * As many pairs as there can be with each side in one at most: equal lines are counted, not
 * compared. What is sure is paired before what is less so, and only changes its partner for an
 * equally sure one (Kuhn's augmenting paths, one level of likeness after the other).
 */
export function assign(pairs: readonly Pair[]): Pair[] {
  const ofTold = new Map<number, Pair>();
  const ofKnown = new Map<number, Pair>();
  for (const level of ['key', 'content', 'weak'] as const) {
    const fixedTold = new Set(ofTold.keys());
    const fixedKnown = new Set(ofKnown.keys());
    const edges = new Map<number, Pair[]>();
    for (const pair of pairs.filter(({ likeness }) => likeness === level).toSorted(surestFirst)) {
      if (fixedTold.has(pair.told) || fixedKnown.has(pair.known)) continue;
      const mine = edges.get(pair.told) ?? [];
      mine.push(pair);
      edges.set(pair.told, mine);
    }
    for (const told of edges.keys()) augment(told, { edges, ofTold, ofKnown, seen: new Set() });
  }
  return [...ofTold.values()].toSorted((one, other) => one.told - other.told);
}

interface Search {
  readonly edges: ReadonlyMap<number, readonly Pair[]>;
  readonly ofTold: Map<number, Pair>;
  readonly ofKnown: Map<number, Pair>;
  readonly seen: Set<number>;
}

function augment(told: number, search: Search): boolean {
  const { edges, ofTold, ofKnown, seen } = search;
  const mine = edges.get(told) ?? [];
  const free = mine.find(({ known }) => !ofKnown.has(known));
  for (const pair of free === undefined ? mine : [free, ...mine]) {
    if (seen.has(pair.known)) continue;
    seen.add(pair.known);
    const holder = ofKnown.get(pair.known);
    if (holder !== undefined && !augment(holder.told, search)) continue;
    ofTold.set(told, pair);
    ofKnown.set(pair.known, pair);
    return true;
  }
  return false;
}
