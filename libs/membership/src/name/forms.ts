import { looksOf } from './look-alikes.js';
import { likenessOf } from './name.js';
import { withoutUnseen } from './unseen.js';

/** Titles, and what stands between names: they are many people's, and tell none of them. */
const notNames: ReadonlySet<string> = new Set(
  [
    'dr prof mag ing dipl med mr mrs ms mx miss sir',
    'herr herrn frau fam familie family eheleute mme mlle sr sra',
    'und and oder or u et ou y e i o en og och',
    'von vom van zu zum zur de del della der den des di',
    'da do dos das du la le ten ter af av geb nee',
  ].flatMap((words) => words.split(' ')),
);

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

const told = (name: string): string[] => {
  const words = wordsIn(name).slice(0, mostWords);
  // A letter is somebody's initial, whatever else it means.
  return words.filter((word) => isInitial(word) || !notNames.has(word));
};

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
  const words = told(inOrder(name));
  const full = words.filter((word) => !isInitial(word));
  const [given, ...others] = full;
  if (given === undefined) return [whole];
  const called = others.flatMap((other) => [
    pair(given, other),
    short([initialOf(given), other]),
    short([given, initialOf(other)]),
  ]);
  const initials = [...full.slice(0, -1).map(initialOf), ...full.slice(-1)];
  return unique([
    whole,
    ...called,
    ...(others.length > 1 ? [short(initials)] : []),
    ...(full.length < words.length ? [short(words)] : []),
  ]);
}

/** Each two words that stand near each other in a text: where a name is, it is among them. */
export function pairsNear(text: string): string[] {
  const words = wordsIn(text).filter((word) => !isInitial(word) && !notNames.has(word));
  return unique(
    words.flatMap((one, at) => words.slice(at + 1, at + reach).map((other) => pair(one, other))),
  );
}
