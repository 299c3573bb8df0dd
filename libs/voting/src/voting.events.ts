import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';
import { scopeNames } from './delegation/delegation.js';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    delegation: true;
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

const delegated = z.object({
  delegationId: idOf('Delegation'),
  memberId: idOf('Member'),
  delegateId: idOf('Member'),
  scope: z.enum(scopeNames),
  proposalId: idOf('Proposal').nullable(),
});

/** Who votes for whom is between the two of them, and in the trail. */
export const DelegationGiven = defineFact({
  type: 'voting.DelegationGiven',
  version: 1,
  subject: 'delegation',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: delegated.extend({ expiresAt: z.iso.datetime().nullable() }),
});

/** By either of the two, or because one of them is no member in standing any more. */
export const DelegationEnded = defineFact({
  type: 'voting.DelegationEnded',
  version: 1,
  subject: 'delegation',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: delegated.extend({ because: z.enum(['replaced', 'revoked', 'standing']) }),
});
