import { BankFormatError } from '../model/bank-format.errors.js';
import type { BankFileSink } from '../model/statement-sink.js';
import { isZip, unzip } from './zip.js';

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

/**
 * Reads all statements of a ZIP archive as if they were one file, warnings with the name of theirs.
 * A letter or picture beside them is left out with a warning; a statement that cannot be read
 * refuses the archive whole, so that nothing comes in by halves.
 */
export function readZipped(
  bytes: Uint8Array,
  sink: BankFileSink,
  readingTo: (sink: BankFileSink) => PieceReading,
): void {
  let announced = false;
  let refusal: BankFormatError | null = null;
  const leftOut: BankFormatError[] = [];
  for (const file of unzip(bytes)) {
    const { name } = file;
    const reading = readingTo((event) => {
      if (event.kind === 'warning') {
        const message = `${name}: ${event.warning.message}`;
        sink({ kind: 'warning', warning: { ...event.warning, message } });
      } else if (event.kind !== 'file') {
        sink(event);
      } else if (!announced) {
        announced = true;
        sink(event);
      }
    });
    try {
      if (isZip(file.bytes)) {
        throw new BankFormatError('not-a-statement', 'a ZIP archive within the archive');
      }
      for (let at = 0; at < file.bytes.length; at += pieceBytes) {
        reading.write(file.bytes.subarray(at, at + pieceBytes));
      }
      reading.end();
    } catch (error) {
      if (!(error instanceof BankFormatError)) throw error;
      if (error.code !== 'not-a-statement') throw within(name, error);
      refusal ??= within(name, error);
      leftOut.push(within(name, error));
    }
  }
  if (!announced && refusal !== null) throw refusal;
  for (const { message } of leftOut) {
    sink({ kind: 'warning', warning: { code: 'file-left-out', message, line: null } });
  }
}
