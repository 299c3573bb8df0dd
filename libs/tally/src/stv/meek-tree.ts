import type { RankedBallots } from '../model/ballots.js';
import { CANDIDATE_MASK, EQUAL_RANK, FIRST_MARK } from '../model/ballots.js';
import { TallyError } from '../model/errors.js';

/** What has become of each candidate, as far as papers are concerned. */
export const OUT = 0;
export const HOPEFUL = 1;
export const ELECTED = 2;

/** More elected candidates on one rank than this cannot be averaged over all orders. */
const MOST_TIED_ELECTED = 16;

/**
 * A step on the way of papers: those that have passed the same elected candidates in the same
 * order. Meek only ever looks at a paper up to its first hopeful, so there are few steps, however
 * many papers there are.
 */
export interface MeekNode {
  readonly children: Map<number, MeekNode>;
  /** Weight of the papers that end here with a hopeful, by candidate. */
  readonly ends: Map<number, number>;
  /** The same for papers with equal ranks, in units of 1/parts. */
  readonly sharedEnds: Map<number, bigint>;
  /** Shares of papers that here meet somebody elected; what goes on is booked further down. */
  readonly sharedKeeps: Map<number, bigint>;
  /** Weight of the papers without equal ranks that come by here. */
  passing: number;
}

/** The tree of all papers for the present standing of the candidates. */
export class MeekTree {
  readonly root: MeekNode;
  /** What a shared weight is counted in: parts of one paper. */
  readonly parts: bigint;
  readonly #ballots: RankedBallots;
  readonly #standing: Uint8Array;
  /** The last row on which each elected candidate was met: a paper may name one twice. */
  readonly #metOn: Int32Array;

  /** `parts` from `partsOf` when the ballots have equal ranks, else 1. */
  constructor(ballots: RankedBallots, standing: Uint8Array, parts: bigint) {
    this.#ballots = ballots;
    this.#standing = standing;
    this.#metOn = new Int32Array(standing.length).fill(-1);
    this.parts = parts;
    this.root = this.#node();
    for (let row = 0; row < ballots.count; row++) this.#place(row);
  }

  #node(): MeekNode {
    return {
      children: new Map(),
      ends: new Map(),
      sharedEnds: new Map(),
      sharedKeeps: new Map(),
      passing: 0,
    };
  }

  #child(node: MeekNode, candidate: number): MeekNode {
    let child = node.children.get(candidate);
    if (child === undefined) {
      child = this.#node();
      node.children.set(candidate, child);
    }
    return child;
  }

  #place(row: number): void {
    const { cells, offsets, weights, hasEqualRanks } = this.#ballots;
    const weight = weights[row] as number;
    const end = offsets[row + 1] as number;
    let node = this.root;
    for (let at = offsets[row] as number; at < end; at++) {
      const cell = cells[at] as number;
      if (cell >= FIRST_MARK) continue;
      if (hasEqualRanks && at + 1 < end && isEqual(cells[at + 1] as number)) {
        this.#share(node, at, end, BigInt(weight) * this.parts);
        return;
      }
      const standing = this.#standing[cell];
      if (standing === OUT) continue;
      if (standing === HOPEFUL) {
        node.ends.set(cell, (node.ends.get(cell) ?? 0) + weight);
        return;
      }
      if (this.#metOn[cell] === row) continue;
      this.#metOn[cell] = row;
      node = this.#child(node, cell);
      node.passing += weight;
    }
  }

  /** From here on the paper counts as the average of all orders of its equals. */
  #share(node: MeekNode, from: number, end: number, shared: bigint): void {
    const { cells } = this.#ballots;
    let at = from;
    while (at < end && (cells[at] as number) >= FIRST_MARK) at++;
    if (at === end) return;
    const hopeful: number[] = [];
    const elected: number[] = [];
    do {
      const candidate = (cells[at] as number) & CANDIDATE_MASK;
      if (this.#standing[candidate] === HOPEFUL) hopeful.push(candidate);
      if (this.#standing[candidate] === ELECTED) elected.push(candidate);
      at++;
    } while (at < end && isEqual(cells[at] as number));
    if (elected.length > MOST_TIED_ELECTED) {
      const message = `${elected.length} elected candidates on one rank; at most 16 are counted`;
      throw new TallyError('BALLOTS_UNSUITABLE', message);
    }
    elected.sort((a, b) => a - b);
    this.#average(node, hopeful, elected, shared);
    if (hopeful.length === 0) this.#share(this.#walk(node, elected), at, end, shared);
  }

  /**
   * Books what everybody on one rank gets. What is left of a paper after some of the elected does
   * not depend on their order, so it is enough to look at every set of them that can come first.
   */
  #average(
    from: MeekNode,
    hopeful: readonly number[],
    elected: readonly number[],
    shared: bigint,
  ): void {
    const size = hopeful.length + elected.length;
    for (let subset = 0; subset < 1 << elected.length; subset++) {
      const before = elected.filter((_, place) => (subset >> place) & 1);
      if (before.length === size) break;
      const orders = factorial(before.length) * factorial(size - before.length - 1);
      const part = (shared * orders) / factorial(size);
      const node = this.#walk(from, before);
      for (const candidate of hopeful) addShare(node.sharedEnds, candidate, part);
      for (const [place, candidate] of elected.entries()) {
        if (((subset >> place) & 1) === 0) addShare(node.sharedKeeps, candidate, part);
      }
    }
  }

  #walk(from: MeekNode, elected: readonly number[]): MeekNode {
    return elected.reduce((node, candidate) => this.#child(node, candidate), from);
  }
}

function addShare(shares: Map<number, bigint>, candidate: number, part: bigint): void {
  shares.set(candidate, (shares.get(candidate) ?? 0n) + part);
}

/** A number of parts into which every share of a paper with equal ranks divides evenly. */
export function partsOf(ballots: RankedBallots): bigint {
  let parts = 1n;
  if (!ballots.hasEqualRanks) return parts;
  for (let row = 0; row < ballots.count; row++) {
    const needed = partsOfRow(ballots, row);
    if (needed > 1n && parts % needed !== 0n) parts = (parts * needed) / divisor(parts, needed);
  }
  return parts;
}

function partsOfRow(ballots: RankedBallots, row: number): bigint {
  const end = ballots.offsets[row + 1] as number;
  let parts = 1n;
  let size = 1;
  for (let at = ballots.offsets[row] as number; at < end; at++) {
    size = isEqual(ballots.cells[at] as number) ? size + 1 : 1;
    parts *= BigInt(size);
  }
  return parts;
}

function isEqual(cell: number): boolean {
  return cell < FIRST_MARK && (cell & EQUAL_RANK) !== 0;
}

function factorial(n: number): bigint {
  let product = 1n;
  for (let factor = 2; factor <= n; factor++) product *= BigInt(factor);
  return product;
}

function divisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a, b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
}
