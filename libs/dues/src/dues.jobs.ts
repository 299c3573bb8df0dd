import { z } from 'zod';
import { defineJob, defineReaction, defineSchedule } from '@rochdale/platform';
import { BankStatementRead } from '@rochdale/banking';

/** Issues the invoices of the periods that have begun. */
export const IssueInvoicesJob = defineJob({
  name: 'dues.issue-invoices',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  concurrency: 1,
});

/** Finds the invoices that a statement's lines pay. */
export const MatchDuesLinesJob = defineJob({
  name: 'dues.match-lines',
  payload: z.object({ cooperativeId: z.uuid(), statementId: z.uuid() }),
});

export const duesReactions = [
  defineReaction({
    on: BankStatementRead,
    job: MatchDuesLinesJob,
    payload: (fact) => ({
      cooperativeId: fact.cooperativeId ?? '',
      statementId: String(fact.data['statementId']),
    }),
  }),
];

export const duesSchedules = [
  defineSchedule({ job: IssueInvoicesJob, dailyAt: '03:00', perCooperative: true }),
];
