import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { UsageStatementEntity } from './statement.entity.js';

export const statementStates = ['draft', 'approved', 'accrued', 'paid', 'payout-failed'] as const;
export type StatementState = (typeof statementStates)[number];

type Unshown = 'cooperativeId' | 'approvedByAccountId';

/**
 * A partner's share of a period. Fixed when drawn up, and hashed to the events it stands on.
 * `accruedMinor` waited from earlier statements because it was below the least payout.
 */
export type UsageStatementRow = Readonly<Omit<UsageStatementEntity, Unshown>>;

const asTheyStand = columnsOf(UsageStatementEntity, {
  without: ['cooperativeId', 'approvedByAccountId', 'quantity'],
});

export const statementColumns = `${asTheyStand}, trim_scale(quantity)::text as quantity`;

const insert = sql(
  'partners.insert-statement',
  `insert into partners.statements (id, cooperative_id, partner_id, period_id, share_minor,
     accrued_minor, amount_minor, currency, events, late_events, events_hash, quantity, state,
     created_at)
   values ($1, $2, $3, $4, $5, $6, $5::bigint + $6::bigint, $7, $8, $9, $10, $11, $12, $13)`,
);
const owed = columnsOf(UsageStatementEntity, {
  of: 's',
  only: ['partnerId', 'state', 'amountMinor'],
});
const accrued = sql(
  'partners.find-accrued-of-partners',
  `select distinct on (s.partner_id) ${owed}
   from partners.statements s join partners.periods p
     on p.cooperative_id = s.cooperative_id and p.id = s.period_id
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
    const rows = await tx.rows<Pick<UsageStatementEntity, 'partnerId' | 'state' | 'amountMinor'>>(
      accrued,
      [tx.cooperativeId, currency],
    );
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
