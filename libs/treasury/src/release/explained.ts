import { oneOfEach, readLines } from './lines.js';
import type { Line } from './lines.js';
import type { Shares } from './shares.js';

/** Of one to three figures taken together it is known exactly who is left. */
const fewFigures = 3;

/**
 * How much of what is not known of a person figures may explain, all taken together: with a half,
 * the best guess of what one has is off by seven tenths of a guess without any figure.
 */
const mostExplained = 1 / 2;

/** What a figure adds that is less than the rounding of a minor unit is nothing. */
const halfAUnit = 0.5;

/** More is more than what whole numbers in floating point make of nothing. */
const increase = 1e-6;

type Row = Float64Array;

function product(one: Row, other: Row): number {
  let sum = 0;
  for (let person = 0; person < one.length; person += 1) {
    sum += (one[person] ?? 0) * (other[person] ?? 0);
  }
  return sum;
}

/** Takes so many times the other from the one. */
function takeAway(one: Row, times: number, other: Row): void {
  for (let person = 0; person < one.length; person += 1) {
    one[person] = (one[person] ?? 0) - times * (other[person] ?? 0);
  }
}

/**
 * What figures explain of each person, from 0 to 1: the diagonal of the projection on the space
 * that they span, as in least squares (the leverage of a regression's rows). Each person counts by
 * the most that they have in one of them, so that who has little is hidden no worse than who has
 * much. One who is among six alike is explained by a sixth; who is told, by subtraction of however
 * many figures, by one.
 */
class Explained {
  readonly #rows: Row[] = [];
  readonly #of: Float64Array;

  constructor(private readonly most: Float64Array) {
    this.#of = new Float64Array(most.length);
  }

  get figures(): number {
    return this.#rows.length;
  }

  of(person: number): number {
    return this.#of[person] ?? 0;
  }

  /** What the figure says that those before it do not; null when that is nothing. */
  news({ amounts }: Line): Row | null {
    const row = amounts.map((amount, person) => amount / (this.most[person] || 1));
    // Twice, or what rounding left of the first would be taken for news.
    for (const known of [...this.#rows, ...this.#rows]) takeAway(row, product(row, known), known);
    const says = row.some((part, person) => Math.abs(part) * (this.most[person] ?? 0) > halfAUnit);
    if (!says) return null;
    const length = Math.sqrt(product(row, row));
    return row.map((part) => part / length);
  }

  add(line: Line): void {
    const row = this.news(line);
    if (row === null) return;
    this.#rows.push(row);
    for (const [person, part] of row.entries()) this.#of[person] = this.of(person) + part ** 2;
  }
}

/**
 * Whether a figure beside three others or more explains somebody, though no two or three of them
 * do: whoever knows who is in which solves them like equations, as many as there are persons for
 * each of these to the cent, and some persons long before. All of them tell of one and the same of
 * each person: their dues. Of what differs from month to month, as claims do, nobody solves
 * anything, and figures would end for nothing.
 */
export function explainsSomebody(figure: Shares, published: readonly Shares[]): boolean {
  const [line, ...others] = readLines([figure, ...published]);
  return explains(line, oneOfEach(others));
}

function explains(figure: Line, published: readonly Line[]): boolean {
  const most = new Float64Array(figure.amounts.length);
  for (const { amounts } of [figure, ...published]) {
    for (const [person, amount] of amounts.entries()) {
      most[person] = Math.max(most[person] ?? 0, Math.abs(amount));
    }
  }
  const known = new Explained(most);
  for (const line of published) known.add(line);
  if (known.figures < fewFigures) return false;
  const news = known.news(figure);
  if (news === null) return false;
  return news.some(
    (part, person) =>
      part ** 2 > increase && known.of(person) + part ** 2 > mostExplained - increase,
  );
}
