import { createHash } from 'node:crypto';
import { BankFormatError } from '../model/bank-format.errors.js';
import type { WarningCode } from '../model/kept-words.js';
import type { BankFileSink } from '../model/statement-sink.js';
import type { PackedFile, Warning } from '../model/statement.js';
import { isZip, unzip } from './zip.js';
import type { ZippedFile } from './zip.js';

/** What reads one file of an archive, piece by piece. */
export interface PieceReading {
  write(bytes: Uint8Array): void;
  end(): void;
}

const pieceBytes = 65_536;

/** One file's refusal, with the file's name. */
function within(name: string, error: BankFormatError): BankFormatError {
  const { code, message, line, column } = error;
  return new BankFormatError(code, `${name}: ${message}`, { line, column });
}

/** Hands on what one file of an archive tells; which file it is stands with each statement. */
function sinkWithin(
  { name, place }: { readonly name: string; readonly place: number },
  archive: { files: number },
  sink: BankFileSink,
): BankFileSink {
  let packed: PackedFile | null = null;
  return (event) => {
    if (event.kind === 'file') {
      const { format, version } = event;
      packed = { place: archive.files, name, format, version };
      archive.files += 1;
      // The archive is named after the first of them.
      if (packed.place === 0) sink(event);
    } else if (event.kind === 'warning') {
      const message = `${name}: ${event.warning.message}`;
      sink({ kind: 'warning', warning: { ...event.warning, message, file: place } });
    } else if (packed !== null && event.kind === 'statement-start') {
      sink({ ...event, head: { ...event.head, packed } });
    } else if (packed !== null && event.kind === 'statement-end') {
      sink({ ...event, summary: { ...event.summary, packed } });
    } else {
      sink(event);
    }
  };
}

/** Whether a file came before under another name; else it is remembered. */
function cameAs(file: ZippedFile, seen: Map<string, string>): string | null {
  const digest = createHash('sha256').update(file.bytes).digest('hex');
  const other = seen.get(digest);
  if (other !== undefined) return other;
  seen.set(digest, file.name);
  return null;
}

/**
 * Reads all statements of a ZIP archive one after the other, warnings with the name of their file.
 * A letter or picture beside them is left out with a warning, and so is a file that is there twice;
 * a statement that cannot be read refuses the archive whole, so that nothing comes in by halves.
 */
export function readZipped(
  bytes: Uint8Array,
  sink: BankFileSink,
  readingTo: (sink: BankFileSink) => PieceReading,
): void {
  const archive = { files: 0 };
  const seen = new Map<string, string>();
  let refusal: BankFormatError | null = null;
  const leftOut: Warning[] = [];
  for (const [at, file] of unzip(bytes).entries()) {
    const { name } = file;
    const place = at + 1;
    const leave = (code: WarningCode, message: string): void => {
      leftOut.push({ code, message, line: null, file: place });
    };
    const other = cameAs(file, seen);
    if (other !== null) {
      leave('file-repeated', `${name}: the same bytes as ${other}`);
      continue;
    }
    try {
      readPacked(file, readingTo(sinkWithin({ name, place }, archive, sink)));
    } catch (error) {
      if (!(error instanceof BankFormatError)) throw error;
      if (error.code !== 'not-a-statement') throw within(name, error);
      refusal ??= within(name, error);
      leave('file-left-out', within(name, error).message);
    }
  }
  if (archive.files === 0 && refusal !== null) throw refusal;
  for (const warning of leftOut) sink({ kind: 'warning', warning });
}

function readPacked({ bytes }: ZippedFile, reading: PieceReading): void {
  if (isZip(bytes)) {
    throw new BankFormatError('not-a-statement', 'a ZIP archive within the archive');
  }
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    reading.write(bytes.subarray(at, at + pieceBytes));
  }
  reading.end();
}
