import { columnsOf, newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { AccountEntity } from '../account/account.entity.js';
import { refusing } from '../refusal.js';
import type { Source } from '../transaction/transaction.js';
import { HoldEntity } from './hold.entity.js';
import type { Hold, HoldInput, HoldState } from './hold.js';

/** A hold as its row says it, with what posting it needs to know of the account. */
export interface HoldRow extends Readonly<Omit<HoldEntity, 'cooperativeId' | 'idempotencyKey'>> {
  readonly accountKind: AccountEntity['kind'];
}

const own = columnsOf(HoldEntity, { of: 'h', without: ['cooperativeId', 'idempotencyKey'] });
const columns = `${own}, a.kind as "accountKind"`;

const insert = sql(
  'ledger.hold-insert',
  `insert into ledger.holds (id, cooperative_id, account_id, currency, amount_minor,
     idempotency_key, fingerprint, source_kind, source_id, placed_at, expires_at,
     is_beyond_floor, state)
   select $1, $2, a.id, a.currency, $4, $5, $6, $7, $8, $9, $10, $11, 'open'
   from ledger.accounts a where a.cooperative_id = $2 and a.id = $3
   on conflict on constraint holds_idempotency_key do nothing`,
);

const findByKey = sql(
  'ledger.hold-by-key',
  `select ${columns} from ledger.holds h join ledger.accounts a
     on a.cooperative_id = h.cooperative_id and a.id = h.account_id
   where h.cooperative_id = $1 and h.idempotency_key = $2`,
);

const lock = sql(
  'ledger.hold-lock',
  `select ${columns} from ledger.holds h join ledger.accounts a
     on a.cooperative_id = h.cooperative_id and a.id = h.account_id
   where h.cooperative_id = $1 and h.id = $2 for update of h`,
);

const lockAccounts = sql(
  'ledger.hold-lock-accounts',
  `select id from ledger.accounts where cooperative_id = $1 and id = any ($2)
   order by id for no key update`,
);

const resolve = sql(
  'ledger.hold-resolve',
  `update ledger.holds set state = $3, posted_minor = $4, transaction_id = $5, resolved_at = $6
   where cooperative_id = $1 and id = $2 and state = 'open'`,
);

const listDue = sql(
  'ledger.hold-list-due',
  `select id from ledger.holds
   where cooperative_id = $1 and state = 'open' and expires_at <= $2 order by account_id, id`,
);
const expire = sql(
  'ledger.hold-expire-due',
  `with due as (
     select id from ledger.holds
     where cooperative_id = $1 and state = 'open' and expires_at <= $2 and id = any($3::uuid[])
     order by account_id, id for update skip locked)
   update ledger.holds h set state = 'expired', resolved_at = $2
   from due where h.cooperative_id = $1 and h.id = due.id
   returning h.id`,
);

function holdOf({ sourceKind, sourceId, ...row }: HoldRow): Hold & HoldRow {
  const source: Source = { kind: sourceKind, id: sourceId };
  return { ...row, sourceKind, sourceId, source };
}

/** Holds in SQL. The held amount of the account moves by trigger. */
export const holdStore = {
  /** Places it unless the key is known or the account is not; the caller looks at what is there. */
  async insert(tx: Tx, input: HoldInput, fingerprint: string): Promise<boolean> {
    const { accountId, amountMinor, idempotencyKey, source, expiresAt, isBeyondFloor } = input;
    const placed = await refusing(
      tx.run(insert, [
        newId(),
        tx.cooperativeId,
        accountId,
        amountMinor,
        idempotencyKey,
        fingerprint,
        source.kind,
        source.id,
        tx.now,
        expiresAt ?? null,
        isBeyondFloor ?? false,
      ]),
    );
    return placed === 1;
  },

  async findByKey(tx: Tx, idempotencyKey: string): Promise<(Hold & HoldRow) | null> {
    const row = await tx.maybeOne<HoldRow>(findByKey, [tx.cooperativeId, idempotencyKey]);
    return row === null ? null : holdOf(row);
  },

  /** Whoever comes second waits here and then sees how it ended. */
  async lock(tx: Tx, id: string): Promise<(Hold & HoldRow) | null> {
    const row = await tx.maybeOne<HoldRow>(lock, [tx.cooperativeId, id]);
    return row === null ? null : holdOf(row);
  },

  async lockAccounts(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.rows(lockAccounts, [tx.cooperativeId, ids]);
  },

  /** Compare-and-set: true when it was open and this call resolved it. */
  async resolve(
    tx: Tx,
    id: string,
    state: Exclude<HoldState, 'open'>,
    posted: { amountMinor: bigint; transactionId: string } | null,
  ): Promise<boolean> {
    const changed = await tx.run(resolve, [
      tx.cooperativeId,
      id,
      state,
      posted?.amountMinor ?? null,
      posted?.transactionId ?? null,
      tx.now,
    ]);
    return changed === 1;
  },

  /** Open holds whose time is over. */
  async listDue(tx: Tx): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(listDue, [tx.cooperativeId, tx.now]);
    return rows.map(({ id }) => id);
  },

  /** Expires those of them whose time is over; others that work on one are left alone. */
  async expireDue(tx: Tx, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(expire, [tx.cooperativeId, tx.now, ids]);
    return rows.map(({ id }) => id);
  },
};
