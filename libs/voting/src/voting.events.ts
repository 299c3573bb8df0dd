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
 * Says that somebody voted, never how; of a secret vote nobody is told who, and of one in which
 * some vote for others. Its type is older than this room, and stays.
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
  privatelyFor: 'vote.recount',
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

/** One of the two between whom a delegation is: what is told of it is about nobody else. */
const delegated = z.object({
  delegationId: idOf('Delegation'),
  memberId: idOf('Member'),
  as: z.enum(['delegator', 'delegate']),
  scope: z.enum(scopeNames),
  proposalId: idOf('Proposal').nullable(),
});

/** Who votes for whom is between the two of them: told to each, and to no reader of the trail. */
export const DelegationGiven = defineFact({
  type: 'voting.DelegationGiven',
  version: 2,
  withheld: ['delegateId', 'expiresAt'],
  subject: 'delegation',
  visibility: 'private',
  wholeFor: 'delegation.end',
  data: delegated,
});

/**
 * By either of the two, because one of them is no member in standing any more, or because the
 * working group is closed. Whoever records a
 * proxy in place of another is not told that there was one.
 */
export const DelegationEnded = defineFact({
  type: 'voting.DelegationEnded',
  version: 2,
  withheld: ['delegateId', 'expiresAt'],
  subject: 'delegation',
  visibility: 'private',
  wholeFor: 'delegation.end',
  isKeptFromActor: true,
  data: delegated.extend({
    because: z.enum(['replaced', 'revoked', 'standing', 'group-closed']),
    /** Whether it was this one who ended it, or is gone. */
    byOneself: z.boolean(),
  }),
});

/** How many delegations a count left out, since their delegates voted for too many others. */
export const DelegationsLeftOut = defineFact({
  type: 'voting.DelegationsLeftOut',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'delegation.audit',
  data: z.object({ proposalId: idOf('Proposal'), leftOut: z.int().min(1) }),
});

/** A secretary put on record that somebody gave a proxy: whose it is, and never who holds it. */
export const ProxyRecorded = defineFact({
  type: 'voting.ProxyRecorded',
  version: 1,
  subject: 'delegation',
  visibility: 'private',
  wholeFor: 'delegation.audit',
  data: z.object({
    delegationId: idOf('Delegation'),
    memberId: idOf('Member'),
    proposalId: idOf('Proposal'),
  }),
});

const representation = z.object({ organisationId: idOf('Member'), memberId: idOf('Member') });

/** An organisation has a member who may cast its vote. */
export const RepresentativeNamed = defineFact({
  type: 'voting.RepresentativeNamed',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'representative.audit',
  data: representation,
});

/** By either of the two, or because one of them is no member in standing any more. */
export const RepresentativeEnded = defineFact({
  type: 'voting.RepresentativeEnded',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'representative.audit',
  data: representation,
});

/** How many papers were handed out at once, or came back unused; to whom is told to nobody. */
export const PapersHandedOut = defineFact({
  type: 'voting.PapersHandedOut',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ proposalId: idOf('Proposal'), papers: z.int() }),
});

/**
 * What becomes of one paper: its voter is told, and who may read the list of them. Who did it is
 * whose act it was.
 */
export const PaperChanged = defineFact({
  type: 'voting.PaperChanged',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'paper.read',
  data: z.object({
    proposalId: idOf('Proposal'),
    memberId: idOf('Member'),
    to: z.enum(['handed-out', 'taken-back', 'returned', 'refused', 'disowned']),
  }),
});

/** Who may enter papers of a vote, or confirm them, is asked to. */
export const PapersAsked = defineFact({
  type: 'voting.PapersAsked',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'paper.read',
  data: z.object({
    proposalId: idOf('Proposal'),
    officerMemberIds: z.array(idOf('Member')),
    asks: z.enum(['enter', 'confirm']),
    isReminder: z.boolean(),
  }),
});

/** Papers were entered for the first time in a vote in which somebody votes by one. */
export const OwnPaperEntered = defineFact({
  type: 'voting.OwnPaperEntered',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'paper.read',
  data: z.object({ proposalId: idOf('Proposal'), memberId: idOf('Member') }),
});

/** Papers were entered as they were counted. Of few a hash would tell what they say. */
export const PapersEntered = defineFact({
  type: 'voting.PapersEntered',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ proposalId: idOf('Proposal') }),
});

/** A second person confirmed papers: they count. */
export const PapersConfirmed = defineFact({
  type: 'voting.PapersConfirmed',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ proposalId: idOf('Proposal') }),
});
