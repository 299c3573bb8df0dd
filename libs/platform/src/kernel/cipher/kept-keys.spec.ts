import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counterModeWith, hmacWith } from './kept-keys.js';

const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((some) => Buffer.from(some));

it('marks as HMAC does', () => {
  fc.assert(
    fc.property(bytes(0, 64), bytes(0, 200), (key, text) => {
      expect(hmacWith(key)(text)).toEqual(createHmac('sha256', key).update(text).digest());
    }),
  );
});

it('seals as AES in counter mode does, also where the counter runs over', () => {
  const anyStart = bytes(16, 16);
  const nearTheEnd = fc.nat({ max: 15 }).map((kept) => Buffer.alloc(16, 0xff).fill(7, 0, kept));
  fc.assert(
    fc.property(bytes(32, 32), fc.oneof(anyStart, nearTheEnd), bytes(0, 200), (key, from, text) => {
      const expected = createCipheriv('aes-256-ctr', key, from).update(text);
      const mode = counterModeWith(key);
      expect(mode(from, text)).toEqual(expected);
      expect(mode(from, expected)).toEqual(text);
    }),
  );
});
