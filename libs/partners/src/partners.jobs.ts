import { z } from 'zod';
import { defineJob, defineReaction, defineSchedule } from '@rochdale/platform';
import type { RecordedFact } from '@rochdale/platform';
import { PayoutCancelled, PayoutRejected, PayoutReturned, PayoutSettled } from '@rochdale/payouts';

/** Closes the usage periods whose grace is over. */
export const CloseUsagePeriodsJob = defineJob({
  name: 'partners.close-periods',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});

/** The payments room settled a statement's payout, or did not. */
export const RecordStatementPayoutJob = defineJob({
  name: 'partners.record-payout',
  payload: z.object({
    cooperativeId: z.uuid(),
    payoutId: z.uuid(),
    outcome: z.enum(['settled', 'failed']),
  }),
});

interface OfPayout {
  payoutId: string;
  obligationKind: string;
}
type StatementPayout = z.infer<typeof RecordStatementPayoutJob.payload>;

const isOfStatement = ({ data }: RecordedFact<OfPayout>): boolean =>
  data.obligationKind === 'usage-statement';
const payload = (fact: RecordedFact<OfPayout>, outcome: 'settled' | 'failed') => ({
  cooperativeId: fact.cooperativeId ?? '',
  payoutId: fact.data.payoutId,
  outcome,
});

/** A payout came to one of four ends; the money is with the partner after one of them. */
export const statementPayoutReactions = [
  defineReaction({
    on: PayoutSettled,
    job: RecordStatementPayoutJob,
    when: isOfStatement,
    payload: (fact) => payload(fact, 'settled'),
  }),
  ...[PayoutRejected, PayoutReturned, PayoutCancelled].map((on) =>
    defineReaction<StatementPayout, OfPayout>({
      on,
      job: RecordStatementPayoutJob,
      when: isOfStatement,
      payload: (fact) => payload(fact, 'failed'),
    }),
  ),
];

export const closingSchedule = defineSchedule({
  job: CloseUsagePeriodsJob,
  dailyAt: '04:00',
  perCooperative: true,
});
