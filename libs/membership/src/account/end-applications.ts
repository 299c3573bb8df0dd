import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import { ForgetApplicantJob } from '../membership.jobs.js';

/**
 * Has what is left of whose account is erased forgotten in every co-operative that declined them,
 * at once: nobody could ask for it any more.
 */
@Injectable()
export class EndApplications {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
  ) {}

  /** Of an account that is there nothing is forgotten. @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { accountId }: { readonly accountId: string }): Promise<void> {
    permit(actor, 'member.forget');
    await this.unitOfWork.run(actor, async (tx) => {
      if ((await this.accounts.erasedAmong(tx, [accountId])).length === 0) return;
      for (const { id: cooperativeId } of await cooperativeStore.ofAccount(tx, accountId)) {
        tx.enqueue(ForgetApplicantJob, { cooperativeId, accountId });
      }
    });
  }
}
