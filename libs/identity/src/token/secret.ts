import { randomBytes } from 'node:crypto';
import { sha256Hex } from '@rochdale/platform';

/** A secret that is shown once, and what is kept of it. */
export interface MintedSecret {
  readonly secret: string;
  readonly hash: string;
  /** The beginning, to tell tokens apart in a list: too short to help anyone guess. */
  readonly hint: string;
}

/** 32 random bytes behind a prefix that secret scanners can recognise. */
export function mintSecret(prefix: 'rcp_' | 'rck_'): MintedSecret {
  const secret = prefix + randomBytes(32).toString('base64url');
  return { secret, hash: sha256Hex(secret), hint: secret.slice(0, prefix.length + 4) };
}
