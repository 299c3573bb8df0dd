import { Injectable } from '@nestjs/common';
import { forgetAccount, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { accountStore } from './account.store.js';

/** When somebody signed in goes with their account; that it is erased stays on record. */
@Injectable()
export class ForgetAccount {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN unless the system asks */
  async execute(actor: Actor, { accountId }: { readonly accountId: string }): Promise<void> {
    permit(actor, 'account.forget');
    await this.unitOfWork.run(actor, async (tx) => {
      if (await accountStore.isErased(tx, accountId)) await forgetAccount(tx, accountId);
    });
  }
}
