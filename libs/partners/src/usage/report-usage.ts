import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { partnerStore } from '../partner/partner.store.js';
import { partnersErrors } from '../partners.errors.js';
import { readUsageEvent } from './usage-event.js';
import type { UsageEvent, UsageVerdict } from './usage-event.js';
import { usageStore } from './usage.store.js';

/** The most events of one batch. */
export const maxBatch = 1_000;

interface Candidate {
  readonly index: number;
  readonly event: UsageEvent;
}

const keyOf = ({ source, eventId }: { source: string; eventId: string }): string =>
  `${source}\n${eventId}`;

/**
 * A partner's machine reports what members used. Each event gets its own verdict; one that is wrong
 * does not hold up the others. The same event again is a duplicate, for ever.
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
    const readable: Candidate[] = [];
    for (const [index, value] of values.entries()) {
      const read = readUsageEvent(value, tx.now);
      if ('event' in read) readable.push({ index, event: read.event });
      else verdicts[index] = rejected(index, idOf(value), read.code, read.message);
    }
    const known = await this.#known(tx, readable, verdicts);
    const { firsts, others } = toldApart(known);
    const events = firsts.map(({ event }) => event);
    const addedNths = await usageStore.insert(tx, partnerId, events);
    const added = addedNths === null ? null : new Set(addedNths);
    for (const [at, candidate] of firsts.entries()) {
      const { index, event } = candidate;
      if (added === null || added.has(at + 1)) verdicts[index] = settled(index, event, 'accepted');
      else others.push(candidate);
    }
    if (others.length > 0) await this.#compare(tx, partnerId, others, verdicts);
    return verdicts;
  }

  /** Leaves out events of meters and members that are not known here. */
  async #known(
    tx: Tx,
    candidates: readonly Candidate[],
    verdicts: UsageVerdict[],
  ): Promise<Candidate[]> {
    const memberIds = new Set<string>();
    const keys = new Set<string>();
    for (const { event } of candidates) {
      memberIds.add(event.memberId);
      keys.add(event.meterKey);
    }
    const [meters, members] = await Promise.all([
      partnerStore.metersAmong(tx, [...keys]),
      this.members.among(tx, [...memberIds]),
    ]);
    return candidates.filter(({ index, event }) => {
      const isMeter = meters.has(event.meterKey);
      if (isMeter && members.has(event.memberId)) return true;
      verdicts[index] = isMeter
        ? rejected(index, event.eventId, 'MEMBER_UNKNOWN', 'there is no such member')
        : rejected(index, event.eventId, 'METER_UNKNOWN', 'there is no such meter');
      return false;
    });
  }

  /** Same id and same content is a duplicate; same id and other content a conflict. */
  async #compare(
    tx: Tx,
    partnerId: string,
    candidates: readonly Candidate[],
    verdicts: UsageVerdict[],
  ): Promise<void> {
    const rows = await usageStore.repeats(
      tx,
      partnerId,
      candidates.map(({ event }) => event),
    );
    const same = new Set(rows.filter(({ isSame }) => isSame).map(({ nth }) => nth));
    for (const [at, { index, event }] of candidates.entries()) {
      const isSame = same.has(at + 1);
      verdicts[index] = settled(index, event, isSame ? 'duplicate' : 'conflict');
    }
  }
}

/** An id twice in one batch: the first one is tried, the others are compared with what is kept. */
function toldApart(candidates: readonly Candidate[]): { firsts: Candidate[]; others: Candidate[] } {
  const seen = new Set<string>();
  const firsts: Candidate[] = [];
  const others: Candidate[] = [];
  for (const candidate of candidates) {
    const known = seen.size;
    seen.add(keyOf(candidate.event));
    (seen.size === known ? others : firsts).push(candidate);
  }
  return { firsts, others };
}

function idOf(value: unknown): string | null {
  const id = (value as { id?: unknown } | null)?.id;
  return typeof id === 'string' ? id.slice(0, 200) : null;
}

function rejected(index: number, id: string | null, code: string, message: string): UsageVerdict {
  return { index, id, status: 'rejected', code, message };
}

function settled(
  index: number,
  event: UsageEvent,
  status: 'accepted' | 'duplicate' | 'conflict',
): UsageVerdict {
  const isConflict = status === 'conflict';
  return {
    index,
    id: event.eventId,
    status,
    code: isConflict ? 'EVENT_CONFLICT' : null,
    message: isConflict ? 'this id was used for another event' : null,
  };
}
