import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { GivenBack } from '@rochdale/payouts';
import type { PayoutOf, TakingBack } from '@rochdale/payouts';
import type { CodedError, Tx } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';
import { waiverStore } from './waiver.store.js';

/**
 * What was waived or voided is owed no more: what a bank debits of it all the same is claimed back,
 * and that it came back before is not undone, since nothing is there that could be paid.
 */
@Injectable()
export class WaivedExpenses implements OnModuleInit, TakingBack {
  constructor(private readonly givenBack: GivenBack) {}

  onModuleInit(): void {
    this.givenBack.register('expense', this);
  }

  owedNoMore(tx: Tx, expenseIds: readonly string[]): Promise<ReadonlySet<string>> {
    return waiverStore.owedNoMore(tx, expenseIds);
  }

  async whyNot(tx: Tx, payouts: readonly PayoutOf[]): Promise<ReadonlyMap<string, CodedError>> {
    const ids = payouts.map(({ obligationId }) => obligationId);
    const waived = await waiverStore.owedNoMore(tx, ids);
    const of = payouts.filter(({ obligationId }) => waived.has(obligationId));
    return new Map(of.map(({ id }) => [id, waivedSince()]));
  }

  /** @throws CodedError EXPENSE_STATUS_CONFLICT when it was waived or voided */
  async take(tx: Tx, { obligationId }: PayoutOf): Promise<void> {
    if ((await waiverStore.owedNoMore(tx, [obligationId])).size > 0) throw waivedSince();
  }
}

function waivedSince(): CodedError {
  const message = 'What this line brought back was waived or voided since: it is owed no more.';
  return expensesErrors.error('EXPENSE_STATUS_CONFLICT', message, { path: ['lineId'] });
}
