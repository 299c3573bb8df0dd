import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { UsageStatementEntity } from './statement.entity.js';

export const statementStates = ['draft', 'approved', 'accrued', 'paid', 'payout-failed'] as const;
export type StatementState = (typeof statementStates)[number];

type Unshown = 'cooperativeId' | 'approvedByAccountId';

/**
 * A partner's share of a period. Fixed when drawn up, and hashed to the events it stands on.
 * `accruedMinor` waited from earlier statements because it was below the least payout. What is
 * `untoldMinor` is for clerks alone.
 */
export type UsageStatementRow = Readonly<Omit<UsageStatementEntity, Unshown>>;

/** What a statement tells of the partner's share: of this month, and of what waited. */
export function toldShareOf(statement: UsageStatementRow): bigint {
  return statement.shareMinor + statement.waitedMinor - statement.untoldMinor;
}

const asTheyStand = columnsOf(UsageStatementEntity, {
  without: ['cooperativeId', 'approvedByAccountId', 'quantity'],
});

export const statementColumns = `${asTheyStand}, trim_scale(quantity)::text as quantity`;

const insert = sql(
  'partners.insert-statement',
  `insert into partners.statements (id, cooperative_id, partner_id, period_id, share_minor,
     accrued_minor, currency, events, late_events, events_hash, events_salt, quantity, state,
     created_at, waited_minor, untold_minor, waits, amount_minor)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, partners.hash_events($10, $2, $3, $4), $10, $11,
     $12, $13, $14, $15, $16, $5::bigint + $14::bigint - $15::bigint + $6::bigint)`,
);
const owed = columnsOf(UsageStatementEntity, {
  of: 's',
  only: ['partnerId', 'state', 'amountMinor', 'untoldMinor', 'waits'],
});
const newest = sql(
  'partners.find-newest-statements',
  `select distinct on (s.partner_id) ${owed}
   from partners.statements s join partners.periods p
     on p.cooperative_id = s.cooperative_id and p.id = s.period_id
   where s.cooperative_id = $1 and s.currency = $2
   order by s.partner_id, p.starts_on desc`,
);
const otherCurrencies = sql(
  'partners.find-other-currencies',
  `select currency from (select distinct on (s.partner_id, s.currency) ${owed}, s.currency
     from partners.statements s join partners.periods p
       on p.cooperative_id = s.cooperative_id and p.id = s.period_id
     where s.cooperative_id = $1 and s.currency <> $2
     order by s.partner_id, s.currency, p.starts_on desc) newest
   where waits or (state = 'accrued' and "amountMinor" > 0) group by currency order by currency`,
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

type NewestStatement = Pick<
  UsageStatementEntity,
  'partnerId' | 'state' | 'amountMinor' | 'untoldMinor' | 'waits'
>;
type LeftOver = Pick<UsageStatementRow, 'accruedMinor' | 'waitedMinor' | 'waits'>;

export const statementStore = {
  insert: (
    tx: Tx,
    statement: Omit<
      UsageStatementRow,
      'approvedAt' | 'transactionId' | 'payoutId' | 'createdAt' | 'amountMinor' | 'eventsHash'
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
      statement.eventsSalt,
      statement.quantity,
      statement.state,
      tx.now,
      statement.waitedMinor,
      statement.untoldMinor,
      statement.waits,
    ]),

  /**
   * What each partner's newest statement leaves to the next one: the whole of it when that was too
   * little, and what it did not tell.
   */
  leftOver: async (tx: Tx, currency: string): Promise<ReadonlyMap<string, LeftOver>> => {
    const rows = await tx.rows<NewestStatement>(newest, [tx.cooperativeId, currency]);
    return new Map(
      rows.map(({ partnerId, state, amountMinor, untoldMinor, waits }) => [
        partnerId,
        { accruedMinor: state === 'accrued' ? amountMinor : 0n, waitedMinor: untoldMinor, waits },
      ]),
    );
  },

  /** In which others something is left to tell or to pay. */
  otherCurrencies: async (tx: Tx, currency: string): Promise<string[]> => {
    const rows = await tx.rows<{ currency: string }>(otherCurrencies, [tx.cooperativeId, currency]);
    return rows.map((row) => row.currency);
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
