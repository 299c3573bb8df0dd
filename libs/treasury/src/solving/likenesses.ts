import type { Line, Work } from './lines.js';
import { fewestPersons } from './shares.js';

/** Steps of a ratio's logarithm: wider than what the rounding of parts moves it. */
const step = 1e-5;
const steps = 2 ** 24;

interface Pair {
  /** Which two persons. */
  readonly place: number;
  /** How much one of them has of what the other has, in steps. */
  readonly likeness: number;
  readonly least: number;
}

/** Of each two persons by number, both of whom have something. */
function pairsOf({ amounts }: Line): Pair[] {
  const found: Pair[] = [];
  for (let person = 0; person + 1 < amounts.length; person += 2) {
    const [a, b] = [amounts[person] ?? 0, amounts[person + 1] ?? 0];
    if (a === 0 || b === 0) continue;
    const place = a > 0 === b > 0 ? person : person + 1;
    const likeness = Math.log(Math.abs(a / b)) / step;
    found.push({ place, likeness, least: Math.min(Math.abs(a), Math.abs(b)) });
  }
  return found;
}

/**
 * Finds which lines may be multiples of one but for five persons, without looking at all of them:
 * five persons are in five pairs at most, so that of any six pairs two persons have the same ratio
 * in both. The six who have most are known best.
 */
export class Likenesses {
  readonly #byPair = new Map<number, Line[]>();
  /** Too few pairs to go by. */
  readonly #always: Line[] = [];

  constructor(lines: readonly Line[]) {
    for (const line of lines) {
      const pairs = pairsOf(line).toSorted((a, b) => b.least - a.least);
      if (pairs.length < fewestPersons) {
        this.#always.push(line);
        continue;
      }
      for (const { place, likeness } of pairs.slice(0, fewestPersons)) {
        const key = place * steps + Math.floor(likeness);
        this.#byPair.set(key, [...(this.#byPair.get(key) ?? []), line]);
      }
    }
  }

  of(rest: Line, work: Work): ReadonlySet<Line> {
    const found = new Set(this.#always);
    for (const { place, likeness } of pairsOf(rest)) {
      work.persons += 2;
      const whole = Math.floor(likeness);
      const beside = likeness - whole < 1 / 2 ? whole - 1 : whole + 1;
      for (const at of [whole, beside]) {
        for (const line of this.#byPair.get(place * steps + at) ?? []) found.add(line);
      }
    }
    return found;
  }
}
