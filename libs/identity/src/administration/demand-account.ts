import type { Tx } from '@rochdale/platform';
import { accountStore } from '../account/account.store.js';
import { identityErrors } from '../identity.errors.js';

/** @throws CodedError ACCOUNT_NOT_FOUND */
export async function demandAccount(tx: Tx, accountId: string): Promise<void> {
  if (!(await accountStore.exists(tx, accountId))) {
    throw identityErrors.error('ACCOUNT_NOT_FOUND', 'There is no such account.', {
      path: ['accountId'],
    });
  }
}
