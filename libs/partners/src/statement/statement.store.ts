import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

export const statementStates = ['draft', 'approved', 'accrued', 'paid', 'payout-failed'] as const;
export type StatementState = (typeof statementStates)[number];

/** A partner's share of a period. Fixed when drawn up, and hashed to the events it stands on. */
export interface UsageStatementRow {
  readonly id: string;
  readonly partnerId: string;
  readonly periodId: string;
  readonly shareMinor: bigint;
  /** What waited from earlier statements because it was below the least payout. */
  readonly accruedMinor: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly events: bigint;
  readonly lateEvents: bigint;
  readonly eventsHash: string;
  readonly quantity: string;
  readonly state: StatementState;
  readonly approvedAt: Date | null;
  readonly transactionId: string | null;
  readonly payoutId: string | null;
  readonly createdAt: Date;
}

export const statementColumns = `id, partner_id as "partnerId", period_id as "periodId",
  share_minor as "shareMinor", accrued_minor as "accruedMinor", amount_minor as "amountMinor",
  currency, events, late_events as "lateEvents", events_hash as "eventsHash",
  trim_scale(quantity)::text as quantity, state, approved_at as "approvedAt",
  transaction_id as "transactionId", payout_id as "payoutId", created_at as "createdAt"`;

const insert = sql(
  'partners.insert-statement',
  `insert into partners.statements (id, cooperative_id, partner_id, period_id, share_minor,
     accrued_minor, amount_minor, currency, events, late_events, events_hash, quantity, state,
     created_at)
   values ($1, $2, $3, $4, $5, $6, $5::bigint + $6::bigint, $7, $8, $9, $10, $11, $12, $13)`,
);
const accrued = sql(
  'partners.find-accrued-of-partners',
  `select distinct on (s.partner_id) s.partner_id as "partnerId", s.state,
     s.amount_minor as "amountMinor"
   from partners.statements s join partners.periods p on p.id = s.period_id
   where s.cooperative_id = $1 and s.currency = $2
   order by s.partner_id, p.starts_on desc`,
);
const lock = sql(
  'partners.lock-statement',
  `select ${statementColumns} from partners.statements
   where cooperative_id = $1 and id = $2 for update`,
);
const lockByPayout = sql(
  'partners.lock-statement-by-payout',
  `select ${statementColumns} from partners.statements
   where cooperative_id = $1 and payout_id = $2 for update`,
);
const move = sql(
  'partners.move-statement',
  `update partners.statements set state = $4,
     approved_by_account_id = coalesce(approved_by_account_id, $5),
     approved_at = coalesce(approved_at, $6),
     transaction_id = coalesce($7, transaction_id), payout_id = coalesce($8, payout_id)
   where cooperative_id = $1 and id = $2 and state = $3`,
);

export const statementStore = {
  insert: (
    tx: Tx,
    statement: Omit<
      UsageStatementRow,
      'approvedAt' | 'transactionId' | 'payoutId' | 'createdAt' | 'amountMinor'
    >,
  ) =>
    tx.run(insert, [
      statement.id,
      tx.cooperativeId,
      statement.partnerId,
      statement.periodId,
      statement.shareMinor,
      statement.accruedMinor,
      statement.currency,
      statement.events,
      statement.lateEvents,
      statement.eventsHash,
      statement.quantity,
      statement.state,
      tx.now,
    ]),

  /** What waits for each partner: the whole of its newest statement, when that was too little. */
  accrued: async (tx: Tx, currency: string): Promise<ReadonlyMap<string, bigint>> => {
    const rows = await tx.rows<{
      partnerId: string;
      state: StatementState;
      amountMinor: bigint;
    }>(accrued, [tx.cooperativeId, currency]);
    const waiting = rows.filter((row) => row.state === 'accrued');
    return new Map(waiting.map((row) => [row.partnerId, row.amountMinor]));
  },

  lock: (tx: Tx, id: string) => tx.maybeOne<UsageStatementRow>(lock, [tx.cooperativeId, id]),

  lockByPayout: (tx: Tx, payoutId: string) =>
    tx.maybeOne<UsageStatementRow>(lockByPayout, [tx.cooperativeId, payoutId]),

  /** Compare-and-set. */
  move: (
    tx: Tx,
    statement: Pick<UsageStatementRow, 'id' | 'state'>,
    to: StatementState,
    set: { transactionId?: string; payoutId?: string } = {},
  ) =>
    tx.change(move, [
      tx.cooperativeId,
      statement.id,
      statement.state,
      to,
      tx.actor.accountId,
      tx.now,
      set.transactionId ?? null,
      set.payoutId ?? null,
    ]),
};
