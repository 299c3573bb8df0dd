import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, CodedError, Tx } from '@rochdale/platform';
import type { RecordedTransaction } from '@rochdale/ledger';
import { AskedBuffers, shortBuffer } from '../set-aside/asked-buffers.js';
import { Funds } from './funds.js';
import type { AllocationInput } from './funds.js';

/** Sets money aside in a fund, or gives it back. */
@Injectable()
export class AllocateToFund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    readonly funds: Funds,
    readonly buffers: AskedBuffers,
  ) {}

  /** @throws CodedError FORBIDDEN, BUFFER_NOT_HELD, and as `Funds.allocate` */
  async execute(actor: Actor, input: AllocationInput): Promise<RecordedTransaction> {
    permit(actor, 'fund.allocate');
    return this.unitOfWork.run(actor, async (tx) => {
      // Asked in the order in which votes ask, buffers before funds.
      const short = input.amountMinor > 0n ? await this.#short(tx, input.fundId) : null;
      const transaction = await this.funds.allocate(tx, input);
      // What was done before is answered as it was.
      if (short !== null && !transaction.replayed) throw short;
      return transaction;
    });
  }

  #short(tx: Tx, fundId: string): Promise<CodedError | null> {
    return shortBuffer(tx, this, async () => (await this.funds.find(tx, fundId)).key);
  }
}
