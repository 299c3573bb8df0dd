import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ErasureList } from '../erasure/erasure-list.js';

/** Writes down beside the files that an account is erased: a back-up of before does not know. */
@Injectable()
export class ListErasedAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly list: ErasureList,
  ) {}

  /** @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE */
  async execute(actor: Actor, { accountId }: { readonly accountId: string }): Promise<void> {
    permit(actor, 'member.forget');
    const { isErased, isAsked } = await this.unitOfWork.read(actor, async (tx) => ({
      isErased: (await this.accounts.erasedAmong(tx, [accountId])).length > 0,
      isAsked: await this.accounts.forgetsInvitations(tx, accountId),
    }));
    // Written while no transaction is open: a bucket takes the time that it takes.
    if (isAsked) await this.list.addAskedAccount(accountId);
    if (isErased) await this.list.addAccount(accountId);
  }
}
