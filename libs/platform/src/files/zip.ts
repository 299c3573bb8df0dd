import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { assert } from '../kernel/assert.js';

export interface ZipEntry {
  /** Its path in the archive, with `/` between folders. */
  readonly name: string;
  readonly content: Buffer | Readable;
}

/** The archive's own times would only say when it was made: the first day that the format knows. */
const whenever = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100_600 };

/**
 * A ZIP archive that every system opens, made as it is read: of each entry no more is in memory
 * than is under way. An entry is asked for when the one before it is in.
 */
export function zipStream(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): Readable {
  const zip = new ZipFile();
  const made = zip.outputStream;
  assert(made instanceof Readable, 'an archive is read as a stream');
  const failed = (error: unknown): void => {
    made.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  zip.on('error', failed);
  fill(zip, entries, made).catch(failed);
  return made;
}

async function fill(
  zip: ZipFile,
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
  made: Readable,
): Promise<void> {
  for await (const { name, content } of entries) {
    const read = content instanceof Readable ? content : Readable.from(content);
    // Who reads the archive no more leaves no file open behind.
    const giveUp = (): void => void read.destroy();
    // It closed while this one was being fetched, and will say so to nobody any more.
    if (made.destroyed) return giveUp();
    made.once('close', giveUp);
    zip.addReadStream(read, name, whenever);
    await finished(read);
    made.off('close', giveUp);
  }
  zip.end();
}
