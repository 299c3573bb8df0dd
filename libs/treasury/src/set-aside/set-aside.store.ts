import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Ledger } from '@rochdale/ledger';
import { freeMinor } from './set-aside.js';

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

  /**
   * By how much more is set aside and owed in a currency than lies there, in minor units; zero when
   * all of it is there, and where the co-operative said itself, by a floor of `unallocated`, how
   * much may be set aside.
   */
  async shortMinor(tx: Tx, ledger: Ledger, currency: string): Promise<bigint> {
    const [unallocated] = await ledger.accountsByCode(tx, ['unallocated'], currency);
    if ((unallocated?.floorMinor ?? null) !== null) return 0n;
    const free = freeMinor(await ledger.trialBalance(tx, null), currency);
    return free < 0n ? -free : 0n;
  },
};
