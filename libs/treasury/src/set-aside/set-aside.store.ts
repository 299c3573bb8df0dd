import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Ledger, RecordedTransaction } from '@rochdale/ledger';
import { checkCovered, freeMinor } from './set-aside.js';

const lock = sql(
  'treasury.lock-setting-aside',
  `select pg_advisory_xact_lock(
     hashtextextended('treasury.setting-aside ' || $1::text || ' ' || $2::text, 0))`,
);

export const setAsideStore = {
  /** Whoever sets money of a currency aside waits here: what is there is given out once. */
  async lock(tx: Tx, currency: string): Promise<void> {
    await tx.rows(lock, [tx.cooperativeId, currency]);
  },

  /** Whether a floor of `unallocated` says how much may be set aside in funds. */
  async hasFloor(tx: Tx, ledger: Ledger, currency: string): Promise<boolean> {
    const [unallocated] = await ledger.accountsByCode(tx, ['unallocated'], currency);
    return (unallocated?.floorMinor ?? null) !== null;
  },

  /**
   * Records what puts money by, unless more is short after it than before: one entry may bring the
   * money as well, and books may be short already.
   *
   * @throws CodedError FUND_NOT_COVERED, and what recording it does
   */
  async covered(
    tx: Tx,
    ledger: Ledger,
    currency: string,
    record: () => Promise<RecordedTransaction>,
  ): Promise<RecordedTransaction> {
    await setAsideStore.lock(tx, currency);
    const beforeMinor = await setAsideStore.shortMinor(tx, ledger, currency);
    const transaction = await record();
    if (transaction.replayed) return transaction;
    const afterMinor = await setAsideStore.shortMinor(tx, ledger, currency);
    if (afterMinor > beforeMinor) checkCovered(afterMinor);
    return transaction;
  },

  /**
   * By how much more is set aside and owed in a currency than lies there, in minor units; zero when
   * all of it is there.
   */
  async shortMinor(tx: Tx, ledger: Ledger, currency: string): Promise<bigint> {
    const free = freeMinor(await ledger.trialBalance(tx, null), currency);
    return free < 0n ? -free : 0n;
  },
};
