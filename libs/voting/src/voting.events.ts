import { defineFact } from '@rochdale/platform';
import { z } from 'zod';

/** Says that somebody voted, never how. Its type is older than this room, and stays. */
export const BallotCast = defineFact(
  'governance.BallotCast',
  1,
  z.object({
    proposalId: z.uuid(),
    ballotId: z.uuid(),
    memberId: z.uuid(),
    supersedes: z.boolean(),
  }),
);
