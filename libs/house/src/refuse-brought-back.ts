import type { INestApplicationContext } from '@nestjs/common';
import { CountAccountsBroughtBack, CountBroughtBack } from '@rochdale/membership';
import { CodedError, systemActor, Tenants } from '@rochdale/platform';

/** The database has members or accounts again that were erased, or may have: nobody could look. */
export class BroughtBack extends Error {
  override readonly name = 'BroughtBack';
}

// Each reads a file, from far away it may be.
const atOnce = 16;

/**
 * A restored back-up has people in it who were erased since: nobody is served, and no letter
 * leaves, before they are erased again. A list that cannot be read may name some.
 *
 * @throws BroughtBack
 */
export async function refuseBroughtBack(app: INestApplicationContext): Promise<void> {
  const ids = await app.get(Tenants, { strict: false }).cooperativeIds();
  const counting = app.get(CountBroughtBack, { strict: false });
  const accounts = app.get(CountAccountsBroughtBack, { strict: false });
  const erased = await accounts.execute(systemActor(null, 'job')).catch(unread);
  let found = 0;
  for (let from = 0; from < ids.length; from += atOnce) {
    const some = ids.slice(from, from + atOnce);
    const counts = await Promise.all(
      some.map((id) => counting.execute(systemActor(id, 'job'))),
    ).catch(unread);
    found += counts.reduce((sum, count) => sum + count, 0);
  }
  if (found + erased === 0) return;
  throw new BroughtBack(
    `The database has members again who were erased (${found}), and accounts (${erased}), as ` +
      'after a restore. Nobody is served before they are erased again: run "rochdale ' +
      'replay-erasures".',
  );
}

/** An operator reads of this what to do: who upgrades may have a key that lists nothing. */
function unread(error: unknown): never {
  if (!(error instanceof CodedError) || error.code !== 'UNAVAILABLE') throw error;
  throw new BroughtBack(
    `The list of who was erased cannot be read: ${error.message} Nobody is served before it was ` +
      'looked whether a back-up brought somebody back. Of a bucket, the service’s key has to be ' +
      'allowed to list (s3:ListBucket).',
    { cause: error },
  );
}
