import { TallyError } from '../model/errors.js';
import type { FilePosition } from '../model/errors.js';

/** How the text of a file may be written; the labels are those of the Encoding Standard. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'macintosh'] as const;
export type Encoding = (typeof encodings)[number];

export type Decoder = InstanceType<typeof TextDecoder>;

/** Characters that no name holds: text full of them was taken for another encoding than it is. */
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/;

const utf8 = new TextDecoder('utf-8', { fatal: true });
const latin = new TextDecoder('windows-1252');

/** UTF-16 by its byte order mark, or by the zero bytes that ASCII has in it. */
export function utf16Of(start: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const [first, second, third, fourth] = start;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be';
  return null;
}

/**
 * Decodes the pieces of one file that is UTF-8 or, where it cannot be that, Windows-1252 (which
 * has all of Latin-1). A file is one or the other: pieces of both kinds are refused.
 */
export class TextDecoding {
  readonly #given: 'windows-1252' | 'macintosh' | 'utf-8' | null;
  readonly #single: Decoder;
  #found: 'utf-8' | 'windows-1252' | null = null;

  constructor(given: Encoding | undefined) {
    const isSingle = given === 'windows-1252' || given === 'macintosh';
    this.#given = isSingle || given === 'utf-8' ? given : null;
    this.#single = isSingle ? new TextDecoder(given) : latin;
  }

  /** What had to be assumed to read the file. */
  get notes(): string[] {
    return this.#found === 'windows-1252'
      ? ['The file is not UTF-8; it was read as Windows-1252 (Latin-1).']
      : [];
  }

  /** The text of some bytes. Throws FILE_MALFORMED when they are no text, or of two encodings. */
  decode(bytes: Uint8Array, position: FilePosition): string {
    if (this.#given === 'windows-1252' || this.#given === 'macintosh') {
      return this.#single.decode(bytes);
    }
    const text = utf8Text(bytes);
    if (text === null) return this.#asLatin(bytes, position);
    if (text.length === bytes.length) return text;
    if (this.#found === 'windows-1252') throw mixed(position);
    this.#found = 'utf-8';
    return text;
  }

  #asLatin(bytes: Uint8Array, position: FilePosition): string {
    if (this.#given === 'utf-8') {
      throw new TallyError('FILE_MALFORMED', 'the text is not UTF-8', position);
    }
    if (this.#found === 'utf-8') throw mixed(position);
    const text = latin.decode(bytes);
    if (CONTROLS.test(text)) {
      const message = 'the text is neither UTF-8 nor Windows-1252';
      throw new TallyError('FILE_MALFORMED', message, position);
    }
    this.#found = 'windows-1252';
    return text;
  }
}

function mixed(position: FilePosition): TallyError {
  const message = 'the text is UTF-8 here and not there; name its --encoding';
  return new TallyError('FILE_MALFORMED', message, position);
}

/** The bytes as UTF-8, or null when they are none. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** The text at the start of a file, to tell its format by. */
export function startOfText(start: Uint8Array): string {
  const text = new TextDecoder(utf16Of(start) ?? 'utf-8').decode(start);
  return text.includes('\n') ? text : text.replaceAll('\r', '\n');
}

/** The whole of a file as text. Throws FILE_MALFORMED. */
export function wholeText(
  bytes: Uint8Array,
  file: string,
  given: Encoding | undefined,
): { text: string; notes: string[] } {
  const utf16 = given === undefined ? utf16Of(bytes) : isUtf16(given) ? given : null;
  if (utf16 !== null) {
    const decoder = new TextDecoder(utf16, { fatal: true });
    return { text: decodeUtf16(decoder, bytes, file), notes: [] };
  }
  const decoding = new TextDecoding(given);
  return { text: decoding.decode(bytes, { file }), notes: decoding.notes };
}

function isUtf16(given: Encoding): given is 'utf-16le' | 'utf-16be' {
  return given === 'utf-16le' || given === 'utf-16be';
}

/** Throws FILE_MALFORMED for half characters. */
export function decodeUtf16(decoder: Decoder, bytes: Uint8Array | undefined, file: string): string {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined });
  } catch {
    throw new TallyError('FILE_MALFORMED', `the text is not ${decoder.encoding}`, { file });
  }
}
