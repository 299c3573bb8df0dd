import { hmacWith } from '../kernel/cipher/kept-keys.js';
import { secretOfTexts } from './kept-text.js';
import { sealingKey } from './seal.js';

/** Tells it from fingerprints of before there was a key. */
const mark = 'k1:';

/**
 * Knows again what must not be kept, such as an account that paid before. Without the secret of
 * the installation nobody can try which it is; each purpose has a key of its own.
 */
export function keyedFingerprint(purpose: string, text: string): string {
  const key = sealingKey({ secret: secretOfTexts(), purpose });
  return `${mark}${hmacWith(key)(Buffer.from(text)).toString('hex')}`;
}
