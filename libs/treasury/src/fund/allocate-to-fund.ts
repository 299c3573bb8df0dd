import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { RecordedTransaction } from '@rochdale/ledger';
import { Funds } from './funds.js';
import type { AllocationInput } from './funds.js';

/** Sets money aside in a fund, or gives it back. */
@Injectable()
export class AllocateToFund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly funds: Funds,
  ) {}

  /** @throws CodedError FORBIDDEN, and as `Funds.allocate` */
  async execute(actor: Actor, input: AllocationInput): Promise<RecordedTransaction> {
    permit(actor, 'fund.allocate');
    return this.unitOfWork.run(actor, (tx) => this.funds.allocate(tx, input));
  }
}
