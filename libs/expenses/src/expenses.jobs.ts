import type { RecordedFact } from '@rochdale/platform';
import { defineJob, defineReaction, defineSchedule } from '@rochdale/platform';
import {
  DraftDiscarded,
  ProposalCancelled,
  ProposalClosed,
  ProposalExpired,
} from '@rochdale/governance';
import { MemberErased, StandingChanged } from '@rochdale/membership';
import { hearPayoutEnds, PayeeDetailsChanged } from '@rochdale/payouts';
import { z } from 'zod';

/** A vote on an expense ended without passing it. */
export const SettleExpenseVote = defineJob({
  name: 'expenses.settle-vote',
  payload: z.object({
    cooperativeId: z.uuid(),
    expenseId: z.uuid(),
    proposalId: z.uuid(),
    ended: z.enum(['rejected', 'no-quorum', 'tied', 'cancelled', 'expired']),
    /** The vote to which it was put again, or that it went on to. */
    runOffId: z.uuid().nullable().default(null),
  }),
});

/** Payouts settled one, or did not, or took its settlement back. */
export const RecordExpensePayout = defineJob({
  name: 'expenses.record-payout',
  payload: z.object({
    cooperativeId: z.uuid(),
    payoutId: z.uuid(),
    came: z.enum(['settled', 'failed', 'reopened']),
  }),
});

/** A payee said otherwise where to be paid. */
export const FollowPayee = defineJob({
  name: 'expenses.follow-payee',
  payload: z.object({
    cooperativeId: z.uuid(),
    kind: z.enum(['member', 'partner']),
    id: z.uuid(),
  }),
});

/** What an erased member, or who only applied, said of where to pay is taken away. */
export const ForgetPayee = defineJob({
  name: 'expenses.forget-payee',
  payload: z.object({ cooperativeId: z.uuid(), memberId: z.uuid() }),
});

/** What others claimed for an erased member, and nobody decided, ends. */
export const EndClaimsJob = defineJob({
  name: 'expenses.end-claims',
  payload: z.object({ cooperativeId: z.uuid(), memberId: z.uuid() }),
});

/** What nobody decided within a year lapses, and is told before. */
export const EndUndecidedJob = defineJob({
  name: 'expenses.end-undecided',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});

defineSchedule({ job: EndUndecidedJob, dailyAt: '04:20', perCooperative: true });

/** A claim of an erased member ended without anything owed. */
export const ForgetClaimJob = defineJob({
  name: 'expenses.forget-claim',
  payload: z.object({ cooperativeId: z.uuid(), expenseId: z.uuid() }),
});

const cooperativeOf = (fact: RecordedFact<object>): string => {
  if (fact.cooperativeId === null) throw new Error(`${fact.type} happens in a co-operative`);
  return fact.cooperativeId;
};
interface OfProposal {
  proposalId: string;
  runOffId?: string | null | undefined;
  escalationId?: string | null | undefined;
  subjectKind: string | null;
  subjectId: string | null;
}

const isOfExpense = ({ data }: RecordedFact<OfProposal>): boolean => data.subjectKind === 'expense';

type Ended = z.infer<typeof SettleExpenseVote.payload>['ended'];

const settle = (
  fact: RecordedFact<OfProposal>,
  ended: Ended,
): z.infer<typeof SettleExpenseVote.payload> => ({
  cooperativeId: cooperativeOf(fact),
  expenseId: fact.data.subjectId ?? '',
  proposalId: fact.data.proposalId,
  ended,
  runOffId: fact.data.runOffId ?? fact.data.escalationId ?? null,
});

/** What of votes, payees and payouts expenses follow. */
export const expensesReactions = [
  defineReaction({
    on: ProposalClosed,
    job: SettleExpenseVote,
    when: (fact) => isOfExpense(fact) && fact.data.outcome !== 'passed',
    payload: (fact) => settle(fact, fact.data.outcome as Ended),
  }),
  ...[ProposalCancelled, DraftDiscarded].map((on) =>
    defineReaction({
      on,
      job: SettleExpenseVote,
      // What the expense itself called off needs no news of it.
      when: (fact) => isOfExpense(fact) && fact.data.by !== 'subject',
      payload: (fact) => settle(fact, 'cancelled'),
    }),
  ),
  defineReaction({
    on: ProposalExpired,
    job: SettleExpenseVote,
    when: isOfExpense,
    payload: (fact) => settle(fact, 'expired'),
  }),
  defineReaction({
    on: PayeeDetailsChanged,
    job: FollowPayee,
    payload: (fact) => ({
      cooperativeId: cooperativeOf(fact),
      kind: fact.data.payeeKind === 'member' ? ('member' as const) : ('partner' as const),
      id: fact.data.payeeId,
    }),
  }),
  defineReaction({
    on: MemberErased,
    job: ForgetPayee,
    payload: (fact) => ({ cooperativeId: cooperativeOf(fact), memberId: fact.data.memberId }),
  }),
  defineReaction({
    on: MemberErased,
    job: EndClaimsJob,
    payload: (fact) => ({ cooperativeId: cooperativeOf(fact), memberId: fact.data.memberId }),
  }),
  defineReaction({
    on: StandingChanged,
    job: ForgetPayee,
    when: ({ data }) => data.from === 'applicant' && data.to === 'left',
    payload: (fact) => ({ cooperativeId: cooperativeOf(fact), memberId: fact.data.memberId }),
  }),
  ...hearPayoutEnds('expense', RecordExpensePayout, ({ outcome, ...end }) => ({
    ...end,
    came: outcome,
  })),
] as const;
