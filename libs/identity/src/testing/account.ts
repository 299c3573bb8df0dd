import { newId, systemActor } from '@rochdale/platform';
import type { TestWorld } from '../../../testing/src/index.js';
import { accountStore } from '../account/account.store.js';

/**
 * Somebody with an account and a confirmed address, for rooms whose tests never sign in: there is
 * no password, since to hash one for every member of every world would cost minutes.
 */
export async function makeAccount(
  { unitOfWork }: Pick<TestWorld, 'unitOfWork'>,
  name: string,
): Promise<string> {
  const id = newId();
  const email = `${id}@example.org`;
  const account = { id, name, email, emailVerified: true, credentialId: newId() };
  await unitOfWork.run(systemActor(null, 'seed'), (tx) =>
    accountStore.insert(tx, { ...account, passwordHash: 'no password' }),
  );
  return id;
}
