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

/** Papers with the same marks and the same value so far. */
class Paper {
  recipient: number | null = null;
  inactive: InactiveReason | null = null;
  /** What each elected candidate has kept of it, in units of 10^-digits. */
  readonly kept = new Map<number, bigint>();

  constructor(
    readonly weight: bigint,
    readonly ranks: readonly Rank[],
    public value: bigint,
  ) {}
}

/** The papers of a count under RCTab's rules, and for whom each counts. */
export class RctabPapers {
  readonly #rule: RctabRule;
  readonly #papers: Paper[];
  readonly #candidates: number;

  /** `writeIns` is the index that stands for all write-ins; `one` is a whole vote in units. */
  constructor(ballots: RankedBallots, rule: RctabRule, writeIns: number, one: bigint) {
    this.#rule = rule;
    this.#candidates = writeIns + 1;
    this.#papers = Array.from({ length: ballots.count }, (_, row) => {
      const ranks = readRanks(ballots, row, writeIns, rule.maxRankings);
      return new Paper(BigInt(ballots.weights[row] as number), ranks, one);
    });
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
    const votes = Array.from({ length: this.#candidates }, () => 0n);
    const inactive = Object.fromEntries(inactiveReasons.map((reason) => [reason, 0n])) as Record<
      InactiveReason,
      bigint
    >;
    for (const paper of this.#papers) {
      if (paper.inactive === null) this.#settle(paper, continuing, filled);
      if (paper.inactive !== null) inactive[paper.inactive] += paper.weight * paper.value;
      else if (paper.recipient !== null) {
        votes[paper.recipient] = (votes[paper.recipient] as bigint) + paper.weight * paper.value;
      }
    }
    return { votes, inactive };
  }

  /** The papers of an elected candidate give up what they keep; the rest goes on. */
  keep(winner: number, passedOn: (value: bigint) => bigint): void {
    for (const paper of this.#papers) {
      if (paper.recipient !== winner || paper.inactive !== null) continue;
      const left = passedOn(paper.value);
      paper.kept.set(winner, paper.value - left);
      paper.value = left;
    }
  }

  /** What an elected candidate has kept of all papers. */
  keptBy(winner: number): bigint {
    return this.#papers.reduce(
      (sum, paper) => sum + paper.weight * (paper.kept.get(winner) ?? 0n),
      0n,
    );
  }

  #settle(paper: Paper, continuing: readonly boolean[], filled: boolean): void {
    if (paper.recipient !== null && continuing[paper.recipient]) return;
    paper.recipient = null;
    const found = filled ? 'finalRoundSurplus' : this.#findRecipient(paper.ranks, continuing);
    if (typeof found === 'number') paper.recipient = found;
    else paper.inactive = found;
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
