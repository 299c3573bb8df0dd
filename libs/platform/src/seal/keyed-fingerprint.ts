import { hmacWith } from '../kernel/cipher/kept-keys.js';
import { secretOfTexts } from './kept-text.js';
import { sealingKey } from './seal.js';

/** Tells it from fingerprints of before there was a key. */
const mark = 'k1:';

/** Fingerprints of many texts for one purpose: its key is made once. */
export function keyedFingerprints(purpose: string): (text: string) => string {
  const hmac = hmacWith(sealingKey({ secret: secretOfTexts(), purpose }));
  return (text) => `${mark}${hmac(Buffer.from(text)).toString('hex')}`;
}

/**
 * Knows again what must not be kept, such as an account that paid before. Without the secret of
 * the installation nobody can try which it is; each purpose has a key of its own.
 */
export const keyedFingerprint = (purpose: string, text: string): string =>
  keyedFingerprints(purpose)(text);
