import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import type { ActionHandler } from '@rochdale/governance';
import { ProposalActions } from '@rochdale/governance';
import { z } from 'zod';
import { lockExpense } from '../expense/own-expense.js';
import { approveExpenseAction } from '../expense/submission.js';
import { expensesErrors } from '../expenses.errors.js';
import { ApprovedExpenses } from './approved-expenses.js';

const payloadShape = z.strictObject({ expenseId: z.uuid(), termsHash: z.string().length(64) });

/** Carries out what the members decided: the expense they voted on, on the terms they voted on. */
@Injectable()
export class ApproveExpenseByVote implements OnModuleInit {
  constructor(
    private readonly actions: ProposalActions,
    private readonly approved: ApprovedExpenses,
  ) {}

  onModuleInit(): void {
    this.actions.register(approveExpenseAction, this.approve, { payload: payloadShape });
  }

  readonly approve: ActionHandler = async (tx, { payload }, proposal) => {
    const { expenseId, termsHash } = payloadShape.parse(payload);
    const expense = await lockExpense(tx, expenseId);
    const isThisVote = expense.proposalId === proposal.id && proposal.subject?.id === expenseId;
    if (!isThisVote || expense.termsHash !== termsHash) {
      const message = 'The expense is no longer the one that the members voted on.';
      throw expensesErrors.error('EXPENSE_CHANGED', message);
    }
    await this.approved.owe(tx, expense);
  };
}
