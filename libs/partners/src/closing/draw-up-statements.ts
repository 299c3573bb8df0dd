import { randomBytes } from 'node:crypto';
import { fractions, newId, startOfDay } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { Shares } from '@rochdale/treasury';
import type { UsagePeriodRow } from '../period/period.store.js';
import type { PoolPolicyRow } from '../pool/pool-policy.store.js';
import type { Parts } from '../pool/parts.js';
import type { PoolSplit } from '../pool/split-pool.js';
import { usageStore } from '../usage/usage.store.js';
import type { AggregatedUsage } from '../usage/usage.store.js';
import { sharePartsStore } from '../statement/share-parts.store.js';
import { statementStore } from '../statement/statement.store.js';
import { tellShare } from '../statement/tell-share.js';

export interface Drawing {
  readonly period: UsagePeriodRow;
  readonly policy: PoolPolicyRow;
  readonly split: PoolSplit;
  readonly usage: readonly AggregatedUsage[];
  readonly parts: Parts;
  /** Who is behind the figures that everybody reads. */
  readonly released: readonly Shares[];
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
 * Draws up a statement for every partner with a share, with something waiting or with events. What
 * would tell single members' dues waits; below the least payout it accrues to the next one and
 * needs nobody's approval. Whether there is a statement says no more than the partner knows.
 */
export async function drawUpStatements(tx: Tx, drawing: Drawing): Promise<void> {
  const { period, policy, split, usage } = drawing;
  const leftOver = await statementStore.leftOver(tx, period.currency);
  const soFar = await sharePartsStore.soFar(tx, period.currency);
  const lastTold = await sharePartsStore.lastTold(tx, period.currency);
  const out = [...drawing.released, ...soFar.told];
  const totals = new Map(
    (await usageStore.totals(tx, period.id, startOfDay(period.startsOn))).map((row) => [
      row.partnerId,
      row,
    ]),
  );
  for (const [partnerId, shareMinor] of split.partners) {
    const before = leftOver.get(partnerId) ?? { accruedMinor: 0n, waitedMinor: 0n, waits: false };
    const { accruedMinor, waitedMinor } = before;
    const counted = totals.get(partnerId);
    const { waits, untoldMinor, told } = tellShare(
      {
        shareMinor,
        waitedMinor,
        behind: sharesOf(drawing.parts, partnerId),
        behindWaiting: soFar.waiting.get(partnerId) ?? new Map(),
        concernsMembers: counted !== undefined || before.waits,
        lastToldMinor: lastTold.get(partnerId) ?? null,
      },
      out,
    );
    const amountMinor = shareMinor + waitedMinor - untoldMinor + accruedMinor;
    if (amountMinor === 0n && counted === undefined && !before.waits) continue;
    await statementStore.insert(tx, {
      id: newId(),
      partnerId,
      periodId: period.id,
      shareMinor,
      waitedMinor,
      untoldMinor,
      waits,
      accruedMinor,
      currency: period.currency,
      events: counted?.events ?? 0n,
      lateEvents: counted?.lateEvents ?? 0n,
      eventsSalt: randomBytes(32).toString('hex'),
      quantity: decimalSum(usage.filter((row) => row.partnerId === partnerId)),
      state: amountMinor === 0n || amountMinor < policy.minimumPayoutMinor ? 'accrued' : 'draft',
    });
    if (told !== null) out.push(told);
  }
  await sharePartsStore.insert(tx, period.id, drawing.parts);
}

function sharesOf(parts: Parts, partnerId: string): Shares {
  const own = [...(parts.get(partnerId) ?? [])];
  return new Map(own.map(([memberId, part]) => [`member:${memberId}`, part]));
}
