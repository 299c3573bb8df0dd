import { hasUnseen, withoutUnseen } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { isReserved, isTakenFor } from '../name/name.js';

/** A pseudonym in one spelling, and what it is compared by. */
export interface Pseudonym {
  readonly text: string;
  readonly folded: string;
}

const shape = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .'’_-]{1,39}$/u;
const letter = /\p{L}/gu;

/** Letters of these look alike: a name is written in one of them. */
const alike = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** What names are compared by: letters and digits alone, small, without accents. */
export function foldedName(name: string): string {
  return withoutUnseen(name.normalize('NFKD'))
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * 2 to 40 letters and digits with single spaces, full stops, hyphens and apostrophes between them;
 * two letters at least, and none of another script that looks like the rest.
 *
 * @throws CodedError PSEUDONYM_INVALID
 */
export function parsePseudonym(given: string): Pseudonym {
  const text = given.normalize('NFC').trim().replaceAll(/\s+/gu, ' ');
  const scripts = alike.filter((script) => script.test(text)).length;
  const letters = text.match(letter)?.length ?? 0;
  if (!shape.test(text) || hasUnseen(text) || letters < 2 || scripts > 1) {
    throw membershipErrors.error(
      'PSEUDONYM_INVALID',
      'A pseudonym has 2 to 40 characters of one script: letters, digits, spaces, . ’ _ and -.',
      { path: ['pseudonym'] },
    );
  }
  return { text, folded: foldedName(text) };
}

/**
 * Whether it is a word for an office or for nobody, or is taken for a name that is in use: by
 * other letters that look the same, in another case, with other marks and spaces, or with its words
 * turned round.
 */
export const isLikeAnother = ({ text }: Pseudonym, names: readonly string[]): boolean =>
  isReserved(text) || isTakenFor(text, names);
