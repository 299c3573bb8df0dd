import { z } from 'zod';
import { share } from '../../rule/share.js';
import { denominatorNames } from '../stances/stances.js';

/** How large a share an option needs to be among the winners. */
export const winnerNeeds = z
  .strictObject({ share, strict: z.boolean(), of: z.enum(denominatorNames) })
  .nullable();
export type WinnerNeeds = z.infer<typeof winnerNeeds>;
