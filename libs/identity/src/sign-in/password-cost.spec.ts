import { letKeysCostWhatTheyDo } from '@rochdale/testing';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { scryptSync } from 'node:crypto';
import { expect, it } from 'vitest';

const password = 'a long enough password';
const keyOf = (salt: string, rounds: number): string =>
  scryptSync(password, salt, 64, { N: rounds, r: 16, p: 1, maxmem: 2 ** 26 }).toString('hex');

it('is spared to tests, which know keys by what they cost', async () => {
  const [salt = '', key] = (await hashPassword(password)).split(':');
  expect(key).toBe(keyOf(salt, 2));
});

it('makes whoever guesses a password spend 32 MiB and a tenth of a second on each', async () => {
  letKeysCostWhatTheyDo();
  const [salt = '', key] = (await hashPassword(password)).split(':');
  expect(key).toBe(keyOf(salt, 2 ** 14));
  expect(await verifyPassword({ hash: `${salt}:${keyOf(salt, 2)}`, password })).toBe(false);
});
