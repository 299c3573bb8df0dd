import { Injectable } from '@nestjs/common';
import { Payouts } from '@rochdale/payouts';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { partnersErrors } from '../partners.errors.js';
import { UsageStatementApproved } from '../partners.events.js';
import { statementFact } from './statement-fact.js';
import { statementStore } from './statement.store.js';
import type { UsageStatementRow } from './statement.store.js';

/** Asks for a statement's payout. In the caller's transaction. */
@Injectable()
export class StatementPayouts {
  constructor(
    private readonly chart: Chart,
    private readonly payouts: Payouts,
  ) {}

  /** @returns the payout's id. @throws CodedError PAYOUT_EXISTS */
  async request(tx: Tx, statement: UsageStatementRow): Promise<string> {
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

/** The statement, locked. @throws CodedError STATEMENT_NOT_FOUND, STATEMENT_STATE */
export async function lockIn(
  tx: Tx,
  id: string,
  state: UsageStatementRow['state'],
): Promise<UsageStatementRow> {
  const statement = await statementStore.lock(tx, id);
  if (statement === null) {
    throw partnersErrors.error('STATEMENT_NOT_FOUND', 'There is no such statement.', {
      path: ['statementId'],
    });
  }
  if (statement.state === state) return statement;
  throw partnersErrors.error('STATEMENT_STATE', `The statement is ${statement.state}.`, {
    path: ['statementId'],
    data: { state: statement.state },
  });
}

/** Notes that a locked statement asked for its payout, and announces it. */
export async function moved(
  tx: Tx,
  statement: UsageStatementRow,
  set: { transactionId?: string; payoutId: string },
): Promise<UsageStatementRow> {
  await statementStore.move(tx, statement, 'approved', set);
  tx.announce(statementFact(UsageStatementApproved, statement));
  const after = await statementStore.lock(tx, statement.id);
  assert(after !== null, 'a locked statement is there');
  return after;
}
