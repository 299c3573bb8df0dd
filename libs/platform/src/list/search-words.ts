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

/** Words of a kind that stand behind a sign which no word has, and who finds by them. */
export interface MarkedWords {
  readonly mark: '' | '~';
  readonly and: string;
}

/**
 * The filter of a list for rows in which everything looked for begins a word; its value is
 * `wordsToFind`. Where at most two hundred rows have the first word they are found by it, whichever
 * they are; where more have it, the list's next thousand rows are asked first. The other words are
 * looked for in what was found.
 */
export function findsWords(
  name: string,
  { id, kind }: { id: string; kind: string },
): TwofoldFilter {
  const words = wordsNamed(name, kind);
  return {
    id,
    mayFind: 'true',
    areFew: words.areFew(`''`),
    all: words.having(`''`),
    ofAll: words.others(id, `''`),
    asked: (of) => words.all(of, `''`),
  };
}

/**
 * As `findsWords`, where a row has words of several marks: each way says which rows the reader
 * finds by those, and a row is found by words of one mark alone.
 */
export function findsMarkedWords(
  name: string,
  { id, kind, ways }: { id: string; kind: string; ways: readonly MarkedWords[] },
): TwofoldFilter {
  const words = wordsNamed(name, kind);
  const each = (write: (mark: string, and: string) => string) =>
    ways.map(({ mark, and }) => write(`'${mark}'`, `(${and})`));
  const marks = each((mark, and) => `case when ${and} then ${mark} end`).join(', ');
  return {
    id,
    mayFind: `array_remove(array[${marks}], null)`,
    areFew: each((mark) => words.areFew(mark)).join(' and '),
    all: each((mark) => words.having(mark)).join(' union all '),
    ofAll: `(${each((mark, and) => `(${and} and ${words.all(id, mark)})`).join(' or ')})`,
    asked: (of, mayFind) =>
      `exists (select from unnest(${mayFind}) as way (mark) where ${words.all(of, 'way.mark')})`,
  };
}

/** How the words of `:name` are looked for; `mark` is SQL for what stands before each. */
function wordsNamed(name: string, kind: string) {
  const first = (mark: string) => `${mark} || lower((:${name}::text[])[1])`;
  const beginning = (mark: string) => `from platform.search_words w
    where w.cooperative_id = :cooperativeId
    and w.word >= ${first(mark)} and w.word < ${first(mark)} || chr(1114111)`;
  const others = (of: string, mark: string): string =>
    `not exists (select from unnest((:${name}::text[])[2:]) as given (word)
      where not exists (select from platform.search_words w
        where w.cooperative_id = :cooperativeId and w.subject_id = ${of}
          and starts_with(w.word, ${mark} || lower(given.word))))`;
  return {
    areFew: (mark: string) => `platform.few_have_word(:cooperativeId, '${kind}', ${first(mark)})`,
    having: (mark: string) => `select w.subject_id ${beginning(mark)} and w.kind = '${kind}'`,
    others,
    /** The first word as well. */
    all: (of: string, mark: string) =>
      `((select true ${beginning(mark)} and w.subject_id = ${of} limit 1) and ${others(of, mark)})`,
  };
}
