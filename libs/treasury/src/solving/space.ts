/** How much of each column a figure is, by the number of the column. */
export type Row = Float64Array;

export function product(one: Row, other: Row): number {
  let sum = 0;
  const length = Math.min(one.length, other.length);
  for (let column = 0; column < length; column += 1) {
    sum += (one[column] ?? 0) * (other[column] ?? 0);
  }
  return sum;
}

/** Adds so many times the other to the one, which is no shorter. */
export function addTo(one: Row, times: number, other: Row): void {
  for (let column = 0; column < other.length; column += 1) {
    one[column] = (one[column] ?? 0) + times * (other[column] ?? 0);
  }
}

/** How many cells of rows were looked at: a thousand million of them take a second or two. */
export interface Work {
  cells: number;
}

/**
 * What figures span, as rows that are orthogonal and of length one, and of the projection on it
 * what is asked for. Its diagonal is the leverage of least squares: how much of a column the
 * figures explain, from 0 to 1.
 */
export class Space {
  readonly #rows: Row[] = [];
  #diagonal: Row = new Float64Array(0);

  constructor(private readonly work: Work) {}

  get dimensions(): number {
    return this.#rows.length;
  }

  explained(column: number): number {
    return this.#diagonal[column] ?? 0;
  }

  /** What of a row is not in the space. */
  restOf(row: Row): Row {
    const rest = row.slice();
    this.work.cells += 2 * this.#rows.length * row.length;
    // Twice, or what rounding left of the first would be taken for news. Rows are no longer than
    // those that come after them.
    for (const known of [...this.#rows, ...this.#rows]) addTo(rest, -product(rest, known), known);
    return rest;
  }

  /** @param unit of length one, and orthogonal to what is there */
  add(unit: Row): void {
    this.#rows.push(unit);
    const diagonal = new Float64Array(Math.max(unit.length, this.#diagonal.length));
    diagonal.set(this.#diagonal);
    for (const [column, part] of unit.entries()) {
      diagonal[column] = (diagonal[column] ?? 0) + part ** 2;
    }
    this.#diagonal = diagonal;
  }

  /** A row of the projection. */
  projected(column: number, columns: number): Row {
    const row = new Float64Array(columns);
    this.work.cells += (this.#rows.length + 1) * columns;
    for (const known of this.#rows) {
      const part = known[column] ?? 0;
      if (part !== 0) addTo(row, part, known);
    }
    return row;
  }

  /** A cell of the projection. */
  common(one: number, other: number): number {
    let sum = 0;
    this.work.cells += this.#rows.length + 1;
    for (const known of this.#rows) sum += (known[one] ?? 0) * (known[other] ?? 0);
    return sum;
  }
}
