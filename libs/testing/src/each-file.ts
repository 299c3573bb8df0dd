// Decorated classes need their metadata before anything else is loaded.
import 'reflect-metadata';
import crypto from 'node:crypto';
import type { ScryptOptions } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { keysCostWhatTheyDo, letKeysBeCheap } from './keys-of-passwords.js';

type Done = (error: Error | null, key: Buffer) => void;
type Scrypt = (
  password: string,
  salt: string,
  length: number,
  cost: ScryptOptions,
  done: Done,
) => void;

const { scrypt } = crypto as unknown as { scrypt: Scrypt & { readonly isCheap?: boolean } };

/**
 * The key of a password takes a tenth of a second of a processor, on purpose, and every account of
 * every test has one. At this cost, and no other, it is made of two rounds;
 * `libs/identity/src/sign-in/password-cost.spec.ts` sees that it is what the service's keys cost.
 */
const isTheServices = ({ N, r, p }: ScryptOptions): boolean => N === 16_384 && r === 16 && p === 1;

function cheap(): Scrypt {
  const made: Scrypt = (password, salt, length, cost, done) =>
    scrypt(
      password,
      salt,
      length,
      isTheServices(cost) && !keysCostWhatTheyDo() ? { ...cost, N: 2 } : cost,
      done,
    );
  return Object.assign(made, { isCheap: true });
}

// Files share a process: the first of them sees to it for all.
if (scrypt.isCheap !== true) {
  Object.assign(crypto, { scrypt: cheap() });
  syncBuiltinESMExports();
}
letKeysBeCheap();
