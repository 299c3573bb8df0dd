import { TallyError } from '../model/errors.js';
import { cardinalFormats } from './cardinal-formats.js';
import { startOfText } from '../reading/encoding.js';
import type { FileFormat } from '../reading/file-format.js';
import { rankingFormats } from './ranking-formats.js';

/** Every format that can be read. */
export const fileFormats: readonly FileFormat[] = [...rankingFormats, ...cardinalFormats];

/** The format of that name. Throws FORMAT_UNKNOWN. */
export function findFormat(name: string): FileFormat {
  const found = fileFormats.find(({ names }) => names.includes(name));
  if (found === undefined) {
    const names = fileFormats.map((format) => format.names[0]).join(', ');
    throw new TallyError('FORMAT_UNKNOWN', `no format '${name}'; known: ${names}`);
  }
  return found;
}

/** The format that a file looks like, by its first bytes and its name. Throws FORMAT_UNKNOWN. */
export function detectFormat(start: Uint8Array, fileName: string): FileFormat {
  const text = startOfText(start);
  const ending = fileName.toLowerCase();
  // What a file is named decides only when its look does not: the reader then says what is wrong.
  const found =
    fileFormats.find((format) => format.sniff(text, fileName)) ??
    fileFormats.find(({ extensions }) =>
      extensions.some((extension) => extension !== '.json' && ending.endsWith(extension)),
    );
  if (found === undefined) {
    const names = fileFormats.map((format) => format.names[0]).join(', ');
    const message = `this looks like no ballot file; formats are ${names}`;
    throw new TallyError('FORMAT_UNKNOWN', message, { file: fileName, line: 1, column: 1 });
  }
  return found;
}
