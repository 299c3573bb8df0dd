import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';

import { detectFormat, findFormat } from '@rochdale/tally';
import type { Election, FileFormat, ReadContext } from '@rochdale/tally';

import { UnusableInput } from '../command.js';

const CHUNK_BYTES = 1 << 20;
const SNIFF_BYTES = 1 << 16;
/** Formats that cannot be read in chunks are read whole, so their files may not be endless. */
const WHOLE_FILE_BYTES = 128 << 20;

/**
 * Reads a ballot file from front to end, so that a pipe will do, and in chunks where its format
 * allows. Throws UnusableInput or TallyError.
 */
export function readElection(
  path: string,
  formatName: string | null,
  context: Omit<ReadContext, 'file'>,
): Election {
  const handle = openFile(path);
  try {
    const start = readUpTo(handle, SNIFF_BYTES);
    const format =
      formatName === null ? detectFormat(start, basename(path)) : findFormat(formatName);
    const placed = { ...context, file: basename(path) };
    return format.stream === undefined
      ? format.read(readWhole(handle, path, start), placed)
      : readChunks(handle, start, format.stream(placed));
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

/** So many bytes, or fewer where the file ends: a pipe hands out less than it is asked for. */
function readUpTo(handle: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const length = readSync(handle, bytes, filled, size - filled, null);
    if (length === 0) break;
    filled += length;
  }
  return bytes.subarray(0, filled);
}

function readChunks(handle: number, start: Uint8Array, reader: StreamReader): Election {
  reader.push(start);
  // The readers keep nothing of a chunk but the line that it breaks off in, as a copy.
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    const length = readSync(handle, chunk, 0, CHUNK_BYTES, null);
    if (length === 0) return reader.end();
    reader.push(chunk.subarray(0, length));
  }
}

function readWhole(handle: number, path: string, start: Buffer): Uint8Array {
  const chunks = [start];
  let size = start.length;
  for (;;) {
    const chunk = readUpTo(handle, CHUNK_BYTES);
    if (chunk.length === 0) return Buffer.concat(chunks, size);
    size += chunk.length;
    if (size > WHOLE_FILE_BYTES) {
      throw new UnusableInput(`${path}: at most ${WHOLE_FILE_BYTES} bytes of such a file are read`);
    }
    chunks.push(chunk);
  }
}

type StreamReader = ReturnType<NonNullable<FileFormat['stream']>>;
