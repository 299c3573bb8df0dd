import { workingGroups } from '@rochdale/membership';
import type { Tx } from '@rochdale/platform';
import { assert } from '@rochdale/platform';
import type { BallotGroups } from '../count/count-vote.js';
import { countVote } from '../count/count-vote.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import type { Represented, Resolved } from './delegation.js';
import { followedOf, resolve } from './delegation.js';
import { delegationStore } from './delegation.store.js';

/** A locked vote, as delegations meet it. */
export interface DelegatedVote extends ElectorateSize {
  readonly id: string;
  readonly rule: VoteRule;
  readonly isHearing: boolean;
  readonly closesAt: Date;
}

/** The last instant of a vote that is closed then: what is given or ended later comes too late. */
export const lastInstant = ({ closesAt }: Pick<DelegatedVote, 'closesAt'>, closedAt: Date): Date =>
  closedAt < closesAt ? closedAt : new Date(closesAt.getTime() - 1);

/** Where voters stand, and stood. */
export interface AskStanding {
  away(memberIds: readonly string[]): Promise<ReadonlySet<string>>;
  wentAway(memberIds: readonly string[], by: Date): Promise<ReadonlyMap<string, Date>>;
}

const nobody: Resolved = { represented: [], leftOut: 0 };

/**
 * Who would be represented if the vote closed then, by seven statements at most whatever its size.
 * Delegations change no more until the transaction ends.
 * The caller holds the lock on the vote, so that no ballot is cast meanwhile.
 *
 * @param cast the ballots that voters cast themselves
 * @param standing who was gone by its end, and neither votes for others nor has others vote; and
 *   when somebody last was: what was given before then is over, whenever a worker writes it down
 */
export async function representedIn(
  tx: Tx,
  vote: DelegatedVote,
  cast: BallotGroups,
  closedAt: Date,
  standing: AskStanding,
): Promise<Resolved> {
  const { delegation } = vote.rule;
  // In a hearing everybody judges for themselves.
  if (delegation === undefined || vote.isHearing || cast.length === 0) return nobody;
  await delegationStore.holdShared(tx);
  const at = lastInstant(vote, closedAt);
  const closed = await workingGroups.closedBy(tx, at);
  const given = await delegationStore.edgesOfVote(tx, vote.id, at, closed);
  if (given.length === 0) return nobody;
  if (!delegation.makesQuorum && countVote(vote.rule, cast, vote, null).outcome === 'no-quorum') {
    return nobody;
  }
  const both = given.flatMap(({ memberId, delegateId }) => [memberId, delegateId]);
  const ids = [...new Set(both)];
  return resolve({
    edges: followedOf(given, await standing.away(ids), await standing.wentAway(ids, at)),
    voted: await delegationStore.voted(tx, vote.id),
    ...delegation,
  });
}

/** Writes down the ballots of who is represented, right before the vote is counted. */
export async function castForOthers(
  tx: Tx,
  vote: DelegatedVote,
  represented: readonly Represented[],
  closedAt: Date,
): Promise<void> {
  const written = await delegationStore.cast(tx, vote.id, represented, lastInstant(vote, closedAt));
  assert(written === represented.length, 'everybody who is represented has a ballot');
}
