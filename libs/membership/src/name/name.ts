import { roleNames } from '@rochdale/platform';
import { looksOf } from './look-alikes.js';

/**
 * Nobody is called by these, written in any way: offices and who speaks for the co-operative,
 * everybody and nobody, what stands where there is no name, and the service itself.
 */
const reserved: readonly string[] = [
  ...roleNames.map((role) => role.replaceAll('-', ' ')),
  'admin',
  'auditors',
  'board',
  'board member',
  'chair',
  'chairperson',
  'committee',
  'co-operative',
  'member',
  'moderator',
  'officer',
  'owner',
  'rochdale',
  'staff',
  'support',
  'system',
  'anonymous',
  'deleted',
  'erased',
  'everybody',
  'everyone',
  'no name',
  'no one',
  'nobody',
  'none',
  'null',
  'someone',
  'undefined',
  'unknown',
  'unnamed',
  ...['deleted', 'erased', 'expelled', 'former', 'hidden', 'removed', 'unknown'].flatMap((what) =>
    ['member', 'person', 'user'].map((who) => `${what} ${who}`),
  ),
];

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

/** Whether it is a word for an office, for nobody, or for the service, however it is written. */
export const isReserved = (name: string): boolean => isTakenFor(name, reserved);

/** Persons are called so, and had to hear often enough that they do not exist. */
const alsoSurnames: readonly string[] = ['null'];

/** Whether each of its words is one of the other's, as they look. */
const hasSameWords = (one: readonly string[], other: readonly string[]): boolean =>
  one.toSorted().join(' ') === other.toSorted().join(' ');

/**
 * The same where somebody reads the name and decides: word by word, so that persons whose names
 * together make another word (Ad Min, Bo Ard) join by them. Single letters are no names: a word
 * that is spelt out is read together.
 */
export function isReservedAsWritten(name: string): boolean {
  const own = wordsOf(name);
  const words = reserved.filter((word) => !alsoSurnames.includes(word));
  return words.some((word) =>
    wordsOf(word).some((other, form) => {
      const mine = own[form] ?? [];
      const isSpelt = mine.some((each) => each.length === 1);
      return isSpelt ? areAlike(mine, other) : hasSameWords(mine, other);
    }),
  );
}

/** Whether one is the other with other letters that look alike, or its words turned round. */
export const isWrittenLike = (name: string, other: string): boolean =>
  wordsOf(name).some((words, form) => hasSameWords(words, wordsOf(other)[form] ?? []));

/**
 * The form of which a mark is kept where the name itself is not: as it looks in small letters, its
 * words in one order.
 */
export const likenessOf = (name: string): string => (wordsOf(name)[0] ?? []).toSorted().join('');
