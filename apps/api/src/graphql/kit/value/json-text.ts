import { platformErrors } from '@rochdale/platform';
import { repeatedKeyIn } from './repeated-key.js';
import { isText } from './texts.js';

/** JSON may escape what no text in Postgres holds, so that it is looked for in what was read. */
function onlyText(name: string, value: unknown): unknown {
  if (isText(name) && (typeof value !== 'string' || isText(value))) return value;
  throw new SyntaxError('JSON with characters that no text has');
}

/**
 * What a field whose name ends in `Json` says.
 *
 * @param path where the field is, outermost first
 * @throws CodedError INVALID_INPUT for text that is no JSON, that holds NUL or half a character, or
 *   that says something twice: the last one would count, and whoever wrote it may mean the first
 */
export function readJsonText(text: string, path: readonly string[]): unknown {
  const value = parsed(text, path);
  const repeated = repeatedKeyIn(text);
  if (repeated === null) return value;
  const message = 'A key of this JSON is there twice.';
  throw platformErrors.error('INVALID_INPUT', message, { path: [...path, ...repeated] });
}

function parsed(text: string, path: readonly string[]): unknown {
  try {
    return JSON.parse(text, onlyText) as unknown;
  } catch (error) {
    // What nests so deeply that it cannot be walked through is a range error of the engine's.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw platformErrors.error('INVALID_INPUT', 'This is not JSON.', { path, cause: error });
  }
}
