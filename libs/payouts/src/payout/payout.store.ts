import { assert, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { onlyOpen } from './only-open.js';
import { PayoutEntity } from './payout.entity.js';
import type { LateDebit, PayoutState, PayoutTerms } from './payout.js';

const without = ['cooperativeId', 'lateToldAt', 'changedAt'] as const;

export type PayoutRow = Readonly<Omit<PayoutEntity, (typeof without)[number]>>;

export const payoutColumns = columnsOf(PayoutEntity, { without });

const insert = sql(
  'payouts.insert-payout',
  `insert into payments.payouts (id, cooperative_id, obligation_kind, obligation_id, payee_kind,
     payee_id, amount_minor, currency, debit_account_id, destination_id, memo, frozen_hash,
     requested_by_account_id, requested_at, changed_at, is_private, entered_by_account_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15,
     coalesce((select p.entered_by_account_id from payments.payouts p
       where p.cooperative_id = $2 and p.obligation_kind = $3 and p.obligation_id = $4
         and p.entered_by_account_id is not null order by p.requested_at, p.id limit 1), $16))
   on conflict (cooperative_id, obligation_kind, obligation_id)
     where state not in ('returned', 'rejected', 'cancelled') do nothing
   returning ${payoutColumns}`,
);
const requesterOf = sql(
  'payouts.find-first-requester',
  `select requested_by_account_id as "accountId" from payments.payouts
   where cooperative_id = $1 and obligation_kind = $2 and obligation_id = $3 and frozen_hash = $4
   order by requested_at, id limit 1`,
);
const lock = sql(
  'payouts.lock-payouts',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and id = any($2::uuid[]) order by id for update`,
);
const lockNamed = sql(
  'payouts.lock-named-payout',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and end_to_end_id = $2 for update`,
);
const find = sql(
  'payouts.find-payout',
  `select ${payoutColumns} from payments.payouts where cooperative_id = $1 and id = $2`,
);
const findAll = sql(
  'payouts.find-payouts-by-ids',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and id = any($2::uuid[])`,
);
const openOf = sql(
  'payouts.open-payout-of-obligation',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and obligation_kind = $2 and obligation_id = $3
     and state not in ('returned', 'rejected', 'cancelled') for update`,
);
const lockOf = sql(
  'payouts.lock-payouts-of-obligation',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and obligation_kind = $2 and obligation_id = $3
   order by id for update`,
);
const beingPaid = sql(
  'payouts.find-obligations-being-paid',
  `select distinct obligation_id as id from payments.payouts
   where cooperative_id = $1 and obligation_kind = $2 and obligation_id = any($3::uuid[])
     and (state not in ('approved', 'returned', 'rejected', 'cancelled')
       or (state = 'rejected' and late_debit = 'claims'))`,
);
const change = sql(
  'payouts.change-payout',
  `update payments.payouts set state = $3, changed_at = $4,
     bank_account_id = coalesce($5, bank_account_id),
     payee_details_id = coalesce($6, payee_details_id),
     payment_file_id = coalesce($7, payment_file_id),
     hold_id = coalesce($8, hold_id),
     released_by_account_id = coalesce($9, released_by_account_id),
     released_at = case when $3 = 'reserved' then $4 else released_at end,
     provider_key = coalesce($10, provider_key),
     provider_reference = coalesce($11, provider_reference),
     attempts = attempts + case when $3 = 'submitting' then 1 else 0 end,
     failure_code = $12,
     transaction_id = coalesce($13, transaction_id),
     settled_at = case when $3 = 'settled' then $4 else settled_at end,
     return_transaction_id = coalesce($15, return_transaction_id)
   where id = $1 and state = $2 and cooperative_id = $14`,
);
const settle = sql(
  'payouts.set-payouts-settled',
  `update payments.payouts p set state = 'settled', changed_at = $5, failure_code = null,
     transaction_id = $4, settled_at = $5
   from unnest($2::uuid[], $3::text[]) as was (id, state)
   where p.cooperative_id = $1 and p.id = was.id and p.state = was.state`,
);
const debitLate = sql(
  'payouts.set-late-debit',
  `update payments.payouts set state = case $3 when 'settles' then 'settled' else state end,
     late_debit = $3, transaction_id = $4, changed_at = $5,
     settled_at = case $3 when 'settles' then $5::timestamptz else settled_at end
   where cooperative_id = $1 and id = $2 and state = 'rejected' and transaction_id is null`,
);
const askedAgain = sql(
  'payouts.find-payouts-asked-again',
  `select p.id from payments.payouts p
   where p.cooperative_id = $1 and p.id = any($2::uuid[]) and exists (
     select from payments.payouts o
     where o.cooperative_id = $1 and o.obligation_kind = p.obligation_kind
       and o.obligation_id = p.obligation_id and o.id <> p.id
       and o.state not in ('returned', 'rejected', 'cancelled'))`,
);
const following = sql(
  'payouts.find-payouts-to-follow',
  `select id from payments.payouts
   where cooperative_id = $1 and bank_account_id = any($2::uuid[])
     and state in ('submitting', 'unknown', 'submitted') and id > $3
   order by id limit 200`,
);
const ofFile = sql(
  'payouts.lock-payouts-of-file',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and payment_file_id = $2 order by id for update`,
);
const isLate = `cooperative_id = $1 and late_told_at is null and released_at <= $2`;
const lateUntold = sql(
  'payouts.list-late-payouts',
  `select ${payoutColumns} from payments.payouts
   where ${isLate} and state in ('reserved', 'submitting', 'submitted', 'unknown')
   order by id`,
);
const tellLate = sql(
  'payouts.note-late-payouts',
  `update payments.payouts set late_told_at = $3 where ${isLate} and id = any($4::uuid[])
     and state in ('reserved', 'submitting', 'submitted', 'unknown') returning ${payoutColumns}`,
);

/** What a step may set besides the state. Nothing is ever cleared. */
export interface PayoutChange {
  readonly bankAccountId?: string;
  readonly payeeDetailsId?: string;
  readonly paymentFileId?: string;
  readonly holdId?: string;
  readonly releasedByAccountId?: string | null;
  readonly providerKey?: string;
  readonly providerReference?: string;
  readonly failureCode?: string;
  readonly transactionId?: string;
  readonly returnTransactionId?: string;
}

type Written = Pick<PayoutRow, 'memo' | 'frozenHash' | 'isPrivate' | 'enteredByAccountId'>;

export const payoutStore = {
  /** Null when an open payout of the obligation is there already. */
  insert: async (
    tx: Tx,
    id: string,
    terms: PayoutTerms,
    { memo, frozenHash, isPrivate, enteredByAccountId }: Written,
  ): Promise<PayoutRow | null> => {
    const { kind, id: obligationId } = terms.obligation;
    // Who asks again for what was approved before decides nothing: it is still the first who did.
    const first = await tx.maybeOne<{ accountId: string | null }>(requesterOf, [
      tx.cooperativeId,
      kind,
      obligationId,
      frozenHash,
    ]);
    return tx.maybeOne<PayoutRow>(insert, [
      id,
      tx.cooperativeId,
      kind,
      obligationId,
      terms.payee.kind,
      terms.payee.id,
      terms.amountMinor,
      terms.currency,
      terms.debitAccountId,
      terms.destinationId,
      memo,
      frozenHash,
      first === null ? tx.actor.accountId : first.accountId,
      tx.now,
      isPrivate,
      enteredByAccountId,
    ]);
  },

  /** Locked in the order of their ids, so that two who lock the same ones queue up. */
  lock: (tx: Tx, ids: readonly string[]) => tx.rows<PayoutRow>(lock, [tx.cooperativeId, ids]),

  /** The one with this end-to-end id, locked; null when it is none of ours. */
  lockNamed: (tx: Tx, endToEndId: string) =>
    tx.maybeOne<PayoutRow>(lockNamed, [tx.cooperativeId, endToEndId]),

  ofIds: (tx: Tx, ids: readonly string[]) => tx.rows<PayoutRow>(findAll, [tx.cooperativeId, ids]),

  find: (tx: Tx, id: string) => tx.maybeOne<PayoutRow>(find, [tx.cooperativeId, id]),

  openOf: (tx: Tx, kind: string, id: string) =>
    tx.maybeOne<PayoutRow>(openOf, [tx.cooperativeId, kind, id]),

  /** All that were ever asked for, locked in the order of their ids. */
  lockOf: (tx: Tx, kind: string, id: string) =>
    tx.rows<PayoutRow>(lockOf, [tx.cooperativeId, kind, id]),

  /** Of these obligations, those of which a payout was released, or whose money is out. */
  beingPaid: async (tx: Tx, kind: string, ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await tx.rows<{ id: string }>(beingPaid, [tx.cooperativeId, kind, ids]);
    return new Set(rows.map(({ id }) => id));
  },

  /**
   * Compare-and-set of a payout that the caller has locked: from the state in which it was read.
   * Asserts that it was still in it.
   */
  change: async (
    tx: Tx,
    payout: Pick<PayoutRow, 'id' | 'state'>,
    to: PayoutState,
    set: PayoutChange = {},
  ): Promise<void> => {
    const changed = await tx.run(change, [
      payout.id,
      payout.state,
      to,
      tx.now,
      set.bankAccountId ?? null,
      set.payeeDetailsId ?? null,
      set.paymentFileId ?? null,
      set.holdId ?? null,
      set.releasedByAccountId ?? null,
      set.providerKey ?? null,
      set.providerReference ?? null,
      set.failureCode ?? null,
      set.transactionId ?? null,
      tx.cooperativeId,
      set.returnTransactionId ?? null,
    ]);
    assert(changed === 1, 'a locked payout changes');
  },

  /**
   * Compare-and-set of locked payouts, each from the state in which it was read. Asserts that all
   * were still in it.
   */
  settle: async (
    tx: Tx,
    payouts: readonly Pick<PayoutRow, 'id' | 'state'>[],
    transactionId: string,
  ): Promise<void> => {
    const ids = payouts.map(({ id }) => id);
    const states = payouts.map(({ state }) => state);
    const values = [tx.cooperativeId, ids, states, transactionId, tx.now];
    const changed = await tx.run(settle, values);
    assert(changed === payouts.length, 'locked payouts are settled once');
  },

  /**
   * Books the debit of a locked payout that had ended as rejected, and keeps why it had. Asserts
   * that it had, and was not debited since.
   *
   * @throws CodedError PAYOUT_ASKED_AGAIN when its obligation is asked for at the same time
   */
  debitLate: async (
    tx: Tx,
    payoutId: string,
    lateDebit: LateDebit,
    transactionId: string,
  ): Promise<void> => {
    const values = [tx.cooperativeId, payoutId, lateDebit, transactionId, tx.now];
    const changed = await onlyOpen(tx.run(debitLate, values));
    assert(changed === 1, 'a locked payout is debited late once');
  },

  /** Of these payouts, those whose obligation another one pays, or is to pay. */
  askedAgain: async (tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const rows = await tx.rows<{ id: string }>(askedAgain, [tx.cooperativeId, ids]);
    return new Set(rows.map(({ id }) => id));
  },

  /** A page of those that a provider has or may have, in the order of their ids. */
  toFollow: async (tx: Tx, bankAccountIds: readonly string[], after: string): Promise<string[]> => {
    const rows = await tx.rows<{ id: string }>(following, [
      tx.cooperativeId,
      bankAccountIds,
      after,
    ]);
    return rows.map(({ id }) => id);
  },

  /** Released by then, still on their way, and told to nobody. */
  lateUntold: (tx: Tx, by: Date) => tx.rows<PayoutRow>(lateUntold, [tx.cooperativeId, by]),

  /** Those of these of which it is so still, each once. */
  tellLate: (tx: Tx, releasedBy: Date, ids: readonly string[]) =>
    tx.rows<PayoutRow>(tellLate, [tx.cooperativeId, releasedBy, tx.now, ids]),

  ofFile: (tx: Tx, paymentFileId: string) =>
    tx.rows<PayoutRow>(ofFile, [tx.cooperativeId, paymentFileId]),
};
