import type { Actor } from '@rochdale/platform';
import { expect } from 'vitest';
import { DelegationQueries } from '../delegation/delegation.queries.js';
import { votingInvariants } from '../voting.invariants.js';
import type { VotingWorld } from './voting-world.js';
import { brokenLaws, ruleLike } from './voting-world.js';

type Voter = Actor & { readonly memberId: string };

/** A rule under which each may vote for two others. */
export const offered = (changes = {}) =>
  ruleLike({ delegation: { atMost: 2, makesQuorum: true }, ...changes });

export const refusedAs = (code: string): unknown => expect.objectContaining({ code });

/**
 * Votes in which some vote for others, as specs look at them. Voters are by their place.
 *
 * @param of the world, once there is one
 */
export function delegatedVotes(of: () => VotingWorld) {
  const queries = new DelegationQueries();
  const voter = (nth: number): Voter => of().voters[nth] as Voter;
  return {
    voter,

    /** What became of what a voter gave, and how it was used; null where they gave nothing. */
    ownUse: async (nth: number, proposalId: string) => {
      const [own] = await of().unitOfWork.read(voter(nth), (tx) => queries.own(tx, [proposalId]));
      return own === undefined ? null : [own.use, own.mark];
    },

    /** What counts, by the place of the voter; with a star what another cast for them. */
    ballotsOf: async (proposalId: string): Promise<Record<string, string>> => {
      const rows = await of().asOwner<{ memberId: string; mark: string; byOther: boolean }>(
        `select member_id as "memberId", mark, follows_id is not null as "byOther"
         from governance.ballots where proposal_id = $1 and superseded_at is null`,
        [proposalId],
      );
      const place = (memberId: string) => of().voters.findIndex((one) => one.memberId === memberId);
      return Object.fromEntries(
        rows.map(({ memberId, mark, byOther }) => [place(memberId), byOther ? `${mark}*` : mark]),
      );
    },

    factsOf: (subjectId: string) =>
      of().asOwner<{ type: string; visibility: string; data: Record<string, unknown> }>(
        'select type, visibility, data from platform.facts where subject_id = $1 order by position',
        [subjectId],
      ),

    close: async (proposalId: string) => {
      of().toTheEnd();
      return of().closeVote(proposalId);
    },

    /** Every law holds, and each vote is the same when it is counted again. */
    allIsWell: async (): Promise<void> => {
      expect(await brokenLaws(of(), votingInvariants)).toEqual([]);
      expect(await of().recount.execute(of().system)).toEqual([]);
    },
  };
}
