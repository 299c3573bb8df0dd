import { randomBytes } from 'node:crypto';
import { fractions, newId, startOfDay } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { exact, Lines, together, ToldTogether } from '@rochdale/treasury';
import type { Released, Shares } from '@rochdale/treasury';
import type { UsagePeriodRow } from '../period/period.store.js';
import type { PoolPolicyRow } from '../pool/pool-policy.store.js';
import type { Parts } from '../pool/parts.js';
import type { PoolSplit } from '../pool/split-pool.js';
import { usageStore } from '../usage/usage.store.js';
import type { AggregatedUsage } from '../usage/usage.store.js';
import { sharePartsStore } from '../statement/share-parts.store.js';
import { toldPartsStore } from '../statement/told-parts.store.js';
import { statementStore } from '../statement/statement.store.js';
import { tellShare } from '../statement/tell-share.js';

export interface Drawing {
  readonly period: UsagePeriodRow;
  readonly policy: PoolPolicyRow;
  readonly split: PoolSplit;
  readonly usage: readonly AggregatedUsage[];
  readonly parts: Parts;
  /** Who is behind the figures that everybody reads. */
  readonly released: Released;
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
 * needs nobody's approval. Whether there is a statement says no more than the partner knows. What
 * is left in a currency that the pool had before goes on in it, and is paid however little it is.
 */
export async function drawUpStatements(tx: Tx, drawing: Drawing): Promise<void> {
  const { period, policy, split, usage } = drawing;
  const rows = await usageStore.totals(tx, period.id, startOfDay(period.startsOn));
  const totals = new Map(rows.map((row) => [row.partnerId, row]));
  const { released } = drawing;
  const { told: ofLate, waiting } = await sharePartsStore.soFar(tx);
  const toldSoFar = [...(await toldPartsStore.all(tx)), ...ofLate];
  const wholes = await wholesWith(tx, drawing.parts);
  const toldTogether = new ToldTogether(wholes);
  for (const figure of toldSoFar) toldTogether.add(figure);
  const withReleased = new ToldTogether(wholes, { cells: 0 }, exact);
  for (const figure of [...toldSoFar, ...released.dues]) withReleased.add(figure);
  const lines = new Lines();
  const others = await statementStore.otherCurrencies(tx, period.currency);
  for (const currency of [period.currency, ...others]) {
    const isOwn = currency === period.currency;
    const leftOver = await statementStore.leftOver(tx, currency);
    const lastTold = await sharePartsStore.lastTold(tx, currency);
    const monthsWaiting = await sharePartsStore.monthsWaiting(tx, currency);
    const shares = isOwn ? split.partners : new Map([...leftOver.keys()].map((id) => [id, 0n]));
    const leastMinor = isOwn ? policy.minimumPayoutMinor : 0n;
    for (const [partnerId, shareMinor] of shares) {
      const left = leftOver.get(partnerId) ?? { accruedMinor: 0n, waitedMinor: 0n, waits: false };
      const { accruedMinor, waitedMinor } = left;
      const counted = totals.get(partnerId);
      const concernsMembers = (isOwn && counted !== undefined) || left.waits;
      const { waits, untoldMinor, told } = tellShare(
        {
          shareMinor,
          waitedMinor,
          behind: isOwn ? sharesOf(drawing.parts, partnerId) : new Map(),
          behindWaiting: waiting.get(currency)?.get(partnerId) ?? new Map(),
          concernsMembers,
          lastToldMinor: lastTold.get(partnerId) ?? null,
          monthsWaiting: monthsWaiting.get(partnerId) ?? 0,
        },
        { released: released.shares, told: toldSoFar, toldTogether, withReleased, lines },
      );
      const amountMinor = shareMinor + waitedMinor - untoldMinor + accruedMinor;
      if (amountMinor === 0n && !concernsMembers) continue;
      const id = newId();
      await statementStore.insert(tx, {
        id,
        partnerId,
        periodId: period.id,
        shareMinor,
        waitedMinor,
        untoldMinor,
        waits,
        accruedMinor,
        currency,
        events: counted?.events ?? 0n,
        lateEvents: counted?.lateEvents ?? 0n,
        eventsSalt: randomBytes(32).toString('hex'),
        quantity: decimalSum(usage.filter((row) => row.partnerId === partnerId)),
        state: amountMinor === 0n || amountMinor < leastMinor ? 'accrued' : 'draft',
      });
      if (told === null) continue;
      toldSoFar.push(told);
      withReleased.add(told);
      // What adds nothing is known without it, whatever is told later.
      if (toldTogether.add(told)) await toldPartsStore.insert(tx, id, told);
    }
  }
  await sharePartsStore.insert(tx, period.id, drawing.parts);
}

/** The most that each member gave in a month, this one or another. */
async function wholesWith(tx: Tx, parts: Parts): Promise<Shares> {
  const wholes = new Map(await sharePartsStore.wholes(tx));
  const ofMonth = together([...parts.keys()].map((partnerId) => sharesOf(parts, partnerId)));
  for (const [person, whole] of ofMonth) {
    if (whole > (wholes.get(person) ?? 0n)) wholes.set(person, whole);
  }
  return wholes;
}

function sharesOf(parts: Parts, partnerId: string): Shares {
  const own = [...(parts.get(partnerId) ?? [])];
  return new Map(own.map(([memberId, part]) => [`member:${memberId}`, part]));
}
