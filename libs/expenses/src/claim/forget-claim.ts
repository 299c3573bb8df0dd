import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { removeForgottenClaim } from '../expense/forget-expenses.js';

/** What an erased member claimed, and was refused or taken back since, goes. */
@Injectable()
export class ForgetClaim {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN for everybody but the service itself */
  async execute(actor: Actor, { expenseId }: { readonly expenseId: string }): Promise<void> {
    permit(actor, 'expense.settle');
    await this.unitOfWork.run(actor, (tx) => removeForgottenClaim(tx, expenseId));
  }
}
