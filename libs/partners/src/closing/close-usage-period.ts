import { Injectable } from '@nestjs/common';
import { DuesPaid } from '@rochdale/dues';
import type { PaidDues } from '@rochdale/dues';
import { Ledger } from '@rochdale/ledger';
import {
  addDays,
  canonicalJson,
  fractions,
  newId,
  permit,
  sha256Hex,
  startOfDay,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { Chart, ReleasedFigures } from '@rochdale/treasury';
import { partnerStore } from '../partner/partner.store.js';
import { partnersErrors } from '../partners.errors.js';
import { UsagePeriodClosed } from '../partners.events.js';
import { poolPolicyStore } from '../pool/pool-policy.store.js';
import type { PoolPolicyRow } from '../pool/pool-policy.store.js';
import { partsOf } from '../pool/parts.js';
import { carriedOver, readCarried } from '../pool/carried-over.js';
import { splitPool } from '../pool/split-pool.js';
import type { PoolCase, PoolSplit } from '../pool/split-pool.js';
import { drawUpStatements } from './draw-up-statements.js';
import { monthPartsStore } from './month-parts.store.js';
import { usageStore } from '../usage/usage.store.js';
import type { AggregatedUsage } from '../usage/usage.store.js';
import { periodStore } from '../period/period.store.js';
import type { UsagePeriodRow } from '../period/period.store.js';
import { graceOver, monthOf, nextMonth } from '../period/usage-period.js';
import type { UsagePeriod } from '../period/usage-period.js';

interface Facts {
  readonly paid: readonly PaidDues[];
  readonly usage: readonly AggregatedUsage[];
  readonly partnerIds: readonly string[];
}

const dayAfter = ({ endsOn }: UsagePeriod): string => addDays(endsOn, 1);

/**
 * Closes a month of usage: its events are counted, its dues shared out among the partners, and a
 * statement drawn up for each. In order, once each, whatever the number of workers.
 */
@Injectable()
export class CloseUsagePeriod {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly duesPaid: DuesPaid,
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly released: ReleasedFigures,
  ) {}

  /**
   * Closes the oldest month that is open and whose grace is over.
   *
   * @returns the closed period, or null when none is due
   * @throws CodedError FORBIDDEN, POOL_POLICY_MISSING
   */
  async execute(actor: Actor): Promise<UsagePeriodRow | null> {
    permit(actor, 'usage-period.close');
    return this.unitOfWork.run(actor, async (tx) => {
      await periodStore.lock(tx);
      await this.released.lock(tx);
      const policy = await poolPolicyStore.current(tx);
      if (policy === null) {
        throw partnersErrors.error('POOL_POLICY_MISSING', 'Nobody decided how to share the pool.');
      }
      const newest = await periodStore.newest(tx);
      const first = await periodStore.firstAgreement(tx);
      if (newest === null && first === null) return null;
      const period = newest === null ? monthOf(first ?? '') : nextMonth(newest);
      if (graceOver(period, policy.graceDays) > tx.now) return null;
      return this.#close(tx, period, policy);
    });
  }

  async #close(tx: Tx, period: UsagePeriod, policy: PoolPolicyRow): Promise<UsagePeriodRow> {
    const id = newId();
    // Half a cent is not half a penny: it waits for the next month in its own currency.
    const carried = (await periodStore.newestIn(tx, policy.currency))?.carry ?? {};
    await usageStore.assign(tx, id, startOfDay(dayAfter(period)));
    const facts = await this.#facts(tx, { ...period, id }, policy);
    const pool: PoolCase = {
      rule: policy.rule,
      coopShare: fractions.parse(policy.coopShare),
      lambda: fractions.parse(policy.lambda),
      partnerIds: facts.partnerIds,
      paidMinor: new Map(facts.paid.map(({ memberId, paidMinor }) => [memberId, paidMinor])),
      usage: facts.usage.map(({ memberId, partnerId, quantity }) => ({
        memberId,
        partnerId,
        quantity: fractions.parse(quantity),
      })),
      carry: readCarried(carried),
    };
    const split = splitPool(pool);
    const released = await this.released.all(tx);
    const row: UsagePeriodRow = {
      id,
      ...period,
      policyId: policy.id,
      currency: policy.currency,
      paidMinor: facts.paid.reduce((sum, { paidMinor }) => sum + paidMinor, 0n),
      coopMinor: split.coopMinor,
      unusedMinor: split.unusedMinor,
      carry: Object.fromEntries(
        [...carriedOver(split.carry)].map(([key, rest]) => [key, fractions.format(rest)]),
      ),
      inputHash: sha256Hex(canonicalJson({ ...facts, period, carried, policyId: policy.id })),
      transactionId: await this.#book(tx, id, period, policy, split),
      closedAt: tx.now,
    };
    await periodStore.insert(tx, row);
    const { usage } = facts;
    const parts = partsOf(pool);
    await monthPartsStore.insert(tx, id, parts);
    await drawUpStatements(tx, { period: row, policy, split, usage, parts, released });
    announce(tx, row);
    return row;
  }

  async #facts(
    tx: Tx,
    period: UsagePeriod & { readonly id: string },
    policy: PoolPolicyRow,
  ): Promise<Facts> {
    const meters = await partnerStore.meters(tx);
    const aggregation = meters.find(({ key }) => key === policy.meterKey)?.aggregation ?? 'sum';
    const partners = await partnerStore.all(tx);
    return {
      paid: await this.duesPaid.shareOut(tx, {
        currency: policy.currency,
        // Money whose bank line came in late belongs to the members' pool all the same.
        since: (await periodStore.firstDay(tx)) ?? period.startsOn,
        to: dayAfter(period),
        sharedInId: period.id,
      }),
      usage: await usageStore.aggregated(tx, period.id, policy.meterKey, aggregation),
      partnerIds: partners.map((partner) => partner.id),
    };
  }

  /** The partners' money becomes a debt; what nobody's usage claims goes where the policy says. */
  async #book(
    tx: Tx,
    periodId: string,
    period: UsagePeriod,
    policy: PoolPolicyRow,
    split: PoolSplit,
  ): Promise<string | null> {
    const shared = [...split.partners.values()].reduce((sum, minor) => sum + minor, 0n);
    const toSolidarity = policy.unusedGoesTo === 'solidarity' ? split.unusedMinor : 0n;
    const keys = ['partner-services', 'partner-pool', 'unallocated', 'solidarity'] as const;
    const accounts = await this.chart.accounts(tx, keys, policy.currency);
    const pairs = [
      ['partner-services', 'partner-pool', shared],
      ['unallocated', 'solidarity', toSolidarity],
    ] as const;
    const postings = pairs.flatMap(([debit, credit, amountMinor]) =>
      amountMinor === 0n
        ? []
        : [
            { accountId: accounts.require(debit), amountMinor },
            { accountId: accounts.require(credit), amountMinor: -amountMinor },
          ],
    );
    if (postings.length === 0) return null;
    const transaction = await this.ledger.post(tx, {
      idempotencyKey: `usage-period:${period.startsOn}`,
      description: `Pool of ${period.startsOn.slice(0, 7)}`,
      source: { kind: 'usage-period', id: periodId },
      postings,
    });
    return transaction.id;
  }
}

function announce(tx: Tx, period: UsagePeriodRow): void {
  tx.announce(
    UsagePeriodClosed.of(period.id, {
      periodId: period.id,
      startsOn: period.startsOn,
      endsOn: period.endsOn,
      paidMinor: period.paidMinor.toString(),
      currency: period.currency,
    }),
  );
}
