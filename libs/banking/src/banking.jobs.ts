import { z } from 'zod';
import { defineJob, defineReaction } from '@rochdale/platform';
import { BankStatementRead } from './banking.events.js';

const tenant = { cooperativeId: z.uuid() };

/** A long statement is matched by several jobs in a row. */
export const linesPerJob = 200;

// Jobs keep the names under which they wait in the table.

/** Reads a received statement file into raw lines. */
export const ReadStatementFileJob = defineJob({
  name: 'payments.read-statement-file',
  payload: z.object({ ...tenant, fileId: z.uuid() }),
  concurrency: 2,
});

/** Finds what lines were for: those of a statement, or these. */
export const MatchBankLinesJob = defineJob({
  name: 'banking.match-bank-lines',
  payload: z.union([
    z.object({
      ...tenant,
      statementId: z.uuid(),
      after: z
        .object({ id: z.uuid(), isCredit: z.boolean(), isReturn: z.boolean().optional() })
        .optional(),
    }),
    z.object({ ...tenant, lineIds: z.array(z.uuid()).max(linesPerJob) }),
  ]),
});

/** What else is an erased member's, of whom a line came that was booked just now. */
export const LockLinesOfErasedJob = defineJob({
  name: 'banking.lock-lines-of-erased',
  payload: z.object({ ...tenant, lineId: z.uuid() }),
});

/**
 * Lines in the books that bear one name of who was erased just now, found by it, and since when
 * they were called so, where that is known.
 */
export const LockLinesByNameJob = defineJob({
  name: 'banking.lock-lines-by-name',
  payload: z.object({
    ...tenant,
    memberId: z.uuid(),
    lineIds: z.array(z.uuid()),
    since: z.iso.datetime().nullish(),
  }),
});

/** What follows from undoing what a line had been taken for, and whose it had been. */
export const FollowUndoneLineJob = defineJob({
  name: 'banking.follow-undone-line',
  payload: z.object({ ...tenant, lineId: z.uuid(), memberIds: z.array(z.uuid()) }),
});

defineReaction({
  on: BankStatementRead,
  job: MatchBankLinesJob,
  payload: (fact) => ({
    cooperativeId: fact.cooperativeId ?? '',
    statementId: fact.data.statementId,
  }),
});
