import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Payee } from './payee.js';
import { PayeeDetailsEntity } from './payee-details.entity.js';

const only = ['id', 'payeeKind', 'payeeId', 'sealed', 'masked', 'usableFrom', 'setAt'] as const;

export type PayeeDetailsRow = Readonly<Pick<PayeeDetailsEntity, (typeof only)[number]>>;

const columns = columnsOf(PayeeDetailsEntity, { only });
const current = sql(
  'payouts.find-current-payee-details',
  `select ${columns} from payments.payee_details
   where cooperative_id = $1 and payee_kind = $2 and payee_id = $3 and superseded_at is null`,
);
const currentOf = sql(
  'payouts.find-current-details-of-payees',
  `select ${columns} from payments.payee_details
   where cooperative_id = $1 and superseded_at is null
     and (payee_kind, payee_id) in (select * from unnest($2::text[], $3::uuid[]))`,
);
const lockPayee = sql(
  'payouts.lock-payee',
  `select pg_advisory_xact_lock(hashtextextended('payments.payee ' || $1::text, 0))`,
);
const byIds = sql(
  'payouts.find-payee-details',
  `select ${columns} from payments.payee_details
   where cooperative_id = $1 and id = any($2::uuid[])`,
);
const given = sql(
  'payouts.find-details-given-by-member',
  `select ${columns} from payments.payee_details
   where cooperative_id = $1 and payee_kind = 'member' and payee_id = $2 and length(sealed) > 0`,
);
const supersede = sql(
  'payouts.supersede-payee-details',
  `update payments.payee_details set superseded_at = $4
   where cooperative_id = $1 and payee_kind = $2 and payee_id = $3 and superseded_at is null`,
);
const insert = sql(
  'payouts.insert-payee-details',
  `insert into payments.payee_details (id, cooperative_id, payee_kind, payee_id, sealed, masked,
     usable_from, set_by_account_id, set_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
);

// Where money was sent to is a voucher, and where it is on its way to is needed yet; what was only
// approved, or sent nothing, is neither.
const isKept = `exists (
       select from payments.payouts p where p.cooperative_id = $1 and p.payee_id = $2
         and p.state not in ('rejected', 'cancelled') and (d.id = p.payee_details_id
           or d.id = p.destination_id and p.state not in ('settled', 'returned')))`;
const forget = sql(
  'payouts.forget-payee-details',
  `update payments.payee_details d
   set sealed = '', masked = '', superseded_at = coalesce(d.superseded_at, $3)
   where d.cooperative_id = $1 and d.payee_kind = 'member' and d.payee_id = $2
     and length(d.sealed) > 0 and not ${isKept}`,
);
// From then on it is of the past, and nobody is paid there: its term runs.
const end = sql(
  'payouts.end-payee-details',
  `update payments.payee_details d set superseded_at = $3
   where d.cooperative_id = $1 and d.payee_kind = 'member' and d.payee_id = $2
     and d.superseded_at is null`,
);

export const payeeDetailsStore = {
  current: (tx: Tx, kind: string, id: string) =>
    tx.maybeOne<PayeeDetailsRow>(current, [tx.cooperativeId, kind, id]),

  /** Of many payees; who said nothing has none. */
  currentOf: (tx: Tx, payees: readonly Payee[]) =>
    tx.rows<PayeeDetailsRow>(currentOf, [
      tx.cooperativeId,
      payees.map(({ kind }) => kind),
      payees.map(({ id }) => id),
    ]),

  /** One change of a payee's details at a time, also of their first. */
  lockPayee: (tx: Tx, payeeId: string) => tx.rows(lockPayee, [payeeId]),

  /** Takes the bank details of a member away for ever, but for those that money was sent to. */
  forget: async (tx: Tx, memberId: string): Promise<void> => {
    const values = [tx.cooperativeId, memberId, tx.now];
    await tx.run(forget, values);
    await tx.run(end, values);
  },

  byIds: (tx: Tx, ids: readonly string[]) =>
    tx.rows<PayeeDetailsRow>(byIds, [tx.cooperativeId, ids]),

  /** All that a member ever gave and that is there, the former ones too. */
  given: (tx: Tx, memberId: string) =>
    tx.rows<PayeeDetailsRow>(given, [tx.cooperativeId, memberId]),

  replace: async (
    tx: Tx,
    details: Omit<PayeeDetailsRow, 'setAt' | 'sealed'> & { sealed: Uint8Array },
  ): Promise<PayeeDetailsRow> => {
    const { payeeKind, payeeId } = details;
    await tx.run(supersede, [tx.cooperativeId, payeeKind, payeeId, tx.now]);
    return tx.one<PayeeDetailsRow>(insert, [
      details.id,
      tx.cooperativeId,
      payeeKind,
      payeeId,
      details.sealed,
      details.masked,
      details.usableFrom,
      tx.actor.accountId,
      tx.now,
    ]);
  },
};
