import { fractions, newId, sha256Hex, startOfDay } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { UsagePeriodRow } from '../period/period.store.js';
import type { PoolPolicyRow } from '../pool/pool-policy.store.js';
import type { PoolSplit } from '../pool/split-pool.js';
import { usageStore } from '../usage/usage.store.js';
import type { AggregatedUsage } from '../usage/usage.store.js';
import { statementStore } from '../statement/statement.store.js';

export interface Drawing {
  readonly period: UsagePeriodRow;
  readonly policy: PoolPolicyRow;
  readonly split: PoolSplit;
  readonly usage: readonly AggregatedUsage[];
}

/** An exact decimal of a sum of decimals. */
function decimalSum(usage: readonly AggregatedUsage[]): string {
  const scale = 9n;
  const total = usage
    .map(({ quantity }) => fractions.parse(quantity))
    .reduce(fractions.add, fractions.zero);
  const units = (total.numerator * 10n ** scale) / total.denominator;
  const digits = units.toString().padStart(Number(scale) + 1, '0');
  return `${digits.slice(0, -Number(scale))}.${digits.slice(-Number(scale))}`;
}

/**
 * Draws up a statement for every partner with a share, with something waiting or with events. Below
 * the least payout it accrues to the next one and needs nobody's approval.
 */
export async function drawUpStatements(tx: Tx, drawing: Drawing): Promise<void> {
  const { period, policy, split, usage } = drawing;
  const waiting = await statementStore.accrued(tx, period.currency);
  const start = startOfDay(period.startsOn);
  const totals = new Map(
    (await usageStore.totals(tx, period.id, start)).map((row) => [row.partnerId, row]),
  );
  for (const [partnerId, shareMinor] of split.partners) {
    const accruedMinor = waiting.get(partnerId) ?? 0n;
    const counted = totals.get(partnerId);
    const amountMinor = shareMinor + accruedMinor;
    if (amountMinor === 0n && counted === undefined) continue;
    await statementStore.insert(tx, {
      id: newId(),
      partnerId,
      periodId: period.id,
      shareMinor,
      accruedMinor,
      currency: period.currency,
      events: counted?.events ?? 0n,
      lateEvents: counted?.lateEvents ?? 0n,
      eventsHash: counted?.eventsHash ?? sha256Hex(''),
      quantity: decimalSum(usage.filter((row) => row.partnerId === partnerId)),
      state: amountMinor === 0n || amountMinor < policy.minimumPayoutMinor ? 'accrued' : 'draft',
    });
  }
}
