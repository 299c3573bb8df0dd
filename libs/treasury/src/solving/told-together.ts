import { partsOfUnit } from '../release/shares.js';
import type { Shares } from '../release/shares.js';
import { FewTogether, increase } from './few-together.js';
import { product, Space } from './space.js';
import type { Row, Work } from './space.js';

/**
 * How much of what is not known of one person figures may explain, all taken together: with less
 * than half, the best guess of what one has is off by seven tenths of a guess without any figure.
 */
const mostOfOne = 1 / 2;

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
  ) {
    this.#space = new Space(work);
    this.#few = new FewTogether(this.#space, work);
  }

  /** Whether a figure would tell of few persons, taken together with what was told. */
  explains(figure: Shares): boolean {
    const news = this.#news(figure);
    if (news === null) return false;
    const isOne = news.some((part, person) => {
      const of = this.#space.explained(person) + part ** 2;
      return part ** 2 > increase && of > mostOfOne - increase;
    });
    return isOne || this.#few.explainedWith(news);
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
