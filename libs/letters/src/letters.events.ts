import { defineFact, idOf } from '@rochdale/platform';
import { z } from 'zod';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    letter: true;
  }
}

/** The mail server did not take a letter, for as long as it was tried. */
export const LetterGivenUp = defineFact({
  type: 'letters.LetterGivenUp',
  version: 1,
  subject: 'letter',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ letterId: idOf('Letter'), kind: z.string() }),
});
