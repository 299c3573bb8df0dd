import type { Tx } from '@rochdale/platform';
import { newId, sql } from '@rochdale/platform';
import type { ApprovalBands } from './approval-rule.js';

export interface ApprovalRuleView {
  readonly id: string;
  readonly currency: string;
  readonly version: number;
  readonly bands: ApprovalBands;
  readonly adoptedAt: Date;
}

const columns = `id, currency, version, bands, adopted_at as "adoptedAt"`;

const inForce = sql(
  'expenses.find-approval-rule-in-force',
  `select ${columns} from expenses.approval_rules where cooperative_id = $2 and currency = $1
     and retired_at is null`,
);

const retire = sql(
  'expenses.retire-approval-rule',
  `update expenses.approval_rules set retired_at = $2 where cooperative_id = $3
     and currency = $1 and retired_at is null`,
);

const insert = sql(
  'expenses.insert-approval-rule',
  `insert into expenses.approval_rules
     (id, cooperative_id, currency, version, bands, adopted_at, adopted_by_member_id)
   select $1, $2, $3, coalesce(max(version), 0) + 1, $4::jsonb, $5, $6
   from expenses.approval_rules where cooperative_id = $2 and currency = $3
   returning ${columns}`,
);

const list = sql(
  'expenses.list-approval-rules',
  `select ${columns} from expenses.approval_rules where cooperative_id = $1
     and retired_at is null order by currency`,
);

/** Approval rules in SQL: one in force per currency. */
export const approvalRuleStore = {
  inForce: (tx: Tx, currency: string): Promise<ApprovalRuleView | null> =>
    tx.maybeOne<ApprovalRuleView>(inForce, [currency, tx.cooperativeId]),

  list: (tx: Tx): Promise<ApprovalRuleView[]> =>
    tx.rows<ApprovalRuleView>(list, [tx.actor.cooperativeId]),

  async replace(tx: Tx, currency: string, bands: ApprovalBands): Promise<ApprovalRuleView> {
    await tx.run(retire, [currency, tx.now, tx.cooperativeId]);
    return tx.one<ApprovalRuleView>(insert, [
      newId(),
      tx.cooperativeId,
      currency,
      JSON.stringify(bands),
      tx.now,
      tx.actor.memberId,
    ]);
  },
};
