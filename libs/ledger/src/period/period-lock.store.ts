import { newId, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

const insert = sql(
  'ledger.insert-period-lock',
  `insert into ledger.period_locks (id, cooperative_id, locked_before, locked_at)
   values ($1, $2, $3, $4)`,
);

const newest = sql(
  'ledger.find-newest-period-lock',
  `select max(locked_before) as "lockedBefore" from ledger.period_locks where cooperative_id = $1`,
);

/** The watermark of the closed books. */
export const periodLockStore = {
  /** Waits for postings that are under way. Refused unless it moves the watermark forward. */
  async insert(tx: Tx, lockedBefore: Date): Promise<void> {
    await tx.run(insert, [newId(), tx.cooperativeId, lockedBefore, tx.now]);
  },

  async newest(tx: Tx): Promise<Date | null> {
    const { lockedBefore } = await tx.one<{ lockedBefore: Date | null }>(newest, [
      tx.cooperativeId,
    ]);
    return lockedBefore;
  },
};
