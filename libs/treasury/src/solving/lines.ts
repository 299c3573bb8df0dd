import { fewestPersons, partsOfUnit } from './shares.js';
import type { Shares } from './shares.js';

/** Where nobody is left with more than half a minor unit, what is left says nothing of anybody. */
const halfAUnit = 0.5;

/** Nor is anybody counted who has less than that and a thousandth of what another has. */
const sliver = 1 / 1000;

/** Ratios that differ by less are the same, but for the rounding of parts. */
const alike = 1e-6;

/** Of more persons, six who have the same multiple are more than half. */
export const fewPersons = 10;

/** As few multiples as one subtracts without knowing more than the calendar. */
const plain: readonly number[] = [1, -1, 2, -2, 1 / 2, -1 / 2];

/** How often one person's share of a figure was looked at. */
export interface Work {
  persons: number;
}

/**
 * A figure by the numbers of persons, in minor units. Fractions below a millionth of one say
 * nothing, so these are plain numbers.
 */
export interface Line {
  readonly amounts: Float64Array;
  /** Who has something in it. */
  readonly persons: readonly number[];
  readonly largest: number;
  /** The same of all that are multiples of each other. */
  readonly kind: string;
}

const largestOf = (amounts: Float64Array, persons: readonly number[]): number =>
  persons.reduce((most, person) => Math.max(most, Math.abs(amounts[person] ?? 0)), 0);

/** Digits of a sum by weights that nobody chose: two of them tell a line from all others. */
function kindOf(amounts: Float64Array, persons: readonly number[]): string {
  const first = amounts[persons.reduce((a, b) => Math.min(a, b), amounts.length)] ?? 1;
  const sumBy = (salt: number): string =>
    persons
      .reduce((sum, person) => {
        const weight = 1 + (Math.imul(person + salt, 2_654_435_761) >>> 8) / 2 ** 24;
        return sum + weight * ((amounts[person] ?? 0) / first);
      }, 0)
      .toPrecision(10);
  return `${persons.length} ${sumBy(1)} ${sumBy(7_919)}`;
}

/** Who has most first. Persons get their numbers as they come. */
function read(shares: Shares, numbers: Map<string, number>): Line {
  for (const person of shares.keys()) {
    if (!numbers.has(person)) numbers.set(person, numbers.size);
  }
  const amounts = new Float64Array(numbers.size);
  for (const [person, share] of shares) {
    amounts[numbers.get(person) ?? 0] = Number(share) / Number(partsOfUnit);
  }
  const has = (person: number): number => Math.abs(amounts[person] ?? 0);
  const persons = [...amounts.keys()]
    .filter((person) => amounts[person] !== 0)
    .toSorted((a, b) => has(b) - has(a));
  const kind = kindOf(
    amounts,
    persons.toSorted((a, b) => a - b),
  );
  return { amounts, persons, largest: largestOf(amounts, persons), kind };
}

/** Figures that are out, each read once however often it is asked what stands beside them. */
export class Lines {
  readonly #numbers = new Map<string, number>();
  readonly #read = new WeakMap<Shares, { readonly line: Line; readonly key: string }>();

  /**
   * The same persons in all of them; what is out twice is there once. A line has no numbers for
   * persons who came after it: the figure, which comes last, has all.
   */
  of(figure: Shares, published: readonly Shares[]): [Line, ...Line[]] {
    const once = new Map<string, Line>();
    for (const one of published) {
      const { line, key } = this.#of(one);
      once.set(key, line);
    }
    return [read(figure, this.#numbers), ...once.values()];
  }

  #of(shares: Shares) {
    const known = this.#read.get(shares);
    if (known !== undefined) return known;
    const line = read(shares, this.#numbers);
    const last = line.persons.reduce((most, person) => Math.max(most, person), -1);
    const found = { line, key: line.amounts.subarray(0, last + 1).join() };
    this.#read.set(shares, found);
    return found;
  }
}

/** Of lines that are multiples of each other, one. */
export function oneOfEach(lines: readonly Line[]): Line[] {
  return [...new Map(lines.map((line) => [line.kind, line])).values()];
}

/**
 * By which multiples one is taken from the other, as somebody would guess: those that most persons
 * have in common, twelve months of one and three of another. One that takes away one person alone
 * is nothing that anybody could guess.
 */
export function guessed(one: Line, other: Line, work: Work): number[] {
  return [...plain, ...inCommon(one, other, work)];
}

/**
 * By which multiples few persons may be left. Of many, whatever leaves five or fewer cancels at
 * least one of the six who have most in the other, so that there are no multiples but theirs.
 */
export function multiples(one: Line, other: Line, work: Work): number[] {
  const isMany = Math.max(one.persons.length, other.persons.length) > fewPersons;
  return isMany ? ofMost(one, other, work) : guessed(one, other, work);
}

function isAlike(one: number, other: number): boolean {
  return Math.abs(one - other) <= alike * Math.abs(one);
}

function ofMost(one: Line, other: Line, work: Work): number[] {
  const found: number[] = [];
  for (let place = 0; place < fewestPersons; place += 1) {
    const person = other.persons[place];
    if (person === undefined) break;
    work.persons += 1;
    const ratio = (one.amounts[person] ?? 0) / (other.amounts[person] ?? 0);
    if (ratio === 0 || found.some((known) => isAlike(known, ratio))) continue;
    found.push(ratio);
  }
  return found;
}

/** The two that most persons have in common; of each, that of whom it is known best. */
function inCommon(one: Line, other: Line, work: Work): number[] {
  const groups: { ratio: number; persons: number }[] = [];
  for (const person of other.persons) {
    work.persons += 1;
    const ratio = (one.amounts[person] ?? 0) / (other.amounts[person] ?? 0);
    if (ratio === 0) continue;
    const known = groups.find((group) => isAlike(group.ratio, ratio));
    if (known === undefined) groups.push({ ratio, persons: 1 });
    else known.persons += 1;
  }
  return groups
    .filter(({ persons }) => persons > 1)
    .toSorted((a, b) => b.persons - a.persons)
    .slice(0, 2)
    .map(({ ratio }) => ratio);
}

/** What is left of one when so many times the other is taken from it. */
export function restOf(one: Line, ratio: number, other: Line, work: Work): Line {
  const amounts = one.amounts.map(
    (amount, person) => amount - ratio * (other.amounts[person] ?? 0),
  );
  work.persons += amounts.length;
  const all = [...amounts.keys()].filter((person) => amounts[person] !== 0);
  const largest = largestOf(amounts, all);
  const least = leastOf(largest);
  const persons = all.filter((person) => Math.abs(amounts[person] ?? 0) > least);
  if (persons.length < all.length) {
    const kept = new Set(persons);
    for (const person of all) if (!kept.has(person)) amounts[person] = 0;
  }
  return { amounts, persons, largest, kind: kindOf(amounts, persons) };
}

/** Who has no more than that is not counted beside one who has so much. */
function leastOf(largest: number): number {
  return largest <= halfAUnit ? halfAUnit : Math.min(halfAUnit, largest * sliver);
}

/** How many persons are left; of more than make a figure the others are not looked at. */
export function countLeft(one: Line, ratio: number, other: Line, work: Work): number {
  // Nobody is left with more than that, so whoever has more than its least is counted for sure.
  const sure = Math.min(halfAUnit, (one.largest + Math.abs(ratio) * other.largest) * sliver);
  let counted = 0;
  for (const person of other.persons) {
    work.persons += 1;
    const rest = (one.amounts[person] ?? 0) - ratio * (other.amounts[person] ?? 0);
    if (Math.abs(rest) > sure) counted += 1;
    if (counted === fewestPersons) return counted;
  }
  for (const person of one.persons) {
    work.persons += 1;
    if (other.amounts[person] !== 0) continue;
    if (Math.abs(one.amounts[person] ?? 0) > sure) counted += 1;
    if (counted === fewestPersons) return counted;
  }
  return restOf(one, ratio, other, work).persons.length;
}
