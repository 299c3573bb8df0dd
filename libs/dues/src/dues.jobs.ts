import { PayoutCancelled, PayoutRejected, PayoutReturned, PayoutSettled } from '@rochdale/payouts';
import { defineJob, defineReaction, defineSchedule } from '@rochdale/platform';
import type { RecordedFact } from '@rochdale/platform';
import { z } from 'zod';
import { refundObligation } from './credit/refund.js';

/** Issues the invoices of the periods that have begun. */
export const IssueInvoicesJob = defineJob({
  name: 'dues.issue-invoices',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});

defineSchedule({ job: IssueInvoicesJob, dailyAt: '03:00', perCooperative: true });

/** The payout of a member's credit was settled, or came to nothing. */
export const RecordRefundJob = defineJob({
  name: 'dues.record-refund',
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
type RefundPayout = z.infer<typeof RecordRefundJob.payload>;

const isOfRefund = ({ data }: RecordedFact<OfPayout>): boolean =>
  data.obligationKind === refundObligation;
const payload = (fact: RecordedFact<OfPayout>, outcome: RefundPayout['outcome']) => ({
  cooperativeId: fact.cooperativeId ?? '',
  payoutId: fact.data.payoutId,
  outcome,
});

/** What of payouts dues follow. */
export const duesReactions = [
  defineReaction({
    on: PayoutSettled,
    job: RecordRefundJob,
    when: isOfRefund,
    payload: (fact) => payload(fact, 'settled'),
  }),
  ...[PayoutRejected, PayoutReturned, PayoutCancelled].map((on) =>
    defineReaction<RefundPayout, OfPayout>({
      on,
      job: RecordRefundJob,
      when: isOfRefund,
      payload: (fact) => payload(fact, 'failed'),
    }),
  ),
] as const;
