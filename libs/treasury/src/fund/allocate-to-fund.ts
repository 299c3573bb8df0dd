import { Injectable } from '@nestjs/common';
import { CodedError, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import type { RecordedTransaction } from '@rochdale/ledger';
import { AskedBuffers } from '../set-aside/asked-buffers.js';
import { Funds } from './funds.js';
import type { AllocationInput } from './funds.js';

/** Sets money aside in a fund, or gives it back. */
@Injectable()
export class AllocateToFund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly funds: Funds,
    private readonly buffers: AskedBuffers,
  ) {}

  /** @throws CodedError FORBIDDEN, BUFFER_NOT_HELD, and as `Funds.allocate` */
  async execute(actor: Actor, input: AllocationInput): Promise<RecordedTransaction> {
    permit(actor, 'fund.allocate');
    return this.unitOfWork.run(actor, async (tx) => {
      // Asked in the order in which votes ask, buffers before funds.
      const short = input.amountMinor > 0n ? await this.#shortBuffer(tx, input.fundId) : null;
      const transaction = await this.funds.allocate(tx, input);
      // What was done before is answered as it was.
      if (short !== null && !transaction.replayed) throw short;
      return transaction;
    });
  }

  /**
   * Why nothing goes into a fund by hand, of what members' rules ask of votes; null when it may.
   * What goes into one of the buffers is asked for none.
   */
  async #shortBuffer(tx: Tx, fundId: string): Promise<CodedError | null> {
    const asked = await this.buffers.inForce(tx);
    if (asked.length === 0) return null;
    const { key } = await this.funds.find(tx, fundId);
    if (asked.some(({ fundKey }) => fundKey === key)) return null;
    try {
      for (const buffer of asked) await this.funds.requireBuffer(tx, buffer);
      return null;
    } catch (error) {
      if (error instanceof CodedError) return error;
      throw error;
    }
  }
}
