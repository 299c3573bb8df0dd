import { hasUnseen, readsOtherwise } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';

/** What members do together beside the whole: its name, and what it is for. */
export interface GroupTerms {
  /** Its short name, which never changes: `garden`. */
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
}

const key = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const longest = { key: 60, name: 120, purpose: 2000 } as const;
/** No lines, no marks of direction, nothing that is not seen. */

function refuse(field: keyof GroupTerms, message: string): Error {
  return membershipErrors.error('WORKING_GROUP_INVALID', message, { path: [field] });
}

/** As it is kept, without the space around it. @throws CodedError WORKING_GROUP_INVALID */
export function groupOf(given: GroupTerms): GroupTerms {
  if (given.key.length > longest.key || !key.test(given.key)) {
    throw refuse('key', 'A key is of small letters, digits and hyphens, at most 60.');
  }
  const name = given.name.normalize('NFC').trim();
  if (name === '' || name.length > longest.name || hasUnseen(name)) {
    throw refuse('name', 'A name is one line of 1 to 120 characters.');
  }
  const purpose = given.purpose.normalize('NFC').trim();
  if (purpose === '' || purpose.length > longest.purpose || readsOtherwise(purpose)) {
    throw refuse('purpose', `A purpose has 1 to ${longest.purpose} characters.`);
  }
  return { key: given.key, name, purpose };
}
