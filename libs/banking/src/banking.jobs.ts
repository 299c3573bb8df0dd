import { z } from 'zod';
import { defineJob, defineReaction } from '@rochdale/platform';
import { BankStatementRead } from './banking.events.js';

const tenant = { cooperativeId: z.uuid() };

// Jobs keep the names under which they wait in the table.

/** Reads a received statement file into raw lines. */
export const ReadStatementFileJob = defineJob({
  name: 'payments.read-statement-file',
  payload: z.object({ ...tenant, fileId: z.uuid() }),
  concurrency: 2,
});

/** Finds what a statement's lines were for. */
export const MatchBankLinesJob = defineJob({
  name: 'banking.match-bank-lines',
  payload: z.object({
    ...tenant,
    statementId: z.uuid(),
    after: z.object({ id: z.uuid(), isCredit: z.boolean() }).optional(),
  }),
});

defineReaction({
  on: BankStatementRead,
  job: MatchBankLinesJob,
  payload: (fact) => ({
    cooperativeId: fact.cooperativeId ?? '',
    statementId: fact.data.statementId,
  }),
});
