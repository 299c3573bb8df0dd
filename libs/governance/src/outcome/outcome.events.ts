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
