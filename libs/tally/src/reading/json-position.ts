/** Line and column, both counted from 1, of a place in a text. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lastEnd = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastEnd };
}

/**
 * Where in a JSON text the value at a path begins. The text has been parsed before, so it is known
 * to be well formed and to hold the path; of members with the same name the last counts.
 */
export function offsetOf(text: string, path: readonly (string | number)[]): number {
  return path.reduce<number>((at, key) => childOffset(text, at, key), skipSpace(text, 0));
}

function childOffset(text: string, start: number, key: string | number): number {
  let found = start;
  let at = skipSpace(text, start + 1);
  for (let place = 0; at < text.length && text[at] !== ']' && text[at] !== '}'; place += 1) {
    let name: string | number = place;
    if (text[start] === '{') {
      const end = skipValue(text, at);
      name = JSON.parse(text.slice(at, end)) as string;
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (name === key) {
      found = at;
      if (typeof key === 'number') return found;
    }
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return found;
}

const NOT_SPACE = /[^\s]/g;
const BRACKET_OR_QUOTE = /["[\]{}]/g;
const SCALAR_END = /[\s,\]}]/g;

function skipSpace(text: string, from: number): number {
  return firstMatch(NOT_SPACE, text, from);
}

/** The place after a value. */
function skipValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  if (text[start] !== '[' && text[start] !== '{') return firstMatch(SCALAR_END, text, start);
  let depth = 0;
  let at = start;
  while (at < text.length) {
    at = firstMatch(BRACKET_OR_QUOTE, text, at);
    if (text[at] === '"') {
      at = endOfString(text, at);
      continue;
    }
    depth += text[at] === '[' || text[at] === '{' ? 1 : -1;
    at += 1;
    if (depth === 0) return at;
  }
  return at;
}

function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote >= 0 && isEscaped(text, quote)) quote = text.indexOf('"', quote + 1);
  return quote < 0 ? text.length : quote + 1;
}

/** True if an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

function firstMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
