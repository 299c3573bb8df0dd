import type { RecordedFact } from '@rochdale/platform';
import { defineJob, defineReaction } from '@rochdale/platform';
import { ProposalCancelled, ProposalClosed, ProposalExpired } from '@rochdale/governance';
import { PayoutCancelled, PayoutRejected, PayoutReturned, PayoutSettled } from '@rochdale/payouts';
import { z } from 'zod';

/** A vote on an expense ended without passing it. */
export const SettleExpenseVote = defineJob({
  name: 'expenses.settle-vote',
  payload: z.object({
    cooperativeId: z.uuid(),
    expenseId: z.uuid(),
    proposalId: z.uuid(),
    ended: z.enum(['rejected', 'no-quorum', 'tied', 'cancelled', 'expired']),
  }),
});

/** The payments room settled a payout, or did not. */
export const RecordExpensePayout = defineJob({
  name: 'expenses.record-payout',
  payload: z.object({
    cooperativeId: z.uuid(),
    payoutId: z.uuid(),
    came: z.enum(['settled', 'failed']),
  }),
});

export const expensesJobs = [SettleExpenseVote, RecordExpensePayout] as const;

const cooperativeOf = (fact: RecordedFact): string => {
  if (fact.cooperativeId === null) throw new Error(`${fact.type} happens in a co-operative`);
  return fact.cooperativeId;
};
const isOfExpense = ({ data }: RecordedFact): boolean => data['subjectKind'] === 'expense';

type Ended = z.infer<typeof SettleExpenseVote.payload>['ended'];

const settle = (fact: RecordedFact, ended: Ended): z.infer<typeof SettleExpenseVote.payload> => ({
  cooperativeId: cooperativeOf(fact),
  expenseId: String(fact.data['subjectId']),
  proposalId: String(fact.data['proposalId']),
  ended,
});

const payout = (fact: RecordedFact, came: 'settled' | 'failed') => ({
  cooperativeId: cooperativeOf(fact),
  payoutId: String(fact.data['payoutId']),
  came,
});

const paysExpense = ({ data }: RecordedFact): boolean => data['obligationKind'] === 'expense';

export const expensesReactions = [
  defineReaction({
    on: ProposalClosed.type,
    job: SettleExpenseVote,
    when: (fact) => isOfExpense(fact) && fact.data['outcome'] !== 'passed',
    payload: (fact) => settle(fact, fact.data['outcome'] as Ended),
  }),
  defineReaction({
    on: ProposalCancelled.type,
    job: SettleExpenseVote,
    // What the expense itself called off needs no news of it.
    when: (fact) => isOfExpense(fact) && fact.data['by'] !== 'subject',
    payload: (fact) => settle(fact, 'cancelled'),
  }),
  defineReaction({
    on: ProposalExpired.type,
    job: SettleExpenseVote,
    when: isOfExpense,
    payload: (fact) => settle(fact, 'expired'),
  }),
  defineReaction({
    on: PayoutSettled.type,
    job: RecordExpensePayout,
    when: paysExpense,
    payload: (fact) => payout(fact, 'settled'),
  }),
  ...[PayoutReturned, PayoutRejected, PayoutCancelled].map(({ type: on }) =>
    defineReaction({
      on,
      job: RecordExpensePayout,
      when: paysExpense,
      payload: (fact) => payout(fact, 'failed'),
    }),
  ),
] as const;
