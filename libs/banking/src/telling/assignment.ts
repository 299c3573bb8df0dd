import type { Likened, Likeness } from './entry-facts.js';

/** Known entries, by their places, that a told one may be, each as surely as the others. */
export interface MayBe extends Likened {
  readonly known: readonly number[];
}

/**
 * Told entries that say the same, by their places, and what each of them may be. Every place is in
 * one of these: lines that nothing tells apart are compared once, however many there are.
 */
export interface Alike {
  readonly told: readonly number[];
  readonly mayBe: readonly MayBe[];
}

/** An entry that is told, by its place, is one that is known, by its place. */
export interface Pair {
  readonly told: number;
  readonly known: number;
  readonly likeness: Likeness;
}

const ranks: Readonly<Record<Likeness, number>> = { key: 2, content: 1, weak: 0 };

/** Negative when the first is the surer one. */
export function surest(one: Likened, other: Likened): number {
  return ranks[other.likeness] - ranks[one.likeness] || other.score - one.score;
}

/** @param all what each of these may be, in the order of its places */
export function alike(
  told: readonly number[],
  all: Iterable<readonly [known: number, as: Likened]>,
): Alike[] {
  const mayBe = new Map<string, Likened & { readonly known: number[] }>();
  for (const [place, { likeness, score }] of all) {
    const kind = `${likeness} ${score}`;
    const those = mayBe.get(kind) ?? { likeness, score, known: [] };
    those.known.push(place);
    mayBe.set(kind, those);
  }
  return mayBe.size === 0 ? [] : [{ told, mayBe: [...mayBe.values()] }];
}

/** Only what is told, and known, there; the known by other places. Nothing is left of the rest. */
export function onlyOf(
  all: readonly Alike[],
  isTold: (place: number) => boolean,
  knownAs: (place: number) => number | undefined,
): Alike[] {
  return all.flatMap((one) => {
    const told = one.told.filter(isTold);
    if (told.length === 0) return [];
    const mayBe = one.mayBe.flatMap((those) => {
      const known = those.known.flatMap((place) => knownAs(place) ?? []);
      return known.length === 0 ? [] : [{ ...those, known }];
    });
    return mayBe.length === 0 ? [] : [{ told, mayBe }];
  });
}

/**
 * As many pairs as there can be with each side in one at most: equal lines are counted, not
 * compared. What is sure is paired before what is less so, and only changes its partner for an
 * equally sure one (Kuhn's augmenting paths, one level of likeness after the other).
 */
export function assign(all: readonly Alike[]): Pair[] {
  const found = new Map<number, Pair>();
  const taken = new Set<number>();
  const isOpen = {
    told: (place: number): boolean => !found.has(place),
    known: (place: number): boolean => !taken.has(place),
  };
  for (const likeness of ['key', 'content', 'weak'] as const) {
    for (const [known, told] of new Level(all, [likeness], isOpen).pairs()) {
      found.set(told, { told, known, likeness });
      taken.add(known);
    }
  }
  return [...found.values()].toSorted((one, other) => one.told - other.told);
}

/**
 * As many pairs as there can be beside these, where one that is told may leave its known one to
 * another for one that is left, whatever their likeness. What is known and in a pair stays in one.
 */
export function assignMore(pairs: readonly Pair[], all: readonly Alike[]): Pair[] {
  const likenesses = new Map(
    pairs.map(({ told, known, likeness }) => [`${told} ${known}`, likeness]),
  );
  const isOpen = { told: (): boolean => true, known: (): boolean => true };
  const found = new Level(all, ['key', 'content', 'weak'], isOpen, pairs).pairs();
  return found.map(([known, told]) => ({
    told,
    known,
    likeness: likenesses.get(`${told} ${known}`) ?? 'weak',
  }));
}

/** Told ones that say the same want the same known ones, in the same order. */
interface Wanting {
  readonly told: readonly number[];
  readonly known: readonly number[];
  /** How much the surest of them has in common. */
  readonly score: number;
  /** All before this place are held; what is held stays so. */
  free: number;
  /** All before this place were tried in the last search that came here. */
  tried: number;
  search: number;
}

/** The surest first, then in the order of the file. */
function inOrder(mayBe: readonly MayBe[], isOpen: (known: number) => boolean) {
  const byScore = new Map<number, number[]>();
  for (const { likeness, score, known } of mayBe) {
    const sureness = ranks[likeness] * 1000 + score;
    const its = byScore.get(sureness) ?? [];
    for (const place of known) if (isOpen(place)) its.push(place);
    if (its.length > 0) byScore.set(sureness, its);
  }
  const scores = [...byScore.keys()].toSorted((one, other) => other - one);
  const known = scores.flatMap((score) =>
    (byScore.get(score) ?? []).toSorted((one, other) => one - other),
  );
  return { score: scores[0] ?? 0, known };
}

interface Step {
  readonly told: number;
  readonly by: Wanting;
}

/** The pairs of one likeness, or of several, beside those that are surer. */
class Level {
  readonly #wanting: readonly Wanting[];
  readonly #holders = new Map<number, Step>();
  readonly #triedIn = new Map<number, number>();
  #search = 0;

  constructor(
    all: readonly Alike[],
    likenesses: readonly Likeness[],
    isOpen: { readonly told: (place: number) => boolean; readonly known: (at: number) => boolean },
    held: readonly Pair[] = [],
  ) {
    this.#wanting = all.flatMap(({ told, mayBe }) => {
      const level = mayBe.filter((those) => likenesses.includes(those.likeness));
      const open = level.length === 0 ? [] : told.filter(isOpen.told);
      if (open.length === 0) return [];
      const wanted = inOrder(level, isOpen.known);
      if (wanted.known.length === 0) return [];
      return [{ ...wanted, told: open, free: 0, tried: 0, search: 0 }];
    });
    const knownOf = new Map(held.map(({ told, known }) => [told, known]));
    for (const by of this.#wanting) {
      for (const told of by.told) {
        const known = knownOf.get(told);
        if (known !== undefined) this.#holders.set(known, { told, by });
      }
    }
  }

  /** For each known one that is paired the told one. */
  pairs(): (readonly [known: number, told: number])[] {
    const paired = new Set([...this.#holders.values()].map(({ told }) => told));
    const turns = this.#wanting.flatMap((by) =>
      by.told.flatMap((told) => (paired.has(told) ? [] : [{ told, by }])),
    );
    turns.sort((one, other) => other.by.score - one.by.score || one.told - other.told);
    for (const turn of turns) this.#pair(turn);
    return [...this.#holders].map(([known, { told }]) => [known, told] as const);
  }

  /**
   * Depth first from what is held to what its holder might have instead. From what was tried in
   * vain no way leads to a free one, now or later: it is never tried again.
   */
  #pair(turn: Step): void {
    this.#search += 1;
    const path: { readonly step: Step; readonly known: number }[] = [];
    const tried: number[] = [];
    const come: Wanting[] = [];
    for (let step: Step | undefined = turn; step !== undefined;) {
      const free = this.#freeOf(step.by);
      if (free !== undefined) {
        path.push({ step, known: free });
        for (const { step: taking, known } of path) this.#holders.set(known, taking);
        return;
      }
      if (step.by.search < this.#search)
        come.push(Object.assign(step.by, { search: this.#search, tried: 0 }));
      const known = this.#nextOf(step.by);
      const holder = known === undefined ? undefined : this.#holders.get(known);
      if (known === undefined || holder === undefined) {
        step = path.pop()?.step;
        continue;
      }
      tried.push(known);
      this.#triedIn.set(known, this.#search);
      path.push({ step, known });
      step = holder;
    }
    for (const known of tried) this.#triedIn.set(known, Infinity);
    for (const by of come) by.search = Infinity;
  }

  #freeOf(by: Wanting): number | undefined {
    while (by.free < by.known.length && this.#holders.has(by.known[by.free] as number))
      by.free += 1;
    return by.known[by.free];
  }

  #nextOf(by: Wanting): number | undefined {
    for (; by.tried < by.known.length; by.tried += 1) {
      const known = by.known[by.tried] as number;
      if ((this.#triedIn.get(known) ?? 0) < this.#search) return known;
    }
    return undefined;
  }
}
