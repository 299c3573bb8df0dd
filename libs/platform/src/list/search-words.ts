import { platformErrors } from '../kernel/errors.js';

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
 * The condition of a list that everything looked for begins a word of what is kept of a row; of a
 * filter whose value is `wordsToFind`. The first word is found by an index, among those of the same
 * kind; the others are looked for in what it found.
 */
export function findsWords(name: string, { id, kind }: { id: string; kind: string }): string {
  const first = `lower((:${name}::text[])[1])`;
  return `${id} in (select w.subject_id from platform.search_words w
      where w.cooperative_id = :cooperativeId and w.kind = '${kind}'
        and w.word >= ${first} and w.word < ${first} || chr(1114111))
    and not exists (select from unnest((:${name}::text[])[2:]) as given (word)
      where not exists (select from platform.search_words w
        where w.cooperative_id = :cooperativeId and w.subject_id = ${id}
          and starts_with(w.word, lower(given.word))))`;
}
