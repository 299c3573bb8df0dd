import { randomBytes } from 'node:crypto';
import { sealBytes, sealingKey, unseal, unsealBytes } from './seal.js';
import type { SealContext } from './seal.js';

/** Tells what is sealed with a key of its own from what was sealed before such keys were. */
const mark = Buffer.from('rst1');
const keyBytes = 32;
const wrappedBytes = 12 + 16 + keyBytes;

/**
 * Seals a text that may tell of somebody's health or belief: with a key made for it alone, which
 * lies in front of it, sealed by the key of its purpose. Where that key changes, only the sealed
 * keys are written anew.
 */
export const sealText = (context: SealContext, text: string): Buffer =>
  sealFile(context, Buffer.from(text));

/** The same for bytes. */
export function sealFile(context: SealContext, bytes: Uint8Array): Buffer {
  const key = randomBytes(keyBytes);
  const wrapped = sealBytes(sealingKey(context), context.rowId, key);
  return Buffer.concat([mark, wrapped, sealBytes(key, context.rowId, Buffer.from(bytes))]);
}

/**
 * Opens it, also when it was sealed by `seal` before texts had keys of their own.
 *
 * @throws Error when the secret, the purpose or the row is another, or a byte was changed
 */
export function openText(context: SealContext, sealed: Buffer): string {
  return isSealedText(sealed)
    ? openFile(context, sealed).toString('utf8')
    : unseal(context, sealed);
}

/**
 * Opens what `sealFile` sealed.
 *
 * @throws Error when the secret, the purpose or the row is another, or a byte was changed
 */
export function openFile(context: SealContext, sealed: Buffer): Buffer {
  const body = mark.length + wrappedBytes;
  const wrapped = sealed.subarray(mark.length, body);
  const key = unsealBytes(sealingKey(context), context.rowId, wrapped);
  return unsealBytes(key, context.rowId, sealed.subarray(body));
}

/** Whether it has a key of its own. */
export function isSealedText(sealed: Buffer): boolean {
  return sealed.subarray(0, mark.length).equals(mark);
}
