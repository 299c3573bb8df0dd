import { TallyError } from '../model/errors.js';

/** No format of ours goes deeper; a parser lost in brackets would take gigabytes. */
const DEEPEST = 32;

const QUOTE = 34;
const BACKSLASH = 92;

/** Refuses JSON whose brackets go deeper than any ballot file's. Throws FILE_MALFORMED. */
export function requireShallowJson(bytes: Uint8Array, file: string): void {
  let depth = 0;
  let line = 1;
  let lineStart = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === 10) {
      line++;
      lineStart = at + 1;
    }
    if (quoted) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) quoted = false;
      continue;
    }
    if (byte === QUOTE) quoted = true;
    // The brackets [ { and ] } differ from each other in the same bit as upper and lower case.
    else if ((byte | 32) === 123) depth++;
    else if ((byte | 32) === 125) depth--;
    if (depth <= DEEPEST) continue;
    const position = { file, line, column: at - lineStart + 1 };
    throw new TallyError('FILE_MALFORMED', `brackets more than ${DEEPEST} deep`, position);
  }
}
