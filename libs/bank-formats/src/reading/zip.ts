import { inflateRawSync } from 'node:zlib';
import { BankFormatError } from '../model/bank-format.errors.js';

/** A file within an archive. */
export interface ZippedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Banks pack some dozens of statements; more, or larger ones, are no statements. */
const filesMax = 500;
const unpackedMaxBytes = 64 * 1024 * 1024;

const endMark = 0x06054b50;
const directoryMark = 0x02014b50;
const fileMark = 0x04034b50;
/** The end of the directory may have a comment of so many bytes behind it. */
const endMaxBytes = 22 + 65_535;

/** Whether bytes begin as a ZIP archive does, be it an empty one. */
export function isZip(bytes: Uint8Array): boolean {
  const [p, k, one, other] = bytes;
  return p === 0x50 && k === 0x4b && ((one === 3 && other === 4) || (one === 5 && other === 6));
}

function damaged(message: string): BankFormatError {
  return new BankFormatError('truncated', `the ZIP archive is damaged: ${message}`);
}

/** The place of the directory's end, looked for from behind. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0 && at >= view.byteLength - endMaxBytes; at -= 1) {
    if (view.getUint32(at, true) === endMark) return at;
  }
  throw damaged('it has no directory');
}

interface Listed {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly at: number;
}

function listed(bytes: Uint8Array, view: DataView): Listed[] {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > filesMax) {
    throw new BankFormatError('too-large', `a ZIP archive of ${count} files; ${filesMax} are read`);
  }
  const files: Listed[] = [];
  let at = view.getUint32(end + 16, true);
  for (let file = 0; file < count; file += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== directoryMark) {
      throw damaged('its directory does not hold what it says');
    }
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    files.push({
      name,
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

/** Unpacks one file; what it holds beyond what is left of the bound ends it, whatever it claims. */
function unpack(bytes: Uint8Array, view: DataView, file: Listed, left: number): Uint8Array {
  const { name, at, packed, method } = file;
  if (file.encrypted) {
    throw new BankFormatError('not-a-statement', `${name} in the ZIP archive is encrypted`);
  }
  if (file.unpacked > left) throw tooLarge();
  if (at + 30 > bytes.length || view.getUint32(at, true) !== fileMark) {
    throw damaged(`${name} is not where the directory says`);
  }
  const from = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const content = bytes.subarray(from, from + packed);
  if (content.length !== packed) throw damaged(`${name} is cut`);
  if (method === 0) return content;
  if (method !== 8) throw damaged(`${name} is packed in a way that is not read (${method})`);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : damaged(`${name} does not unpack`);
  }
}

function tooLarge(): BankFormatError {
  const message = `a ZIP archive that unpacks to more than ${unpackedMaxBytes} bytes`;
  return new BankFormatError('too-large', message);
}

/** What systems put beside the files that somebody packed. */
function isAside(name: string): boolean {
  return name.endsWith('/') || /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/i.test(name);
}

/**
 * The files of a ZIP archive, in their order. Bounded in number and in size, whatever the archive
 * claims of itself.
 *
 * @throws BankFormatError `truncated` for a damaged archive, `too-large` for too many files or more
 *   than 64 MB of them, `not-a-statement` for an Office document, an encrypted file, or no file.
 */
export function unzip(bytes: Uint8Array): ZippedFile[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files = listed(bytes, view).filter(({ name }) => !isAside(name));
  if (files.some(({ name }) => name === '[Content_Types].xml' || name === 'mimetype')) {
    throw new BankFormatError('not-a-statement', 'the file is an Office document');
  }
  if (files.length === 0) {
    throw new BankFormatError('not-a-statement', 'the ZIP archive holds no files');
  }
  let left = unpackedMaxBytes;
  return files.map((file) => {
    const content = unpack(bytes, view, file, left);
    left -= content.length;
    return { name: file.name, bytes: content };
  });
}
