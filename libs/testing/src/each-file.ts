// Decorated classes need their metadata before anything else is loaded.
import 'reflect-metadata';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Done = (error: Error | null, key: Buffer) => void;
type Scrypt = (...asked: [...unknown[], Done]) => void;

const { scrypt } = crypto as unknown as { scrypt: Scrypt & { readonly known?: boolean } };

/**
 * The key of a password takes a tenth of a second of a processor, on purpose. It is a function of
 * what it is made from, so the same one is made once: whoever is given a password in a test signs
 * in with it next.
 */
function eachKeyOnce(): Scrypt {
  const keys = new Map<string, Buffer>();
  const once = (...asked: [...unknown[], Done]): void => {
    const done = asked.at(-1) as Done;
    const from = asked.slice(0, -1);
    const name = JSON.stringify(from);
    const known = keys.get(name);
    if (known !== undefined) {
      setImmediate(done, null, Buffer.from(known));
      return;
    }
    scrypt(...from, (error, key) => {
      if (error === null) keys.set(name, Buffer.from(key));
      done(error, key);
    });
  };
  return Object.assign(once, { known: true });
}

// Files share a process: the first of them sees to it for all.
if (scrypt.known !== true) {
  Object.assign(crypto, { scrypt: eachKeyOnce() });
  syncBuiltinESMExports();
}
