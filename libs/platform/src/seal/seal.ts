import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { DecipherGCM } from 'node:crypto';

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

/** The key of a purpose. */
export function sealingKey({ secret, purpose }: Omit<SealContext, 'rowId'>): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `rochdale ${purpose}`, 32));
}

/** Seals text with AES-256-GCM under a key derived from the installation's secret. */
export function seal(context: SealContext, text: string): Buffer {
  return sealBytes(sealingKey(context), context.rowId, Buffer.from(text));
}

/** What was sealed is not as it was, or not where it was, or was sealed by another secret. */
export class NotAuthentic extends Error {
  override readonly name = 'NotAuthentic';
}

/** @throws NotAuthentic when secret, purpose or row is another, or a byte was changed */
export function unseal(context: SealContext, sealed: Buffer): string {
  return unsealBytes(sealingKey(context), context.rowId, sealed).toString('utf8');
}

/** Nonce, tag and what is sealed. */
export function sealBytes(key: Buffer, rowId: string, plain: Buffer): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(rowId));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws NotAuthentic when the key or the row is another, or a byte was changed or is missing */
export function unsealBytes(key: Buffer, rowId: string, sealed: Buffer): Buffer {
  if (sealed.length < ivBytes + tagBytes) throw new NotAuthentic('a sealed value is whole');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes));
  decipher.setAAD(Buffer.from(rowId));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  const body = decipher.update(sealed.subarray(ivBytes + tagBytes));
  return Buffer.concat([body, authenticated(decipher)]);
}

/** Of a decipher that was given a key, a nonce and a tag nothing else than the tag can fail. */
function authenticated(decipher: DecipherGCM): Buffer {
  try {
    return decipher.final();
  } catch (cause) {
    throw new NotAuthentic('What is sealed does not authenticate.', { cause });
  }
}
