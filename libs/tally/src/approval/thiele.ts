import { TallyError } from '../model/errors.js';
import { OUTCOME_LIMIT } from '../ties/explore-outcomes.js';
import type { ApprovalProfile } from './approval-profile.js';

/**
 * What each further approved winner is worth to a voter: the first `worth[0]`, the second
 * `worth[1]` and so on, never rising. Whole numbers over a common denominator.
 */
export interface ThieleWorth {
  readonly worth: readonly bigint[];
  readonly denominator: bigint;
}

/** 1, 1/2, 1/3 …: proportional approval voting. */
export function harmonicWorth(seats: number): ThieleWorth {
  let denominator = 1n;
  for (let n = 1n; n <= BigInt(seats); n += 1n) {
    denominator = (denominator * n) / commonDivisor(denominator, n);
  }
  const worth = Array.from({ length: seats }, (_, at) => denominator / BigInt(at + 1));
  return { worth, denominator };
}

/** 1, 0, 0 …: Chamberlin and Courant's rule, a voter is represented or is not. */
export function firstOnlyWorth(seats: number): ThieleWorth {
  return { worth: Array.from({ length: seats }, (_, at) => (at === 0 ? 1n : 0n)), denominator: 1n };
}

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b);
}

/** How a committee grows, and what adding a candidate to it is worth. */
export class ThieleCommittee {
  /** How many winners each group has approved so far. */
  private readonly reached: number[];
  score = 0n;
  /** How much was looked at so far. */
  work = 0;

  constructor(
    private readonly profile: ApprovalProfile,
    private readonly worth: readonly bigint[],
  ) {
    this.reached = profile.groups.map(() => 0);
  }

  /** What the candidate would add to the score. */
  gain(candidate: number): bigint {
    let gain = 0n;
    const supporters = this.profile.supporters[candidate] as readonly number[];
    this.work += 4 + supporters.length;
    for (const group of supporters) {
      const step = this.worth[this.reached[group] as number] ?? 0n;
      gain += step * (this.profile.groups[group] as { weight: bigint }).weight;
    }
    return gain;
  }

  add(candidate: number): void {
    this.score += this.gain(candidate);
    this.move(candidate, 1);
  }

  remove(candidate: number): void {
    this.move(candidate, -1);
    this.score -= this.gain(candidate);
  }

  private move(candidate: number, by: number): void {
    for (const group of this.profile.supporters[candidate] as readonly number[]) {
      this.reached[group] = (this.reached[group] as number) + by;
    }
  }
}

/** The committees with the highest score. */
export interface BestCommittees {
  readonly score: bigint;
  /** All of them, each in ascending order, sorted. */
  readonly committees: readonly (readonly number[])[];
}

/** Beyond this much work (groups of voters looked at) the search is given up, with an error. */
const SEARCH_LIMIT = 20_000_000;

/**
 * Finds every committee of the highest Thiele score. Partial committees are followed only as long
 * as the best further gains could still reach the best score: gains never grow as a committee
 * does, so the sum of the largest single gains is a true upper bound.
 *
 * @see Thiele, "Om Flerfoldsvalg" (1895); Lackner and Skowron, "Multi-Winner Voting with Approval
 *   Preferences" (2023), section 2.3
 */
export function bestThieleCommittees(
  profile: ApprovalProfile,
  standing: readonly number[],
  seats: number,
  { worth }: ThieleWorth,
): BestCommittees {
  const committee = new ThieleCommittee(profile, worth);
  const best = { score: -1n, committees: [] as number[][] };

  const search = (members: readonly number[], open: readonly number[]): void => {
    if (committee.work > SEARCH_LIMIT) {
      const message = 'the committees are too many to compare them all; use a sequential rule';
      throw new TallyError('TOO_MANY_OUTCOMES', message);
    }
    const free = seats - members.length;
    if (free === 0) {
      keepBest(best, committee.score, members);
      return;
    }
    const gains = open
      .map((candidate) => ({ candidate, gain: committee.gain(candidate) }))
      .sort((a, b) => (a.gain > b.gain ? -1 : a.gain < b.gain ? 1 : a.candidate - b.candidate));
    for (let at = 0; at + free <= gains.length; at += 1) {
      const reachable = gains
        .slice(at, at + free)
        .reduce((sum, { gain }) => sum + gain, committee.score);
      if (reachable < best.score) break;
      const { candidate } = gains[at] as { candidate: number };
      committee.add(candidate);
      search(
        [...members, candidate],
        gains.slice(at + 1).map((rest) => rest.candidate),
      );
      committee.remove(candidate);
    }
  };
  search([], standing);
  return {
    score: best.score,
    committees: best.committees.sort((a, b) => compareLists(a, b)),
  };
}

function keepBest(
  best: { score: bigint; committees: number[][] },
  score: bigint,
  members: readonly number[],
): void {
  if (score < best.score) return;
  if (score > best.score) {
    best.score = score;
    best.committees = [];
  }
  best.committees.push(members.toSorted((a, b) => a - b));
  if (best.committees.length > OUTCOME_LIMIT) {
    const message = `more than ${OUTCOME_LIMIT} committees are equally good`;
    throw new TallyError('TOO_MANY_OUTCOMES', message);
  }
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
}
