import type { RankedBallots } from '../model/ballots.js';
import {
  CANDIDATE_MASK,
  EQUAL_RANK,
  EQUAL_WRITE_IN,
  FIRST_MARK,
  OVERVOTE,
  SKIPPED_RANK,
} from '../model/ballots.js';
import type { RctabRule } from './rctab-rule.js';

/** Why a paper counts for nobody any more. */
export const inactiveReasons = [
  'undervotes',
  'overvotes',
  'skippedRankings',
  'repeatedRankings',
  'exhaustedChoices',
  'finalRoundSurplus',
] as const;
export type InactiveReason = (typeof inactiveReasons)[number];

/** One rank of a paper that has a mark: its place from 1, and who is marked. */
interface Rank {
  readonly place: number;
  readonly marked: readonly number[];
}

/** Stands for a mark that says "overvote" without saying for whom. */
const EXPLICIT_OVERVOTE = -1;

/** No recipient yet, or none any more. */
const NOBODY = -1;

/** The papers of a count under RCTab's rules, and for whom each counts; in columns. */
export class RctabPapers {
  readonly #ballots: RankedBallots;
  readonly #rule: RctabRule;
  readonly #writeIns: number;
  readonly #recipients: Int32Array;
  /** One more than the index of the reason, 0 while the paper counts. */
  readonly #inactive: Uint8Array;
  /** What is left of each paper, in units of 10^-digits. */
  readonly #values: bigint[];
  /** What each elected candidate has kept of all papers. */
  readonly #kept = new Map<number, bigint>();

  /** `writeIns` is the index that stands for all write-ins; `one` is a whole vote in units. */
  constructor(ballots: RankedBallots, rule: RctabRule, writeIns: number, one: bigint) {
    this.#ballots = ballots;
    this.#rule = rule;
    this.#writeIns = writeIns;
    this.#recipients = new Int32Array(ballots.count).fill(NOBODY);
    this.#inactive = new Uint8Array(ballots.count);
    this.#values = Array.from({ length: ballots.count }, () => one);
  }

  /**
   * Moves papers whose recipient is not continuing, and adds up what everybody has. When all seats
   * are `filled`, surpluses go to nobody any more.
   */
  tally(
    continuing: readonly boolean[],
    filled: boolean,
  ): {
    votes: bigint[];
    inactive: Record<InactiveReason, bigint>;
  } {
    const votes = Array.from({ length: this.#writeIns + 1 }, () => 0n);
    const sums = inactiveReasons.map(() => 0n);
    for (let row = 0; row < this.#ballots.count; row++) {
      if (this.#inactive[row] === 0) this.#settle(row, continuing, filled);
      const held = BigInt(this.#ballots.weights[row] as number) * (this.#values[row] as bigint);
      const reason = (this.#inactive[row] as number) - 1;
      if (reason >= 0) sums[reason] = (sums[reason] as bigint) + held;
      else {
        const recipient = this.#recipients[row] as number;
        votes[recipient] = (votes[recipient] as bigint) + held;
      }
    }
    const inactive = Object.fromEntries(
      inactiveReasons.map((reason, at) => [reason, sums[at]]),
    ) as Record<InactiveReason, bigint>;
    return { votes, inactive };
  }

  /** The papers of an elected candidate give up what they keep; the rest goes on. */
  keep(winner: number, passedOn: (value: bigint) => bigint): void {
    let kept = 0n;
    for (let row = 0; row < this.#ballots.count; row++) {
      if (this.#recipients[row] !== winner || this.#inactive[row] !== 0) continue;
      const value = this.#values[row] as bigint;
      const left = passedOn(value);
      kept += BigInt(this.#ballots.weights[row] as number) * (value - left);
      this.#values[row] = left;
    }
    this.#kept.set(winner, kept);
  }

  /** What an elected candidate has kept of all papers. */
  keptBy(winner: number): bigint {
    return this.#kept.get(winner) ?? 0n;
  }

  #settle(row: number, continuing: readonly boolean[], filled: boolean): void {
    const recipient = this.#recipients[row] as number;
    if (recipient !== NOBODY && continuing[recipient]) return;
    const found = filled ? 'finalRoundSurplus' : this.#findRecipient(this.#ranks(row), continuing);
    this.#recipients[row] = typeof found === 'number' ? found : NOBODY;
    if (typeof found !== 'number') this.#inactive[row] = inactiveReasons.indexOf(found) + 1;
  }

  #ranks(row: number): Rank[] {
    return readRanks(this.#ballots, row, this.#writeIns, this.#rule.maxRankings);
  }

  #findRecipient(ranks: readonly Rank[], continuing: readonly boolean[]): number | InactiveReason {
    if (ranks.length === 0) return 'undervotes';
    const seen = new Set<number>();
    let last = 0;
    for (const { place, marked } of ranks) {
      const { skippedRanks } = this.#rule;
      if (skippedRanks !== null && place - last > skippedRanks + 1) return 'skippedRankings';
      last = place;
      if (this.#rule.exhaustOnDuplicate) {
        if (marked.some((candidate) => seen.has(candidate))) return 'repeatedRankings';
        for (const candidate of marked) seen.add(candidate);
      }
      const decision = this.#overvote(marked, continuing);
      if (decision === 'exhaust') return 'overvotes';
      if (decision === 'skip') continue;
      const recipient = marked.find((candidate) => continuing[candidate]);
      if (recipient !== undefined) return recipient;
    }
    return 'exhaustedChoices';
  }

  #overvote(
    marked: readonly number[],
    continuing: readonly boolean[],
  ): 'none' | 'exhaust' | 'skip' {
    if (marked.length <= 1 && marked[0] !== EXPLICIT_OVERVOTE) return 'none';
    if (this.#rule.overvotes !== 'exhaust-if-multiple-continuing') return this.#rule.overvotes;
    if (marked[0] === EXPLICIT_OVERVOTE) return 'exhaust';
    return marked.filter((candidate) => continuing[candidate]).length > 1 ? 'exhaust' : 'none';
  }
}

function readRanks(
  ballots: RankedBallots,
  row: number,
  writeIns: number,
  maxRankings: number | null,
): Rank[] {
  const ranks: { place: number; marked: number[] }[] = [];
  let place = 0;
  const end = ballots.offsets[row + 1] as number;
  for (let at = ballots.offsets[row] as number; at < end; at++) {
    const cell = ballots.cells[at] as number;
    if (cell === EQUAL_WRITE_IN) {
      ranks.at(-1)?.marked.push(writeIns);
    } else if (cell < FIRST_MARK && cell & EQUAL_RANK) {
      ranks.at(-1)?.marked.push(cell & CANDIDATE_MASK);
    } else {
      place++;
      if (cell === SKIPPED_RANK) continue;
      if (cell === OVERVOTE) ranks.push({ place, marked: [EXPLICIT_OVERVOTE] });
      else ranks.push({ place, marked: [cell < FIRST_MARK ? cell : writeIns] });
    }
  }
  return maxRankings === null ? ranks : ranks.filter((rank) => rank.place <= maxRankings);
}
