import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';

/** What follows from a decision was told, or told anew. */
export const OutcomeStated = defineFact({
  type: 'governance.OutcomeStated',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ proposalId: idOf('Proposal'), version: z.int() }),
});

/** What was told to follow was taken out. Why, and whose it was, members read inside. */
export const OutcomeRemoved = defineFact({
  type: 'governance.OutcomeRemoved',
  version: 1,
  subject: 'proposal',
  visibility: 'members',
  data: z.object({ proposalId: idOf('Proposal'), version: z.int() }),
});

/** The day has come on which members look again at what they decided; this member is told. */
export const ReviewDue = defineFact({
  type: 'governance.ReviewDue',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ proposalId: idOf('Proposal'), memberId: idOf('Member') }),
});
