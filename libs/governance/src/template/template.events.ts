import { defineFact } from '@rochdale/platform';
import { z } from 'zod';

/** What proposals are written from: another version, or none any more. */
export const TemplateKept = defineFact({
  type: 'governance.TemplateKept',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({
    key: z.string(),
    title: z.string(),
    version: z.int(),
    isRetired: z.boolean(),
  }),
});
