import { canonicalJson } from '@rochdale/platform';
import { countBack, countVote, leftOutIn, mayCountBack } from '@rochdale/voting';
import type { BallotGroups, ElectorateSize, Outcome, Reading } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';

/** A seat that became vacant before, and who took it. */
export interface Filled {
  readonly vacated: number;
  readonly elected: number | null;
}

/** Who holds each seat of an election by now, by number; null where nobody does. */
export function seatsNow(
  winners: readonly number[],
  filled: readonly Filled[],
): readonly (number | null)[] {
  const next = new Map(filled.map(({ vacated, elected }) => [vacated, elected]));
  const holderOf = (seat: number): number | null => {
    const after = next.get(seat);
    return after === undefined ? seat : after === null ? null : holderOf(after);
  };
  return winners.map(holderOf);
}

/** An election that is decided, as far as it is counted again. */
export interface DecidedElection extends ElectorateSize {
  readonly rule: DecisionRule;
  readonly lotSeed: string | null;
  readonly reading: Reading;
  readonly finalCount: object;
}

/** Who cannot take a seat, and who holds the others, by number. */
export interface Without {
  readonly gone: readonly number[];
  readonly sitting: readonly number[];
}

/** What a count-back came to. */
export interface CountBackVerdict {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly count: object | null;
  /** Who takes the seat; null where it is for a new election. */
  readonly elected: number | null;
}

/**
 * Counts ballots again for a seat: of votes whose kind fills seats so, and whose ballots come to
 * what they came to. Otherwise a new election is called for it.
 */
export function countedBack(
  vote: DecidedElection,
  ballots: BallotGroups,
  { gone, sitting }: Without,
): CountBackVerdict {
  const { rule, lotSeed, reading, finalCount } = vote;
  const again = countVote(rule, ballots, vote, lotSeed, reading, leftOutIn(finalCount));
  const isWhole = canonicalJson(again.count) === canonicalJson(finalCount);
  if (!mayCountBack(rule) || !isWhole) {
    return { outcome: 'rejected', reason: 'no-count-back', count: null, elected: null };
  }
  const { outcome, reason, count } = countBack(rule, ballots, vote, lotSeed, { gone, sitting });
  const { winners = [] } = count as { readonly winners?: readonly number[] };
  const elected = winners.find((number) => !sitting.includes(number)) ?? null;
  return { outcome, reason, count, elected };
}
