import { defineErrors } from '@rochdale/platform';

/** What the letters room may say. */
export const lettersErrors = defineErrors('letters', {
  LETTER_BEING_SENT: 'unavailable',
  LETTER_NOT_TAKEN: 'unavailable',
  LETTER_UNKNOWN: 'not_found',
});
