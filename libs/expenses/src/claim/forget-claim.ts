import { Injectable } from '@nestjs/common';
import { permit, Postponed, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { removeForgottenClaim } from '../expense/forget-expenses.js';

/** What an erased member claimed, and was refused or taken back since, goes. */
@Injectable()
export class ForgetClaim {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws CodedError FORBIDDEN for everybody but the service itself
   * @throws Postponed as long as somebody is still to be told what became of it
   */
  async execute(actor: Actor, { expenseId }: { readonly expenseId: string }): Promise<void> {
    permit(actor, 'expense.settle');
    const again = await this.unitOfWork.run(actor, (tx) => removeForgottenClaim(tx, expenseId));
    if (again !== null) throw new Postponed(again);
  }
}
