import type { Tx } from '@rochdale/platform';
import { SubmitPayoutJob } from '../payouts.jobs.js';
import type { Transfer } from './rail.js';

/** How a provider's rail takes an order: each transfer by a job of its own, after the commit. */
export function submitEach(tx: Tx, transfers: readonly Transfer[]): void {
  const { cooperativeId } = tx;
  for (const { payoutId } of transfers) {
    tx.enqueue(SubmitPayoutJob, { cooperativeId, payoutId }, { key: payoutId });
  }
}
