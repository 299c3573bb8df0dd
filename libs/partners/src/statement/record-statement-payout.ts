import { Injectable } from '@nestjs/common';
import { isNewsOf, Payouts } from '@rochdale/payouts';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { UsageStatementPaid, UsageStatementPayoutFailed } from '../partners.events.js';
import { statementFact } from './statement-fact.js';
import { statementStore } from './statement.store.js';
import type { UsageStatementRow } from './statement.store.js';

export interface StatementPayoutEnd {
  readonly payoutId: string;
  readonly outcome: 'settled' | 'failed' | 'reopened';
}

/**
 * Follows what became of a statement's payout. Old news changes nothing. One that failed may be
 * settled after all, as long as nobody asked again, or what was asked for failed as well.
 */
@Injectable()
export class RecordStatementPayout {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly payouts: Payouts,
  ) {}

  /** @throws CodedError FORBIDDEN */
  async execute(actor: Actor, { payoutId, outcome }: StatementPayoutEnd): Promise<void> {
    permit(actor, 'usage-statement.settle');
    await this.unitOfWork.run(actor, async (tx) => {
      const statement = await this.#lock(tx, payoutId);
      if (statement === null) return;
      const payout = await this.payouts.find(tx, payoutId);
      const debt = { payoutId: statement.payoutId, hasFailed: statement.state === 'payout-failed' };
      if (!isNewsOf(debt, { payoutId, outcome }, payout)) return;
      if (outcome === 'settled') await recordPaid(tx, statement, payoutId);
      else if (outcome === 'failed') await recordFailed(tx, statement);
      else if (statement.state === 'paid') await statementStore.move(tx, statement, 'approved');
    });
  }

  async #lock(tx: Tx, payoutId: string): Promise<UsageStatementRow | null> {
    const current = await statementStore.lockByPayout(tx, payoutId);
    if (current !== null) return current;
    const payout = await this.payouts.find(tx, payoutId);
    const isOfStatement = payout?.obligationKind === 'usage-statement';
    return isOfStatement ? statementStore.lock(tx, payout.obligationId) : null;
  }
}

async function recordPaid(tx: Tx, statement: UsageStatementRow, payoutId: string): Promise<void> {
  if (statement.state !== 'payout-failed' && statement.state !== 'approved') return;
  const isOther = statement.state === 'approved' && statement.payoutId !== payoutId;
  if (isOther) await statementStore.move(tx, statement, 'payout-failed');
  if (isOther || statement.state === 'payout-failed') {
    const failed = { ...statement, state: 'payout-failed' } as const;
    await statementStore.move(tx, failed, 'approved', { payoutId });
  }
  const paid = { ...statement, payoutId, state: 'approved' } as const;
  await statementStore.move(tx, paid, 'paid');
  tx.announce(statementFact(UsageStatementPaid, paid));
}

async function recordFailed(tx: Tx, statement: UsageStatementRow): Promise<void> {
  if (statement.state !== 'approved' && statement.state !== 'paid') return;
  await statementStore.move(tx, statement, 'payout-failed');
  tx.announce(statementFact(UsageStatementPayoutFailed, statement));
}
