import { BankFormatError } from '../model/bank-format.errors.js';
import { BankFileCollector } from '../model/statement-sink.js';
import { FileReading } from './file-reading.js';
import type { BankFileEvent } from '../model/statement-sink.js';
import type { BankFile } from '../model/statement.js';
import type { ReadOptions } from './read-options.js';

/** The largest file that `readBankFile` takes into memory as a whole. */
const maxFileBytes = 64 * 1024 * 1024;

/** Size of the pieces in which bytes are read. */
const pieceBytes = 65_536;

/**
 * Reads a bank's file of any format that this library knows: camt.052, .053, .054, MT940, MT942,
 * OFX 1 and 2, CSV. The format is told by the content.
 *
 * Files that stray from their standard are read with warnings; nothing is left out without one.
 * Above 10 MB use {@link streamBankFile}, which holds one entry at a time.
 *
 * @throws BankFormatError when the content cannot be read as a statement, with line and column.
 */
export function readBankFile(bytes: Uint8Array, options: ReadOptions = {}): BankFile {
  if (bytes.length > maxFileBytes) {
    const message = `a file of more than ${maxFileBytes} bytes has to be read as a stream`;
    throw new BankFormatError('too-large', message);
  }
  const collector = new BankFileCollector();
  const reading = new FileReading(collector.sink, options);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    reading.write(bytes.subarray(at, at + pieceBytes));
  }
  reading.end();
  return collector.result();
}

/**
 * Reads a bank's file of any size in bounded memory. Events come in the file's order: the format,
 * then for each statement its head, its entries and its summary, with warnings in between.
 *
 * @param source The file's bytes in pieces, such as a Node read stream.
 * @throws BankFormatError as {@link readBankFile} does, at the piece that shows the fault: entries
 *   before it have been handed on already, so book nothing before the last event.
 */
export async function* streamBankFile(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<BankFileEvent, void, undefined> {
  let events: BankFileEvent[] = [];
  const reading = new FileReading((event) => {
    events.push(event);
  }, options);
  for await (const bytes of source) {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      reading.write(bytes.subarray(at, at + pieceBytes));
      for (const event of events) yield event;
      events = [];
    }
  }
  reading.end();
  for (const event of events) yield event;
}
