import { partsOfUnit } from './shares.js';
import type { Shares } from './shares.js';
import { FewTogether, increase } from './few-together.js';
import { product, Space } from './space.js';
import type { Row, Work } from './space.js';

/**
 * How much of what is not known of one person, and of any sum of one to five whatever the weights,
 * figures may explain, all taken together: at one they tell it exactly.
 */
export interface Bounds {
  readonly one: number;
  readonly few: number;
}

/**
 * Where who asks chose who is in which, time and again: with less than half of one, the best guess
 * of what they have is off by seven tenths of a guess without any figure; with less than nineteen
 * twentieths of few, by more than a fifth (the root of a twentieth).
 */
export const guarded: Bounds = { one: 1 / 2, few: 19 / 20 };

/**
 * What is told to the cent, and what is told but for a hundredth of what was unknown (the root of
 * a ten-thousandth): to bound it by more would end what is told.
 */
export const exact: Bounds = { one: 9_999 / 10_000, few: 9_999 / 10_000 };

/** What a figure adds that is less than the rounding of a minor unit is nothing. */
const halfAUnit = 0.5;

const minorOf = (parts: bigint): number => Number(parts) / Number(partsOfUnit);

/**
 * All that was told of one and the same of each person, their dues, taken together: whoever knows
 * who is in which figure solves them like equations. No combination of them may leave one to five
 * persons, nor nearly so. Each person counts by how much of their dues is in a figure, so that six
 * of whom five have next to nothing in it are no six. Of what differs from month to month, as
 * claims do, nobody solves anything.
 */
export class ToldTogether {
  readonly #numbers = new Map<string, number>();
  readonly #wholes: number[] = [];
  readonly #space: Space;
  readonly #few: FewTogether;

  /** @param whole all that each person gives, in the unit of the figures */
  constructor(
    private readonly whole: Shares,
    work: Work = { cells: 0 },
    private readonly most: Bounds = guarded,
  ) {
    this.#space = new Space(work);
    this.#few = new FewTogether(this.#space, work, most.few);
  }

  /** Whether a figure would tell of few persons, taken together with what was told. */
  explains(figure: Shares): boolean {
    const news = this.#news(figure);
    if (news === null) return false;
    const isOne = news.some((part, person) => {
      const of = this.#space.explained(person) + part ** 2;
      return part ** 2 > increase && of > this.most.one - increase;
    });
    return isOne || this.#few.explainedWith(news);
  }

  /** Whether it says something that those before it do not. */
  says(figure: Shares): boolean {
    return this.#news(figure) !== null;
  }

  /** @returns whether it says something that those before it do not */
  add(figure: Shares): boolean {
    const news = this.#news(figure);
    if (news === null) return false;
    this.#space.add(news);
    this.#few.add(news);
    return true;
  }

  /** What the figure says that those before it do not; null when that is nothing. */
  #news(figure: Shares): Row | null {
    const rest = this.#space.restOf(this.#read(figure));
    const says = rest.some(
      (part, person) => Math.abs(part) * (this.#wholes[person] ?? 0) > halfAUnit,
    );
    if (!says) return null;
    const length = Math.sqrt(product(rest, rest));
    return rest.map((part) => part / length);
  }

  #read(figure: Shares): Row {
    for (const [person, share] of figure) {
      if (this.#numbers.has(person)) continue;
      this.#numbers.set(person, this.#numbers.size);
      this.#wholes.push(Math.abs(minorOf(this.whole.get(person) ?? share)) || 1);
    }
    const row = new Float64Array(this.#numbers.size);
    for (const [person, share] of figure) {
      const number = this.#numbers.get(person) ?? 0;
      row[number] = minorOf(share) / (this.#wholes[number] ?? 1);
    }
    return row;
  }
}
