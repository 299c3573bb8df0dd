import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';

/** This member is asked to write a draft with who proposes it. */
export const AuthorInvited = defineFact({
  type: 'governance.AuthorInvited',
  version: 1,
  subject: 'proposal',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ proposalId: idOf('Proposal'), memberId: idOf('Member') }),
});
