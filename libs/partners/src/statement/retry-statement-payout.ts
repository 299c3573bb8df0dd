import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { lockIn, moved, StatementPayouts } from './statement-payouts.js';
import type { UsageStatementRow } from './statement.store.js';

/** Asks again for the payout of a statement whose last one failed or came back. */
@Injectable()
export class RetryStatementPayout {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly payouts: StatementPayouts,
  ) {}

  /** @throws CodedError FORBIDDEN, STATEMENT_NOT_FOUND, STATEMENT_STATE */
  async execute(actor: Actor, input: { statementId: string }): Promise<UsageStatementRow> {
    permit(actor, 'usage-statement.approve');
    return this.unitOfWork.run(actor, async (tx) => {
      const statement = await lockIn(tx, input.statementId, 'payout-failed');
      return moved(tx, statement, { payoutId: await this.payouts.request(tx, statement) });
    });
  }
}
