import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { sealBytes, sealingKey, unsealBytes } from './seal.js';
import type { SealContext } from './seal.js';

/** Tells a sealed file from one of before files were sealed. */
const mark = Buffer.from('rsf1');
const keyBytes = 32;
const tagBytes = 16;
const headBytes = mark.length + 12 + tagBytes + keyBytes;
/** So much is sealed at once, and is all of it that is in memory. */
const pieceBytes = 65_536;

type Bytes = AsyncIterable<Uint8Array>;

/** What was sealed is not as it was, or not where it was, or was sealed by another secret. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

const broken = (cause?: unknown): SealBroken =>
  new SealBroken('A sealed file was altered, cut off or moved.', { cause });

/**
 * Seals what may be of any length, as it is read: with a key made for it alone, which lies in
 * front of it, sealed by the key of its purpose. Each piece has its place, and whether it is the
 * last, bound in: none is left out, moved, or cut off at the end.
 */
export async function* sealStream(context: SealContext, plain: Bytes): AsyncGenerator<Buffer> {
  const key = randomBytes(keyBytes);
  yield Buffer.concat([mark, sealBytes(sealingKey(context), context.rowId, key)]);
  for await (const { bytes, place, isLast } of inPieces(plain, pieceBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place, isLast));
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/**
 * Opens it as it is read. Nothing is given of a piece before all of it was found as it was sealed,
 * nor an end where more followed.
 *
 * @throws SealBroken when the secret, the purpose or the row is another, a byte was changed, or
 *   something is missing or came after; Error of what is read
 */
export async function* openStream(context: SealContext, sealed: Bytes): AsyncGenerator<Buffer> {
  let key: Buffer | null = null;
  for await (const { bytes, place, isLast } of inPieces(sealed, pieceBytes + tagBytes, headBytes)) {
    if (key !== null) yield openPiece(key, { bytes, place: place - 1, isLast });
    else if (isLast) throw broken();
    else key = keyIn(context, bytes);
  }
}

interface Piece {
  readonly bytes: Buffer;
  readonly place: number;
  readonly isLast: boolean;
}

function keyIn({ rowId, ...purpose }: SealContext, head: Buffer): Buffer {
  if (!head.subarray(0, mark.length).equals(mark)) throw broken();
  try {
    return unsealBytes(sealingKey(purpose), rowId, head.subarray(mark.length));
  } catch (error) {
    throw broken(error);
  }
}

function openPiece(key: Buffer, { bytes, place, isLast }: Piece): Buffer {
  const end = bytes.length - tagBytes;
  if (end < 0) throw broken();
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place, isLast));
  decipher.setAuthTag(bytes.subarray(end));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, end)), decipher.final()]);
  } catch (error) {
    throw broken(error);
  }
}

/** The key seals nothing but these pieces: their place is a nonce that never comes again. */
function nonceOf(place: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(place, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

/** The same bytes, cut anew. The last may be shorter, and is empty where there is nothing. */
async function* inPieces(read: Bytes, size: number, first = size): AsyncGenerator<Piece> {
  let place = 0;
  let held: Buffer[] = [];
  let length = 0;
  for await (const chunk of read) {
    held.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    length += chunk.byteLength;
    // A piece leaves when more than it is there: what is left may be the last.
    for (let due = place === 0 ? first : size; length > due; due = size) {
      const all = Buffer.concat(held, length);
      yield { bytes: all.subarray(0, due), place, isLast: false };
      place += 1;
      held = [all.subarray(due)];
      length -= due;
    }
  }
  yield { bytes: Buffer.concat(held, length), place, isLast: true };
}
