import type { RankedBallots } from './ballots.js';
import { CANDIDATE_MASK, EQUAL_RANK, FIRST_MARK } from './ballots.js';
import { TallyError } from './errors.js';

/**
 * Collects rankings into columns and lays equal papers together as they come, so that the cost of
 * a count follows the number of distinct papers. Push cells, then `endBallot(weight)`.
 */
export class RankedBuilder {
  #cells = new Uint16Array(1024);
  #offsets = new Uint32Array(256);
  #weights = new Float64Array(256);
  /** Pairs of a row's number plus one (0 for a free slot) and its hash, side by side in memory. */
  #slots = new Int32Array(1024);
  #count = 0;
  #end = 0;
  #total = 0;
  #hasEqualRanks = false;
  #hasMarks = false;

  /** A candidate alone on the next rank, a candidate with EQUAL_RANK, or a mark. */
  push(cell: number): void {
    if (this.#end === this.#cells.length) this.#cells = grown(this.#cells, Uint16Array);
    this.#cells[this.#end++] = cell;
  }

  /** Multiplies the weights so far, when a later ballot turns out to have a finer weight. */
  rescale(factor: number): void {
    this.#total *= factor;
    if (!Number.isSafeInteger(this.#total)) {
      throw new TallyError('WEIGHT_INVALID', 'the weights are too fine to be counted together');
    }
    for (let row = 0; row < this.#count; row++) (this.#weights[row] as number) *= factor;
  }

  /** Forgets the cells pushed since the last ballot. */
  dropBallot(): void {
    this.#end = this.#offsets[this.#count] as number;
  }

  /** Adds a whole ballot of candidates on ranks of their own: the fast way for plain files. */
  addPlain(candidates: Uint16Array, length: number, weight: number): void {
    const start = this.#end;
    while (start + length > this.#cells.length) this.#cells = grown(this.#cells, Uint16Array);
    const cells = this.#cells;
    for (let at = 0; at < length; at++) cells[start + at] = candidates[at] as number;
    this.#end = start + length;
    this.endBallot(weight);
  }

  /** Closes the ballot in hand. The weight is a safe integer above zero. */
  endBallot(weight: number): void {
    const total = this.#total + weight;
    if (!(weight > 0) || !Number.isSafeInteger(weight) || !Number.isSafeInteger(total)) {
      throw new TallyError('WEIGHT_INVALID', `a ballot weight must be positive and bounded`);
    }
    this.#total = total;
    const start = this.#offsets[this.#count] as number;
    const hash = this.#hash(start);
    const slot = this.#find(hash, start);
    const known = this.#slots[slot] as number;
    if (known > 0) {
      (this.#weights[known - 1] as number) += weight;
      this.#end = start;
      return;
    }
    this.#note(start);
    this.#weights[this.#count] = weight;
    this.#count++;
    this.#slots[slot] = this.#count;
    this.#slots[slot + 1] = hash;
    if (this.#count + 1 >= this.#offsets.length) this.#growRows();
    this.#offsets[this.#count] = this.#end;
  }

  build(unranked: 'last' | 'no-opinion' = 'last', weightDivisor = 1n): RankedBallots {
    return {
      kind: 'ranked',
      count: this.#count,
      weights: this.#weights.slice(0, this.#count),
      weightDivisor,
      totalWeight: this.#total,
      offsets: this.#offsets.slice(0, this.#count + 1),
      cells: this.#cells.slice(0, this.#offsets[this.#count]),
      hasEqualRanks: this.#hasEqualRanks,
      hasMarks: this.#hasMarks,
      unranked,
    };
  }

  #hash(start: number): number {
    const cells = this.#cells;
    const end = this.#end;
    let hash = 0x811c9dc5 ^ (end - start);
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ (cells[at] as number), 0x01000193);
    }
    hash ^= hash >>> 15;
    return Math.imul(hash, 0x2c1b3c6d) >>> 1;
  }

  #find(hash: number, start: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (;;) {
      const row = slots[slot] as number;
      if (row === 0) return slot;
      if (slots[slot + 1] === hash && this.#equals(row - 1, start)) return slot;
      slot = (slot + 2) & mask;
    }
  }

  #equals(row: number, start: number): boolean {
    const cells = this.#cells;
    const from = this.#offsets[row] as number;
    const length = this.#end - start;
    if ((this.#offsets[row + 1] as number) - from !== length) return false;
    for (let at = 0; at < length; at++) {
      if (cells[from + at] !== cells[start + at]) return false;
    }
    return true;
  }

  #note(start: number): void {
    for (let at = start; at < this.#end; at++) {
      const cell = this.#cells[at] as number;
      if (cell >= FIRST_MARK) this.#hasMarks = true;
      else if (cell & EQUAL_RANK) this.#hasEqualRanks = true;
    }
  }

  #growRows(): void {
    this.#offsets = grown(this.#offsets, Uint32Array);
    this.#weights = grown(this.#weights, Float64Array);
    const old = this.#slots;
    const slots = new Int32Array(this.#offsets.length * 4);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      const row = old[from] as number;
      if (row === 0) continue;
      const hash = old[from + 1] as number;
      let slot = (hash << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = row;
      slots[slot + 1] = hash;
    }
    this.#slots = slots;
  }
}

function grown<T extends { length: number; set(other: T): void }>(
  column: T,
  Column: new (length: number) => T,
): T {
  const larger = new Column(column.length * 2);
  larger.set(column);
  return larger;
}

/** The ranks of one row, best first; a rank without candidates is a gap or a mark. For display. */
export function ranksOf(ballots: RankedBallots, row: number): number[][] {
  const ranks: number[][] = [];
  const end = ballots.offsets[row + 1] as number;
  for (let at = ballots.offsets[row] as number; at < end; at++) {
    const cell = ballots.cells[at] as number;
    if (cell >= FIRST_MARK) ranks.push([]);
    else if (cell & EQUAL_RANK) ranks.at(-1)?.push(cell & CANDIDATE_MASK);
    else ranks.push([cell]);
  }
  return ranks;
}
