import { roleNames } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { looksOf } from './look-alikes.js';

/** A pseudonym in one spelling, and what it is compared by. */
export interface Pseudonym {
  readonly text: string;
  readonly folded: string;
}

const shape = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .'’_-]{1,39}$/u;
const letter = /\p{L}/gu;

/** Letters of these look alike: a name is written in one of them. */
const alike = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** Nobody is called by these: offices, everybody and nobody, and the service itself. */
const reserved: readonly string[] = [
  ...roleNames.map((role) => role.replaceAll('-', ' ')),
  'admin',
  'auditors',
  'board',
  'co-operative',
  'everybody',
  'member',
  'nobody',
  'officer',
  'rochdale',
  'system',
];

/** What names are compared by: letters and digits alone, small, without accents. */
export function foldedName(name: string): string {
  return name
    .normalize('NFKD')
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
  if (!shape.test(text) || letters < 2 || scripts > 1) {
    throw membershipErrors.error(
      'PSEUDONYM_INVALID',
      'A pseudonym has 2 to 40 characters of one script: letters, digits, spaces, . ’ _ and -.',
      { path: ['pseudonym'] },
    );
  }
  return { text, folded: foldedName(text) };
}

/** Its words, as they look, in small letters and in capitals. */
const wordsOf = (name: string): (readonly string[])[] =>
  looksOf(name).map((look) => look.match(/[\p{L}\p{N}]+/gu) ?? []);

const lettersOf = (words: readonly string[]): string =>
  Array.from(words.join('')).toSorted().join('');

/**
 * Whether the text falls into these words, in some order. How often each of them stands there is
 * not asked: between texts of the same letters that is next to nothing, and to try every order of
 * many words would hold up everybody.
 */
function isMadeOf(text: string, words: readonly string[]): boolean {
  const kinds = [...new Set(words)];
  const ends = new Set([0]);
  // What is added while it is gone through comes later in it: so each end is looked at once.
  for (const end of ends) {
    for (const word of kinds) if (text.startsWith(word, end)) ends.add(end + word.length);
  }
  return ends.has(text.length);
}

/** Whether one is taken for the other, the words of either turned round. */
function areAlike(one: readonly string[], other: readonly string[]): boolean {
  if (lettersOf(one) !== lettersOf(other)) return false;
  return isMadeOf(one.join(''), other) || isMadeOf(other.join(''), one);
}

/** Whether a name, however it is written, is taken for one of these. */
export function isTakenFor(name: string, names: readonly string[]): boolean {
  const own = wordsOf(name);
  return names.some((other) =>
    wordsOf(other).some((words, form) => areAlike(own[form] ?? [], words)),
  );
}

/**
 * Whether it is the word of an office, or is taken for a name that is in use: by other letters that
 * look the same, in another case, with other marks and spaces, or with its words turned round.
 */
export const isLikeAnother = ({ text }: Pseudonym, names: readonly string[]): boolean =>
  isTakenFor(text, [...reserved, ...names]);
