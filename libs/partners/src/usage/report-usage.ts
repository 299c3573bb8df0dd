import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { daysLater, permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { erasureAnnouncementStore } from '../erasure/erasure-announcement.store.js';
import { partnerStore } from '../partner/partner.store.js';
import { partnersErrors } from '../partners.errors.js';
import { periodStore } from '../period/period.store.js';
import { retractUsage } from './retract-usage.js';
import { readUsageEvent } from './usage-event.js';
import type { UsageEvent, UsageRetraction } from './usage-event.js';
import { usageStore } from './usage.store.js';
import { identityOf, rejected, settled } from './usage-verdict.js';
import type { Candidate, UsageVerdict } from './usage-verdict.js';

/** What was used is kept for two years after its month was settled, less what a day may be off. */
const keptDays = 728;

/** The most events of one batch. */
export const maxBatch = 1_000;

/**
 * A partner's machine reports what members used. Each event gets its own verdict; one that is wrong
 * does not hold up the others. The same event again is a duplicate, and refused by its time once it
 * was dropped. What was wrong is corrected by an event below zero, where the meter sums up, or
 * retracted by another event.
 */
@Injectable()
export class ReportUsage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MemberDirectory,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_INPUT, USAGE_BATCH_TOO_LARGE */
  async execute(actor: Actor, input: { events: readonly unknown[] }): Promise<UsageVerdict[]> {
    permit(actor, 'usage.report');
    const { partnerId } = actor;
    if (partnerId === null) throw platformErrors.error('FORBIDDEN', 'Only partners report usage.');
    if (input.events.length === 0) {
      throw platformErrors.error('INVALID_INPUT', 'A batch has at least one event.');
    }
    if (input.events.length > maxBatch) {
      throw partnersErrors.error(
        'USAGE_BATCH_TOO_LARGE',
        `A batch has at most ${maxBatch} events.`,
      );
    }
    return this.unitOfWork.run(actor, (tx) => this.#record(tx, partnerId, input.events));
  }

  async #record(tx: Tx, partnerId: string, values: readonly unknown[]): Promise<UsageVerdict[]> {
    const verdicts: UsageVerdict[] = [];
    const used: Candidate<UsageEvent>[] = [];
    const retractions: Candidate<UsageRetraction>[] = [];
    const longAgo = daysLater(tx.now, -keptDays);
    let isLongAgo = false;
    for (const [index, value] of values.entries()) {
      const read = readUsageEvent(value, tx.now);
      if ('event' in read) {
        used.push({ index, said: read.event });
        isLongAgo ||= read.event.occurredAt < longAgo;
      } else if ('retraction' in read) retractions.push({ index, said: read.retraction });
      else verdicts[index] = rejected(index, idOf(value), read);
    }
    // What takes something off is judged by a period that cannot close meanwhile.
    const takesOff =
      retractions.length > 0 || used.some(({ said }) => said.quantity.startsWith('-'));
    if (takesOff) await periodStore.lock(tx);
    const kept = isLongAgo ? await withoutDropped(tx, longAgo, used, verdicts) : used;
    await this.#take(tx, partnerId, kept, verdicts);
    if (retractions.length > 0) {
      for (const verdict of await retractUsage(tx, partnerId, retractions)) {
        verdicts[verdict.index] = verdict;
      }
    }
    return verdicts;
  }

  async #take(
    tx: Tx,
    partnerId: string,
    readable: readonly Candidate<UsageEvent>[],
    verdicts: UsageVerdict[],
  ): Promise<void> {
    const known = await this.#known(tx, readable, verdicts);
    const { firsts, others } = toldApart(known);
    const addedNths = await usageStore.insert(
      tx,
      partnerId,
      firsts.map(({ said }) => said),
    );
    const added = addedNths === null ? null : new Set(addedNths);
    for (const [at, candidate] of firsts.entries()) {
      if (added === null || added.has(at + 1)) {
        verdicts[candidate.index] = settled(candidate, 'accepted');
      } else {
        others.push(candidate);
      }
    }
    if (others.length > 0) await this.#compare(tx, partnerId, others, verdicts);
  }

  /** Leaves out events of meters and members that are not known here. */
  async #known(
    tx: Tx,
    candidates: readonly Candidate<UsageEvent>[],
    verdicts: UsageVerdict[],
  ): Promise<Candidate<UsageEvent>[]> {
    const memberIds = new Set<string>();
    const keys = new Set<string>();
    for (const { said } of candidates) {
      memberIds.add(said.memberId);
      keys.add(said.meterKey);
    }
    // In this order: who forgets somebody waits for whom this finds not to be told. Whoever is
    // erased is a member until all partners are told, at once: an answer would tell the moment.
    const ids = [...memberIds];
    const [meters, members, told] = await Promise.all([
      partnerStore.metersAmong(tx, [...keys]),
      this.members.among(tx, ids),
      erasureAnnouncementStore.toldAmong(tx, ids),
    ]);
    return candidates.filter(({ index, said }) => {
      const aggregation = meters.get(said.meterKey);
      const refuse = (code: string, message: string, path: readonly string[]): false => {
        verdicts[index] = rejected(index, said.eventId, { code, message, path });
        return false;
      };
      if (aggregation === undefined) {
        return refuse('METER_UNKNOWN', 'there is no such meter', ['data', 'meter']);
      }
      if (!members.has(said.memberId) || told.has(said.memberId)) {
        return refuse('MEMBER_UNKNOWN', 'there is no such member', ['subject']);
      }
      if (aggregation === 'sum' || !said.quantity.startsWith('-')) return true;
      const message = 'this meter does not sum up: retract the event instead';
      return refuse('CORRECTION_REFUSED', message, ['data', 'quantity']);
    });
  }

  /** Same id and same content is a duplicate; same id and other content a conflict. */
  async #compare(
    tx: Tx,
    partnerId: string,
    candidates: readonly Candidate<UsageEvent>[],
    verdicts: UsageVerdict[],
  ): Promise<void> {
    const rows = await usageStore.repeats(
      tx,
      partnerId,
      candidates.map(({ said }) => said),
    );
    const same = new Set(rows.filter(({ isSame }) => isSame).map(({ nth }) => nth));
    for (const [at, candidate] of candidates.entries()) {
      const isSame = same.has(at + 1);
      verdicts[candidate.index] = settled(candidate, isSame ? 'duplicate' : 'conflict');
    }
  }
}

/** Leaves out what may have counted in a month whose events were dropped: it would count twice. */
async function withoutDropped(
  tx: Tx,
  longAgo: Date,
  candidates: readonly Candidate<UsageEvent>[],
  verdicts: UsageVerdict[],
): Promise<readonly Candidate<UsageEvent>[]> {
  const settledAt = await periodStore.lastSettledBefore(tx, longAgo);
  if (settledAt === null) return candidates;
  const message = 'lies in a month of which no events are kept';
  const refusal = { code: 'TIME_IMPLAUSIBLE', message, path: ['time'] };
  return candidates.filter(({ index, said }) => {
    if (said.occurredAt >= settledAt) return true;
    verdicts[index] = rejected(index, said.eventId, refusal);
    return false;
  });
}

interface ToldApart {
  readonly firsts: readonly Candidate<UsageEvent>[];
  readonly others: Candidate<UsageEvent>[];
}

/** An id twice in one batch: the first one is tried, the others are compared with what is kept. */
function toldApart(candidates: readonly Candidate<UsageEvent>[]): ToldApart {
  const seen = new Set<string>();
  const firsts: Candidate<UsageEvent>[] = [];
  const others: Candidate<UsageEvent>[] = [];
  for (const candidate of candidates) {
    const known = seen.size;
    seen.add(identityOf(candidate.said));
    (seen.size === known ? others : firsts).push(candidate);
  }
  return { firsts, others };
}

function idOf(value: unknown): string | null {
  const id = (value as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id.slice(0, 200) : null;
}
