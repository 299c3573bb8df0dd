import { Injectable } from '@nestjs/common';
import { keysetList, mapPage, may, permit, sql } from '@rochdale/platform';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { payoutColumns } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';
import type { PayoutState } from './payout.js';

export interface PayoutFilter {
  readonly state?: PayoutState | null;
  /** The member or partner who is paid. */
  readonly payeeId?: string | null;
  /** Asked for at this moment or later. */
  readonly from?: Date | null;
  /** Asked for before this moment. */
  readonly before?: Date | null;
}

/** By when they were asked for, or by currency and amount: the greatest first. */
export type PayoutOrder = 'asked' | 'amount';

/** Who sees what is private: clerks all of it, members what is paid to them. */
type Reader = { readonly readsAll: boolean; readonly reader: string | null };

const readerOf = (actor: Actor): Reader => ({
  readsAll: may(actor, 'payout.read-private').allowed,
  reader: actor.memberId,
});

const visibleTo = (readsAll: string, reader: string) =>
  `(not is_private or ${readsAll}::boolean
    or (payee_kind = 'member' and payee_id = ${reader}::uuid))`;

const payouts = keysetList<PayoutRow, PayoutFilter, Reader>({
  name: 'payouts.list-payouts',
  select: payoutColumns,
  from: 'payments.payouts',
  where: `cooperative_id = :cooperativeId and ${visibleTo(':readsAll', ':reader')}`,
  keys: [
    { column: 'requested_at', field: 'requestedAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  filters: {
    state: 'state = :state',
    payeeId: 'payee_id = :payeeId::uuid',
    from: 'requested_at >= :from',
    before: 'requested_at < :before',
  },
  coarse: ['state'],
});
const inOrder: Readonly<Record<PayoutOrder, typeof payouts>> = {
  asked: payouts,
  amount: payouts.ordered({
    name: 'by-amount',
    keys: [
      { column: 'currency', field: 'currency', type: 'text' },
      { column: 'amount_minor', field: 'amountMinor', type: 'whole' },
      { column: 'id', field: 'id', type: 'id' },
    ],
    filters: ['state'],
  }),
};

/**
 * What stands with a payout of why it failed may be its payee's bank's word on them or their
 * account: theirs, and of who reads what is private. Others read the state, which is all that they
 * need to show; a code of ours is as little told as a bank's, or its absence would say which it is.
 */
const toldTo =
  ({ readsAll, reader }: Reader) =>
  (row: PayoutRow): PayoutRow => {
    const isPayee = row.payeeKind === 'member' && row.payeeId === reader;
    return readsAll || isPayee ? row : { ...row, failureCode: null };
  };

const byIds = sql(
  'payouts.find-payouts',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and id = any($2::uuid[]) and ${visibleTo('$3', '$4')}`,
);
const newestOf = sql(
  'payouts.find-newest-payouts',
  `select distinct on (obligation_id) ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and obligation_kind = $2 and obligation_id = any($3::uuid[])
     and ${visibleTo('$4', '$5')}
   order by obligation_id, requested_at desc, id desc`,
);

/**
 * What members see of payouts: how much for what, and how far it is. Never bank details, and what
 * is private only where it is paid to them: others neither find nor count it. Why one failed is
 * told to its payee and to who reads what is private: to others `failureCode` is null.
 */
@Injectable()
export class PayoutQueries {
  /** Newest first, or in another order, where they can be narrowed by state. */
  async page(
    tx: Tx,
    request: PageRequest,
    filter: PayoutFilter = {},
    orderBy: PayoutOrder = 'asked',
  ): Promise<Page<PayoutRow>> {
    permit(tx.actor, 'payout.read');
    const params = readerOf(tx.actor);
    return mapPage(await inOrder[orderBy].page(tx, request, { params, filter }), toldTo(params));
  }

  async byIds(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, PayoutRow>> {
    permit(tx.actor, 'payout.read');
    const as = readerOf(tx.actor);
    const params = [tx.cooperativeId, ids, as.readsAll, as.reader];
    const rows = (await tx.rows<PayoutRow>(byIds, params)).map(toldTo(as));
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The newest payout of each obligation of a kind, by the obligation's id. */
  async newestOf(
    tx: Tx,
    kind: string,
    obligationIds: readonly string[],
  ): Promise<ReadonlyMap<string, PayoutRow>> {
    permit(tx.actor, 'payout.read');
    const as = readerOf(tx.actor);
    const params = [tx.cooperativeId, kind, obligationIds, as.readsAll, as.reader];
    const rows = (await tx.rows<PayoutRow>(newestOf, params)).map(toldTo(as));
    return new Map(rows.map((row) => [row.obligationId, row]));
  }
}
