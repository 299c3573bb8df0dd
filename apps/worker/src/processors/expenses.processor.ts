import { Injectable } from '@nestjs/common';
import {
  RecordExpensePayout,
  RecordPayoutOfExpense,
  SettleExpenseVote,
  SettleVotedExpense,
} from '@rochdale/expenses';
import { handle } from '@rochdale/platform';

@Injectable()
export class ExpensesProcessor {
  readonly handlers;

  constructor(settleVote: SettleVotedExpense, recordPayout: RecordPayoutOfExpense) {
    this.handlers = [
      handle(SettleExpenseVote, (actor, payload) => settleVote.execute(actor, payload)),
      handle(RecordExpensePayout, (actor, payload) => recordPayout.execute(actor, payload)),
    ];
  }
}
