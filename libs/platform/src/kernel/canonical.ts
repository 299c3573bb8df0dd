import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { assert } from './assert.js';

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
  }
  return value;
}

/** Whether JSON says all of it: then nothing has to be copied first, and most values are such. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'bigint') return false;
  if (value === null || typeof value !== 'object') return true;
  if (value instanceof Date) return false;
  for (const key in value) {
    if (!isPlain((value as Readonly<Record<string, unknown>>)[key])) return false;
  }
  return true;
}

/**
 * The one text of a value: JSON by RFC 8785, bigint and Date as strings. Two values that mean the
 * same have the same text, so it can be hashed.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(isPlain(value) ? value : plain(value));
  assert(text !== undefined, 'a value without JSON cannot be canonical');
  return text;
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256Hex(input: string | Uint8Array): string {
  return hash('sha256', input, 'hex');
}
