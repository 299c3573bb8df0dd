import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { GivenBack } from '@rochdale/payouts';
import type { PayoutOf, TakingBack } from '@rochdale/payouts';
import type { CodedError, Tx } from '@rochdale/platform';
import { expensesErrors } from '../expenses.errors.js';
import { waiverStore } from './waiver.store.js';

/**
 * What was waived is owed no more: what a bank debits of it all the same is claimed back, and that
 * it came back before is not undone, since nothing is there that could be paid.
 */
@Injectable()
export class WaivedExpenses implements OnModuleInit, TakingBack {
  constructor(private readonly givenBack: GivenBack) {}

  onModuleInit(): void {
    this.givenBack.register('expense', this);
  }

  owedNoMore(tx: Tx, expenseIds: readonly string[]): Promise<ReadonlySet<string>> {
    return waiverStore.waived(tx, expenseIds);
  }

  async whyNot(tx: Tx, payouts: readonly PayoutOf[]): Promise<ReadonlyMap<string, CodedError>> {
    const ids = payouts.map(({ obligationId }) => obligationId);
    const waived = await waiverStore.waived(tx, ids);
    const of = payouts.filter(({ obligationId }) => waived.has(obligationId));
    return new Map(of.map(({ id }) => [id, waivedSince()]));
  }

  /** @throws CodedError EXPENSE_STATUS_CONFLICT when it was waived */
  async take(tx: Tx, { obligationId }: PayoutOf): Promise<void> {
    if ((await waiverStore.waived(tx, [obligationId])).size > 0) throw waivedSince();
  }
}

function waivedSince(): CodedError {
  const message = 'What this line brought back was waived since: nothing is owed that it paid.';
  return expensesErrors.error('EXPENSE_STATUS_CONFLICT', message, { path: ['lineId'] });
}
