import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { Payouts } from '@rochdale/payments';
import { assert, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { partnersErrors } from '../partners.errors.js';
import { UsageStatementApproved } from '../partners.events.js';
import { statementFact } from './statement-fact.js';
import { statementStore } from './statement.store.js';
import type { UsageStatementRow } from './statement.store.js';

/** A treasurer approves a partner's statement: the debt is due and asks for its payout, once. */
@Injectable()
export class ApproveStatement {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly payouts: Payouts,
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
      const payoutId = await this.#request(tx, statement);
      return moved(tx, statement, { transactionId: transaction.id, payoutId });
    });
  }

  /**
   * Asks again for the payout of a statement whose last one failed or came back.
   *
   * @throws CodedError FORBIDDEN, STATEMENT_NOT_FOUND, STATEMENT_STATE
   */
  async retry(actor: Actor, input: { statementId: string }): Promise<UsageStatementRow> {
    permit(actor, 'usage-statement.approve');
    return this.unitOfWork.run(actor, async (tx) => {
      const statement = await lockIn(tx, input.statementId, 'payout-failed');
      return moved(tx, statement, { payoutId: await this.#request(tx, statement) });
    });
  }

  async #request(tx: Tx, statement: UsageStatementRow): Promise<string> {
    const { currency } = statement;
    const payout = await this.payouts.request(tx, {
      obligation: { kind: 'usage-statement', id: statement.id },
      payee: { kind: 'partner', id: statement.partnerId },
      amountMinor: statement.amountMinor,
      currency,
      debitAccountId: await this.chart.account(tx, 'partner-payables', currency),
      memo: 'Hosting statement',
    });
    return payout.id;
  }
}

async function lockIn(
  tx: Tx,
  id: string,
  state: UsageStatementRow['state'],
): Promise<UsageStatementRow> {
  const statement = await statementStore.lock(tx, id);
  if (statement === null) {
    throw partnersErrors.error('STATEMENT_NOT_FOUND', 'There is no such statement.');
  }
  if (statement.state === state) return statement;
  throw partnersErrors.error('STATEMENT_STATE', `The statement is ${statement.state}.`, {
    data: { state: statement.state },
  });
}

async function moved(
  tx: Tx,
  statement: UsageStatementRow,
  set: { transactionId?: string; payoutId: string },
): Promise<UsageStatementRow> {
  const changed = await statementStore.move(tx, statement, 'approved', set);
  assert(changed === 1, 'a locked statement changes');
  tx.announce(statementFact(UsageStatementApproved, statement));
  const after = await statementStore.lock(tx, statement.id);
  assert(after !== null, 'a locked statement is there');
  return after;
}
