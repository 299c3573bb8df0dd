import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PersonalDataSources } from '@rochdale/membership';
import { idOf, sql } from '@rochdale/platform';
import { z } from 'zod';

const ownExpenses = sql(
  'expenses.export-own-expenses',
  `select e.id, e.title, e.currency, e.amount_minor::text as "amountMinor", e.status, e.reason,
     e.created_at as "createdAt", e.paid_at as "paidAt",
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

/** Which of it are ids, and of what. */
const ownExpensesShape = z.array(
  z.looseObject({
    id: idOf('Expense'),
    items: z.array(z.looseObject({ receiptId: idOf('File').nullable() })).nullable(),
  }),
);

/** Hands over to members what they claimed and what was paid to them. */
@Injectable()
export class OwnExpenses implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    this.sources.register('expenses', ownExpensesShape, async (tx, { memberId }) =>
      memberId === null ? [] : tx.rows(ownExpenses, [memberId, tx.cooperativeId]),
    );
  }
}
