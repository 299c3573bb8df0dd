import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    proposal: true;
  }
}

/**
 * Says that somebody voted, never how; of a secret vote nobody is told who. Its type is older than
 * this room, and stays.
 */
export const BallotCast = defineFact({
  type: 'governance.BallotCast',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  privatelyFor: 'vote.recount',
  data: z.object({
    proposalId: idOf('Proposal'),
    ballotId: idOf('Ballot'),
    memberId: idOf('Member'),
    supersedes: z.boolean(),
  }),
});

/** Says that somebody took their ballot back, never what it said. */
export const BallotTakenBack = defineFact({
  type: 'governance.BallotTakenBack',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({
    proposalId: idOf('Proposal'),
    ballotId: idOf('Ballot'),
    memberId: idOf('Member'),
  }),
});

/** A quorum that came late lets voting go on, once. Older than this room as well. */
export const ProposalExtended = defineFact({
  type: 'governance.ProposalExtended',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ proposalId: idOf('Proposal'), closesAt: z.iso.datetime() }),
});
