import { platformErrors } from '../kernel/errors.js';
import type { TwofoldFilter } from './list-statement.js';

/** More would cost more look-ups than anybody's question is worth. */
const mostWords = 6;

/** So much of a word is kept. */
const beginning = /^.{1,40}/su;

/**
 * The words of a text that somebody looks for, the longest first: it is the rarest, most likely.
 * They are told apart as `platform.words_of` does: everything but ASCII's signs and space belongs
 * to a word.
 *
 * @throws CodedError INVALID_INPUT when there is none, or more than six
 */
export function wordsToFind(text: string, path: readonly string[]): string[] {
  const words = new Set(
    text
      .split(/[\s!-/:-@[-`{-~\0]+/u)
      .filter((word) => word.length >= 2)
      .map((word) => beginning.exec(word)?.[0] ?? ''),
  );
  if (words.size > 0 && words.size <= mostWords) {
    return [...words].toSorted((one, other) => other.length - one.length);
  }
  throw platformErrors.error(
    'INVALID_INPUT',
    `Look for 1 to ${mostWords} words of two letters or more.`,
    { path },
  );
}

/**
 * The filter of a list for rows in which everything looked for begins a word; its value is
 * `wordsToFind`. Where at most two hundred rows have the first word they are found by it, whichever
 * they are; where more have it, the list's next thousand rows are asked first. The other words are
 * looked for in what was found. `and` says who may find it.
 */
export function findsWords(
  name: string,
  { id, kind, and }: { id: string; kind: string; and?: string },
): TwofoldFilter {
  const first = `lower((:${name}::text[])[1])`;
  const words = `from platform.search_words w where w.cooperative_id = :cooperativeId
    and w.word >= ${first} and w.word < ${first} || chr(1114111)`;
  const others = (of: string): string =>
    `not exists (select from unnest((:${name}::text[])[2:]) as given (word)
      where not exists (select from platform.search_words w
        where w.cooperative_id = :cooperativeId and w.subject_id = ${of}
          and starts_with(w.word, lower(given.word))))`;
  const mayFind = and ?? 'true';
  return {
    id,
    mayFind,
    areFew: `platform.few_have_word(:cooperativeId, '${kind}', ${first})`,
    all: `select w.subject_id ${words} and w.kind = '${kind}'`,
    ofAll: `${others(id)} and ${mayFind}`,
    asked: (of) => `(select true ${words} and w.subject_id = ${of} limit 1) and ${others(of)}`,
  };
}
