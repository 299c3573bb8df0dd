import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { MemberDirectory, OpenAffairs } from '@rochdale/membership';
import { Payees, payoutsUnderWay } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { expensesErrors } from './expenses.errors.js';
import { expenseStore } from './expense/expense.store.js';

/**
 * Members are paid whatever their standing: who left is still owed what they spent, and is not
 * erased before they have it.
 */
@Injectable()
export class MemberPayees implements OnModuleInit {
  constructor(
    private readonly payees: Payees,
    private readonly members: MemberDirectory,
    private readonly affairs: OpenAffairs,
  ) {}

  onModuleInit(): void {
    this.payees.register(
      'member',
      (tx, ids) => this.members.payable(tx, ids),
      (tx, ids) => this.members.among(tx, ids),
    );
    this.affairs.register('expenses', unpaidExpenses);
    this.affairs.register('payouts', payoutsUnderWay);
  }
}

async function unpaidExpenses(tx: Tx, memberIds: readonly string[]) {
  const ids = await expenseStore.unpaidPayees(tx, memberIds);
  const message = 'What they claimed is neither paid nor refused yet.';
  return new Map(
    ids.map((id) => [id, expensesErrors.error('EXPENSE_UNPAID', message, { path: ['memberId'] })]),
  );
}
