import { assert } from '@rochdale/platform';
import { In } from 'typeorm';
import type { Tx } from '@rochdale/platform';
import { RefundChanged } from '../dues.events.js';
import { RefundEntity } from './refund.entity.js';
import type { RefundState } from './refund.entity.js';

export type RefundRow = Readonly<RefundEntity>;

const refunds = (tx: Tx) => tx.repository(RefundEntity);

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
