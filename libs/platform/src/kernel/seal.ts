import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { assert } from './assert.js';

/** What a sealed value belongs to. Both are bound in: moved elsewhere, it does not open. */
export interface SealContext {
  /** The installation's secret. */
  readonly secret: string;
  /** What it is for, such as `payee details`: each purpose has a key of its own. */
  readonly purpose: string;
  /** The row's id. */
  readonly rowId: string;
}

const ivBytes = 12;
const tagBytes = 16;

function keyOf({ secret, purpose }: SealContext): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `rochdale ${purpose}`, 32));
}

/** Seals text with AES-256-GCM under a key derived from the installation's secret. */
export function seal(context: SealContext, text: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(context), iv);
  cipher.setAAD(Buffer.from(context.rowId));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws Error when the secret, the purpose or the row is another, or a byte was changed */
export function unseal(context: SealContext, sealed: Buffer): string {
  assert(sealed.length >= ivBytes + tagBytes, 'a sealed value is whole');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(context), sealed.subarray(0, ivBytes));
  decipher.setAAD(Buffer.from(context.rowId));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  const body = decipher.update(sealed.subarray(ivBytes + tagBytes));
  return Buffer.concat([body, decipher.final()]).toString('utf8');
}
