import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { UsageStatementPaid, UsageStatementPayoutFailed } from '../partners.events.js';
import { statementFact } from './statement-fact.js';
import { statementStore } from './statement.store.js';

/** Follows what became of a statement's payout. Old news changes nothing. */
@Injectable()
export class RecordStatementPayout {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError FORBIDDEN */
  async execute(
    actor: Actor,
    input: { payoutId: string; outcome: 'settled' | 'failed' },
  ): Promise<void> {
    permit(actor, 'usage-statement.settle');
    await this.unitOfWork.run(actor, async (tx) => {
      const statement = await statementStore.lockByPayout(tx, input.payoutId);
      if (statement === null) return;
      if (input.outcome === 'settled' && statement.state === 'approved') {
        await statementStore.move(tx, statement, 'paid');
        tx.announce(statementFact(UsageStatementPaid, statement));
      }
      const canFail = statement.state === 'approved' || statement.state === 'paid';
      if (input.outcome === 'failed' && canFail) {
        await statementStore.move(tx, statement, 'payout-failed');
        tx.announce(statementFact(UsageStatementPayoutFailed, statement));
      }
    });
  }
}
