import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { idOf, PersonalDataSources, sql } from '@rochdale/platform';
import { z } from 'zod';

const ownExpenses = sql(
  'expenses.export-own-expenses',
  `select e.id, e.title, e.bill_number as "billNumber",
     e.currency, e.amount_minor::text as "amountMinor", e.status, e.reason,
     case when e.payee_kind = 'member' and e.payee_id = $1
       then e.destination_masked end as "paidTo",
     e.submitted_at as "submittedAt", e.decided_at as "decidedAt",
     e.created_at as "createdAt", e.paid_at as "paidAt",
     e.waived_at as "waivedAt", e.voided_at as "voidedAt", e.ended_at as "endedAt",
     (select jsonb_agg(jsonb_build_object('description', i.description, 'category', i.category,
        'incurredOn', i.incurred_on, 'amountMinor', i.amount_minor::text,
        'receiptId', i.receipt_id) order by i.ordinal)
      from expenses.items i
      where i.cooperative_id = e.cooperative_id and i.expense_id = e.id) as items
   from expenses.expenses e
   where e.cooperative_id = $2 and (e.submitter_member_id = $1
     or (e.submitted_at is not null and e.payee_kind = 'member' and e.payee_id = $1))
   order by e.created_at, e.id`,
);

const ownApprovals = sql(
  'expenses.export-own-approvals',
  `select expense_id as "expenseId", approver_role as "approverRole",
     approved_at as "approvedAt", voided_at as "voidedAt", void_reason as "voidReason"
   from expenses.approvals
   where cooperative_id = $2 and approver_member_id = $1 order by approved_at, id`,
);
const ownRules = sql(
  'expenses.export-own-approval-rules',
  `select version, currency, adopted_at as "adoptedAt" from expenses.approval_rules
   where cooperative_id = $2 and adopted_by_member_id = $1 order by adopted_at, id`,
);

// What was never submitted is its author's alone.
const receiptsOfOthers = sql(
  'expenses.find-receipts-that-pay-member',
  `select distinct i.receipt_id as id
   from expenses.expenses e join expenses.items i
     on i.cooperative_id = e.cooperative_id and i.expense_id = e.id
   where e.cooperative_id = $2 and e.payee_kind = 'member' and e.payee_id = $1
     and e.submitted_at is not null and i.receipt_id is not null
   order by id`,
);

/** Which of it are ids, and of what. */
const ownExpensesShape = z.array(
  z.looseObject({
    id: idOf('Expense'),
    items: z.array(z.looseObject({ receiptId: idOf('File').nullable() })).nullable(),
  }),
);

const ownPartShape = z.object({
  approvals: z.array(z.looseObject({ expenseId: idOf('Expense') })),
  rules: z.array(z.looseObject({})),
});

/** Hands over to members what they claimed and what was paid to them. */
@Injectable()
export class OwnExpenses implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    this.sources.register('expenses', ownExpensesShape, async (tx, { memberId }) =>
      tx.rows(ownExpenses, [memberId, tx.cooperativeId]),
    );
    this.sources.registerFiles('expenses', async (tx, { memberId }) => {
      const params = [memberId, tx.cooperativeId];
      const found = await tx.rows<{ id: string }>(receiptsOfOthers, params);
      return found.map(({ id }) => id);
    });
    this.sources.register('approving', ownPartShape, async (tx, { memberId }) => ({
      approvals: await tx.rows(ownApprovals, [memberId, tx.cooperativeId]),
      rules: await tx.rows(ownRules, [memberId, tx.cooperativeId]),
    }));
  }
}
