import { Injectable } from '@nestjs/common';
import { parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { accountStore } from '../account/account.store.js';
import { AccountEnabled } from '../identity.events.js';
import { demandAccount } from './demand-account.js';

/** Lets a disabled account in again. An erased one stays out. */
@Injectable()
export class EnableAccount {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError INVALID_ID, ACCOUNT_NOT_FOUND */
  async execute(actor: Actor, input: { accountId: string }): Promise<void> {
    permit(actor, 'account.disable');
    const accountId = parseId(input.accountId, ['accountId']);
    await this.unitOfWork.run(actor, async (tx) => {
      await demandAccount(tx, accountId);
      if (!(await accountStore.enable(tx, accountId))) return;
      tx.announce(AccountEnabled.of(accountId, { accountId }));
    });
  }
}
