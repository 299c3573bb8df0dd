import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { lockIn, moved, StatementPayouts } from './statement-payouts.js';
import type { UsageStatementRow } from './statement.store.js';

/** A treasurer approves a partner's statement: the debt is due and asks for its payout, once. */
@Injectable()
export class ApproveStatement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly payouts: StatementPayouts,
  ) {}

  /** @throws CodedError FORBIDDEN, STATEMENT_NOT_FOUND, STATEMENT_STATE */
  async execute(actor: Actor, input: { statementId: string }): Promise<UsageStatementRow> {
    permit(actor, 'usage-statement.approve');
    return this.unitOfWork.run(actor, async (tx) => {
      const statement = await lockIn(tx, input.statementId, 'draft');
      const accounts = await this.chart.accounts(
        tx,
        ['partner-pool', 'partner-payables'],
        statement.currency,
      );
      const { amountMinor } = statement;
      const transaction = await this.ledger.post(tx, {
        idempotencyKey: `usage-statement:${statement.id}`,
        description: 'Statement of a partner approved',
        source: { kind: 'usage-statement', id: statement.id },
        postings: [
          { accountId: accounts.require('partner-pool'), amountMinor },
          { accountId: accounts.require('partner-payables'), amountMinor: -amountMinor },
        ],
      });
      const payoutId = await this.payouts.request(tx, statement);
      return moved(tx, statement, { transactionId: transaction.id, payoutId });
    });
  }
}
