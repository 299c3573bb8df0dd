import { presentReading } from '../kind/ballot-kind.js';
import type { Verdict } from '../kind/ballot-kind.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import type { BallotGroups } from './count-vote.js';
import { countVote } from './count-vote.js';

/** Who is there when a seat is filled from the ballots of its election, by number. */
export interface CountedBack {
  /** Who cannot hold it: who gave it up, and all who are not eligible any more. */
  readonly gone: readonly number[];
  /** Who holds the other seats, and keeps them. */
  readonly sitting: readonly number[];
}

/** Whether ballots of such a vote can fill a seat that becomes vacant. */
export const mayCountBack = ({ ballotKind }: VoteRule): boolean => ballotKind === 'stv';

/**
 * Counts the ballots of an election again to fill one seat: those who are gone have withdrawn, and
 * those who hold the other seats are not excluded. Who wins besides them takes it.
 */
export function countBack(
  rule: VoteRule,
  ballots: BallotGroups,
  size: ElectorateSize,
  lotSeed: string | null,
  { gone, sitting }: CountedBack,
): Verdict<object> {
  const held = { ...rule, seats: sitting.length + 1, sitting };
  return countVote(held, ballots, size, lotSeed, presentReading, gone);
}
