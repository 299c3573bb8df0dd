import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { accountStore } from './account.store.js';
import type { AccountRow } from './account.store.js';
import { ownAccountId } from '../principal/own-account.js';

/** One's own account. */
@Injectable()
export class AccountQueries {
  async own(tx: Tx): Promise<AccountRow | null> {
    permit(tx.actor, 'account.read-own');
    const accountId = ownAccountId(tx.actor);
    const [row = null] = await accountStore.findMany(tx, [accountId]);
    return row;
  }
}
