import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';

const proposal = { proposalId: idOf('Proposal') };

/** Somebody proposes that it says something else. */
export const AmendmentProposed = defineFact({
  type: 'governance.AmendmentProposed',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({
    ...proposal,
    amendmentId: idOf('Amendment'),
    memberId: idOf('Member'),
  }),
});

/** Its text is another from now on, and voting closes then, if it is open. */
export const ProposalAmended = defineFact({
  type: 'governance.ProposalAmended',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ ...proposal, version: z.int(), closesAt: z.iso.datetime().nullable() }),
});

/** A ballot on an earlier text counts no more. */
export const BallotVoided = defineFact({
  type: 'governance.BallotVoided',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'vote.recount',
  data: z.object({ ...proposal, memberId: idOf('Member'), closesOn: z.string() }),
});
