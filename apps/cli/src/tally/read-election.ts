import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename } from 'node:path';

import { detectFormat, findFormat } from '@rochdale/tally';
import type { Election, FileFormat, ReadContext } from '@rochdale/tally';

import { UnusableInput } from '../command.js';

const CHUNK_BYTES = 1 << 20;
const SNIFF_BYTES = 4096;
/** Formats that cannot be read in chunks are read whole, so their files may not be endless. */
const WHOLE_FILE_BYTES = 128 << 20;

/** Reads a ballot file, in chunks where its format allows. Throws UnusableInput or TallyError. */
export function readElection(
  path: string,
  formatName: string | null,
  context: Omit<ReadContext, 'file'>,
): Election {
  const handle = openFile(path);
  try {
    const start = Buffer.alloc(SNIFF_BYTES);
    const length = readSync(handle, start, 0, SNIFF_BYTES, 0);
    const head = start.subarray(0, length);
    const format =
      formatName === null ? detectFormat(head, basename(path)) : findFormat(formatName);
    const placed = { ...context, file: basename(path) };
    return format.stream === undefined
      ? readWhole(handle, path, format, placed)
      : readChunks(handle, format.stream(placed));
  } finally {
    closeSync(handle);
  }
}

function openFile(path: string): number {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : 'unreadable';
    throw new UnusableInput(`${path}: ${reason}`);
  }
  if (fstatSync(handle).isDirectory()) {
    closeSync(handle);
    throw new UnusableInput(`${path}: a folder, not a file`);
  }
  return handle;
}

function readChunks(handle: number, reader: NonNullable<ReturnType<StreamOf>>): Election {
  // The readers keep nothing of a chunk but the line that it breaks off in, as a copy.
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let position = 0;
  for (;;) {
    const length = readSync(handle, chunk, 0, CHUNK_BYTES, position);
    if (length === 0) return reader.end();
    reader.push(chunk.subarray(0, length));
    position += length;
  }
}

type StreamOf = NonNullable<FileFormat['stream']>;

function readWhole(
  handle: number,
  path: string,
  format: FileFormat,
  context: ReadContext,
): Election {
  const { size } = fstatSync(handle);
  if (size > WHOLE_FILE_BYTES) {
    throw new UnusableInput(`${path}: ${size} bytes; at most ${WHOLE_FILE_BYTES} are read`);
  }
  return format.read(readFileSync(handle), context);
}
