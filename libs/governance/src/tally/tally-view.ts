import { findBallotKind } from '@rochdale/voting';
import type { BallotGroups } from '@rochdale/voting';

/** A count as it stands. */
export interface TallyView {
  readonly proposalId: string;
  readonly ballots: number;
  /** While the vote is secret each ballot counts one: a weight may be one voter's alone. */
  readonly castWeight: bigint;
  /**
   * What of the sizes told is not counted by: of who counts only when they vote, and has not.
   * Nothing for who is told sizes as if nobody paused.
   */
  readonly silentWeight: bigint;
  /** Ballots that say the same, together. Null while the vote is secret and still open. */
  readonly groups: BallotGroups | null;
}

/** A vote to be counted as it stands. */
export interface Countable extends Pick<TallyView, 'silentWeight'> {
  readonly id: string;
  readonly secret: boolean;
  readonly ballotKind: string;
  /** Whether ballots lie apart from voters, in a box that is opened when it is closed. */
  readonly detached: boolean | null;
  readonly closed: boolean;
}

/** Whether its ballots say few things, or lie counted, so that they are counted in no time. */
export const saysMarks = ({ ballotKind, detached }: Countable): boolean =>
  detached === true || findBallotKind(ballotKind)?.countSaysMarks === true;

/** Whether nobody has opened its box yet: how many have voted is all that is known. */
export const isSealed = ({ detached, closed }: Countable): boolean => detached === true && !closed;

/**
 * What its reader is told of a count.
 *
 * @param voted how many have voted, where its box is sealed
 */
export function toTally(
  { id: proposalId, secret: isSecret, silentWeight }: Countable,
  groups: BallotGroups,
  voted = 0,
): TallyView {
  const ballots = voted > 0 ? voted : groups.reduce((sum, group) => sum + group.ballots, 0);
  return {
    proposalId,
    ballots,
    silentWeight,
    castWeight: isSecret ? BigInt(ballots) : groups.reduce((sum, { weight }) => sum + weight, 0n),
    groups: isSecret ? null : groups,
  };
}
