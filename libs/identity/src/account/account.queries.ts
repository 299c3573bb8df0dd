import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { accountStore } from './account.store.js';
import type { AccountRow } from './account.store.js';
import { ownAccountId } from '../principal/own-account.js';

/** One's own account. */
@Injectable()
export class AccountQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async own(actor: Actor): Promise<AccountRow | null> {
    permit(actor, 'account.read-own');
    const accountId = ownAccountId(actor);
    const rows = await this.unitOfWork.read(actor, (tx) => accountStore.findMany(tx, [accountId]));
    return rows[0] ?? null;
  }
}
