import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { assert } from '@rochdale/platform';

/** Where a payee wants to be paid. Kept sealed; shown masked. */
export interface PayeeAccount {
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic: string | null;
}

const ivBytes = 12;
const tagBytes = 16;

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'rochdale payee details', 32));
}

/**
 * Seals bank details with AES-256-GCM under a key derived from the installation's secret. The
 * context (the row's id) is bound in, so that a sealed value moved to another row does not open.
 */
export function sealAccount(secret: string, context: string, account: PayeeAccount): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(JSON.stringify(account), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** @throws Error when the secret or the row is another, or a byte was changed */
export function openAccount(secret: string, context: string, sealed: Buffer): PayeeAccount {
  assert(sealed.length > ivBytes + tagBytes, 'a sealed account is whole');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), sealed.subarray(0, ivBytes));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  const body = Buffer.concat([
    decipher.update(sealed.subarray(ivBytes + tagBytes)),
    decipher.final(),
  ]);
  return JSON.parse(body.toString('utf8')) as PayeeAccount;
}

/** `DE89 •••• 3000`: enough to recognise one's own account, too little to use it. */
export function maskNumber(accountNumber: string): string {
  return `${accountNumber.slice(0, 4)} •••• ${accountNumber.slice(-4)}`;
}
