import { withoutUnseen } from '@rochdale/platform';
import { looksOf } from './look-alikes.js';
import { likenessOf } from './name.js';

const setOf = (...words: string[]): ReadonlySet<string> =>
  new Set(words.flatMap((each) => each.split(' ')));

/** Between two who are named together. */
const between = setOf('und and oder or');
/** Titles: they are many people's, and nobody's name. */
const titles = setOf(
  'dr prof dipl mr mrs ms mx miss herr herrn frau fam familie family eheleute mme mlle sr sra geb',
);
/** Also titles, and names of families as well. */
const maybeTitles = setOf('mag ing med sir nee');
/** What stands within a name, and is a family's name where it begins or ends one. */
const particles = setOf(
  'u et ou y e i o en og och von vom van zu zum zur de del della der den des di',
  'da do dos das du la le ten ter of af av',
);

/** Of nobody alone: within a name it is not one of its words. */
const isJoining = (word: string): boolean => maybeTitles.has(word) || particles.has(word);

/** More words than a bank prints as a name are no name. */
const mostWords = 12;
/** How far apart two words of a name stand in a text. */
const reach = 4;

const initial = /^\p{Ll}$/u;

const wordsIn = (text: string): readonly string[] => {
  const plain = withoutUnseen(text.normalize('NFKD')).replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
};

const look = (word: string): string => looksOf(word)[0];

/** Of letters that are words by themselves, as those of scripts without capitals, none is one. */
const isInitial = (word: string): boolean => initial.test(word);

const initialOf = (word: string): string => Array.from(word)[0] ?? '';

/** Written with initials, as a whole. */
const short = (words: readonly string[]): string => `${words.map(look).toSorted().join('')}.`;

const pair = (one: string, other: string): string => [look(one), look(other)].toSorted().join(' ');

/** Who is named together with another, each by themselves. */
function people(words: readonly string[]): (readonly string[])[] {
  const all: string[][] = [[]];
  for (const word of words) {
    if (between.has(word)) all.push([]);
    else all.at(-1)?.push(word);
  }
  return all;
}

/** A particle is none between others, and a name where it begins one, or ends it. */
function counting(words: readonly string[]): string[] {
  const names = words.filter((word) => !titles.has(word));
  return names.filter(
    (word, at) => isInitial(word) || !isJoining(word) || at === 0 || at === names.length - 1,
  );
}

/** The words of a name that tell somebody; a letter is an initial, whatever else it means. */
const told = (name: string): string[] =>
  name
    .split(',')
    .flatMap((part) => people(wordsIn(part)).flatMap(counting))
    .slice(0, mostWords);

/** Those before a comma are said last: so the given name comes first. */
const inOrder = (name: string): string => {
  const [family = '', given, ...more] = name.split(',');
  return given === undefined || more.length > 0 ? name : `${given} ${family}`;
};

const unique = (forms: readonly string[]): string[] => [...new Set(forms)];

/**
 * The forms that a name has which somebody bears: as a whole; each two of its words, in letters of
 * one space; and with initials, as a whole, which ends in a dot. A form of one of these kinds is
 * none of another.
 */
export function formsOf(name: string): string[] {
  const whole = likenessOf(name);
  if (whole === '') return [];
  const words = told(name);
  const full = words.filter((word) => !isInitial(word));
  const pairs = full.flatMap((one, at) => full.slice(at + 1).map((other) => pair(one, other)));
  return unique([whole, ...pairs, ...(full.length < words.length ? [short(words)] : [])]);
}

/** As it is, and as banks write it that have no umlauts: theirs alone are spelt by two letters. */
function spellings(name: string): string[] {
  const composed = name.normalize('NFC');
  const sharp = composed.replaceAll('ß', 'ss').replaceAll('ẞ', 'SS');
  const spelt = sharp.replaceAll(/[äöüÄÖÜ]/gu, (letter) => `${letter.normalize('NFD').charAt(0)}e`);
  return unique([composed, sharp, spelt]);
}

/**
 * The forms by which somebody of this name is called elsewhere, with more of it or less: the name
 * as a whole, the given name with any other, and either of them by its initial. Two names of a
 * family are not among them: a partner or a child has both.
 */
export const waysToCall = (name: string): string[] =>
  unique(spellings(name).flatMap(waysToCallAsWritten));

function waysToCallAsWritten(name: string): string[] {
  const whole = likenessOf(name);
  if (whole === '') return [];
  const words = counting(wordsIn(inOrder(name))).slice(0, mostWords);
  const full = words.filter((word) => !isInitial(word));
  const [given, ...others] = full;
  if (given === undefined) return [whole];
  // Before two names it is a title, or else the family's, as some write it first: with the last.
  if (others.length > 1 && isJoining(given)) {
    const family = maybeTitles.has(given) ? [] : [pair(given, others.at(-1) ?? '')];
    const rest = words.filter((word) => word !== given);
    return unique([whole, ...family, ...called(rest)]);
  }
  return unique([whole, ...called(words)]);
}

/** By the given name with any other, and by either of them and an initial. */
function called(words: readonly string[]): string[] {
  const full = words.filter((word) => !isInitial(word));
  const [given = '', ...others] = full;
  const pairs = others.flatMap((other) => [
    pair(given, other),
    short([initialOf(given), other]),
    short([given, initialOf(other)]),
  ]);
  const initials = [...full.slice(0, -1).map(initialOf), ...full.slice(-1)];
  return [
    ...pairs,
    ...(others.length > 1 ? [short(initials)] : []),
    ...(full.length < words.length ? [short(words)] : []),
  ];
}

/**
 * Each two words that stand near each other in a text: where a name is, it is among them. Of
 * particles nobody knows in a text whether they begin or end a name: with them, and without.
 */
export function pairsNear(text: string): string[] {
  const words = wordsIn(text).filter((word) => !isInitial(word) && !titles.has(word));
  const names = words.filter((word) => !isJoining(word) && !between.has(word));
  return unique([names, words].flatMap(pairsWithin));
}

const pairsWithin = (words: readonly string[]): string[] =>
  words.flatMap((one, at) => words.slice(at + 1, at + reach).map((other) => pair(one, other)));

/** Whether a name of two words or more stands in a text, in whole, with no other word between. */
export function isNamedWithin(name: string, text: string): boolean {
  const words = wordsIn(text).filter((word) => !titles.has(word));
  return spellings(name).some((spelt) => {
    const own = wordsIn(spelt).filter((word) => !titles.has(word));
    if (counting(own).filter((word) => !isInitial(word)).length < 2) return false;
    const whole = own.map(look).toSorted().join(' ');
    return words.some((_, at) => {
      const here = words.slice(at, at + own.length);
      return here.length === own.length && here.map(look).toSorted().join(' ') === whole;
    });
  });
}
