import { assert, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { onlyOpen } from './only-open.js';
import { payoutColumns } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';

const lockOfTransaction = sql(
  'payouts.lock-payouts-of-transaction',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and transaction_id = $2 order by id for update`,
);
const ofTransactions = sql(
  'payouts.find-payouts-of-transactions',
  `select ${payoutColumns} from payments.payouts
   where cooperative_id = $1 and transaction_id = any($2::uuid[]) order by id`,
);
const reopen = sql(
  'payouts.reopen-payout',
  `update payments.payouts set state = $4, hold_id = coalesce($5, hold_id), transaction_id = null,
     settled_at = null, late_debit = null, changed_at = $6,
     late_told_at = case when $4 = 'submitted' then null else late_told_at end
   where cooperative_id = $1 and id = $2 and state = $3 and transaction_id = $7`,
);
const undoReturn = sql(
  'payouts.reopen-return',
  `update payments.payouts set state = $3, changed_at = $4, return_transaction_id = null,
     failure_code = case when late_debit is null then null else failure_code end
   where cooperative_id = $1 and id = $2 and state = 'returned'`,
);

/** Payouts whose debit, or whose return, was another one's. */
export const reopeningStore = {
  /** Those that were debited by a transaction, locked in the order of their ids. */
  lockOfTransaction: (tx: Tx, transactionId: string) =>
    tx.rows<PayoutRow>(lockOfTransaction, [tx.cooperativeId, transactionId]),

  ofTransactions: (tx: Tx, transactionIds: readonly string[]) =>
    tx.rows<PayoutRow>(ofTransactions, [tx.cooperativeId, transactionIds]),

  /**
   * As before its debit: on its way, with a new hold, or ended; late once more, it is told of once
   * more. Asserts that the locked payout was
   * debited by what it was read with.
   */
  reopen: async (
    tx: Tx,
    payout: PayoutRow,
    to: 'submitted' | 'rejected',
    holdId: string | null,
  ): Promise<void> => {
    const { id, state, transactionId } = payout;
    const values = [tx.cooperativeId, id, state, to, holdId, tx.now, transactionId];
    assert((await tx.run(reopen, values)) === 1, 'a locked payout is reopened once');
  },

  /**
   * As before it came back. Asserts that the locked payout had.
   *
   * @throws CodedError PAYOUT_ASKED_AGAIN when its obligation is asked for at the same time
   */
  undoReturn: async (tx: Tx, payoutId: string, to: 'settled' | 'rejected'): Promise<void> => {
    const values = [tx.cooperativeId, payoutId, to, tx.now];
    const changed = await onlyOpen(tx.run(undoReturn, values));
    assert(changed === 1, 'a locked payout is out again once');
  },
};
