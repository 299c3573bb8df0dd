import { assert, columnsOf, sql } from '@rochdale/platform';
import { In } from 'typeorm';
import type { Tx } from '@rochdale/platform';
import { RefundChanged } from '../dues.events.js';
import { RefundEntity } from './refund.entity.js';
import type { RefundState } from './refund.entity.js';

export type RefundRow = Readonly<RefundEntity>;

const refunds = (tx: Tx) => tx.repository(RefundEntity);

// As it is taken: what is at hand, what nobody claimed, and what invoices give back of it.
const spent = sql(
  'dues.find-spent-refunds',
  `select ${columnsOf(RefundEntity, { of: 'r', only: ['payoutId', 'memberId'] })}
   from dues.refunds r
   where r.cooperative_id = $1 and r.payout_id = any($2::uuid[]) and r.state = 'failed'
     and r.amount_minor > coalesce((
         select c.balance_minor from dues.credits c where c.cooperative_id = $1
           and c.member_id = r.member_id and c.currency = r.currency), 0)
       + coalesce((
         select -sum(e.amount_minor) from dues.credit_entries e where e.cooperative_id = $1
           and e.member_id = r.member_id and e.currency = r.currency
           and e.kind = 'unclaimed'), 0)
       + coalesce((
         select sum(least(s.amount_minor, i.paid_minor)) from (
           select p.invoice_id, sum(p.amount_minor) as amount_minor from dues.payments p
           where p.cooperative_id = $1 and p.member_id = r.member_id
             and p.currency = r.currency and p.kind = 'credit'
           group by p.invoice_id having sum(p.amount_minor) > 0) s
         join dues.invoices i on i.cooperative_id = $1 and i.id = s.invoice_id), 0)`,
);

/** Credit that is paid out. */
export const refundStore = {
  insert: async (
    tx: Tx,
    draft: Pick<RefundRow, 'id' | 'memberId' | 'amountMinor' | 'currency' | 'payoutId'>,
  ): Promise<RefundRow> => {
    const { cooperativeId, now: requestedAt } = tx;
    const requestedByAccountId = tx.actor.accountId;
    const asked = { state: 'requested', requestedByAccountId, requestedAt, endedAt: null } as const;
    const row = { ...draft, cooperativeId, ...asked };
    await refunds(tx).insert(row);
    announce(tx, row);
    return row;
  },

  lockByPayout: (tx: Tx, payoutId: string): Promise<RefundRow | null> =>
    refunds(tx).findOne({
      where: { cooperativeId: tx.cooperativeId, payoutId },
      lock: { mode: 'pessimistic_write' },
    }),

  lock: (tx: Tx, id: string): Promise<RefundRow | null> =>
    refunds(tx).findOne({
      where: { cooperativeId: tx.cooperativeId, id },
      lock: { mode: 'pessimistic_write' },
    }),

  /** Of a member those that have not ended, the oldest first. */
  requestedOf: (tx: Tx, memberId: string): Promise<RefundRow[]> => {
    const where = { cooperativeId: tx.cooperativeId, memberId, state: 'requested' } as const;
    return refunds(tx).find({ where, order: { requestedAt: 'asc', id: 'asc' } });
  },

  /** Asserts that the locked refund is as it was read. */
  end: async (tx: Tx, refund: RefundRow, state: Exclude<RefundState, 'requested'>) => {
    const was = { cooperativeId: tx.cooperativeId, id: refund.id, state: refund.state };
    const { affected } = await refunds(tx).update(was, { state, endedAt: tx.now });
    assert(affected === 1, 'a locked refund ends once');
    announce(tx, { ...refund, state });
  },

  /** On its way again. Asserts that the locked refund is as it was read. */
  reopen: async (tx: Tx, refund: RefundRow): Promise<void> => {
    const was = { cooperativeId: tx.cooperativeId, id: refund.id, state: refund.state };
    const { affected } = await refunds(tx).update(was, { state: 'requested', endedAt: null });
    assert(affected === 1, 'a locked refund is reopened once');
    announce(tx, { ...refund, state: 'requested' });
  },

  /** Of these payouts those whose failed refund is not to be had again of its member's credit. */
  spentOf: (tx: Tx, payoutIds: readonly string[]) =>
    tx.rows<Pick<RefundRow, 'payoutId' | 'memberId'>>(spent, [tx.cooperativeId, payoutIds]),

  byIds: (tx: Tx, ids: readonly string[]): Promise<RefundRow[]> =>
    refunds(tx).findBy({ cooperativeId: tx.cooperativeId, id: In([...ids]) }),

  /** Of a member, the newest first. */
  list: (tx: Tx, memberId: string): Promise<RefundRow[]> => {
    const where = { cooperativeId: tx.cooperativeId, memberId };
    return refunds(tx).find({ where, order: { requestedAt: 'desc', id: 'desc' }, take: 200 });
  },
};

function announce(tx: Tx, { id: refundId, memberId, payoutId, state, ...rest }: RefundRow): void {
  const { currency } = rest;
  const amountMinor = rest.amountMinor.toString();
  const told = { refundId, memberId, payoutId, state, amountMinor, currency };
  tx.announce(RefundChanged.of(memberId, told));
}
