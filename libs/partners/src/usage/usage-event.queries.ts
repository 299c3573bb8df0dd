import { Injectable } from '@nestjs/common';
import { columnsOf, keysetList, microsOf, permit, platformErrors } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { UsageEventEntity } from './usage-event.entity.js';

const shown = [
  'source',
  'eventId',
  'meterKey',
  'memberId',
  'quantity',
  'retractedSource',
  'retractedEventId',
  'occurredAt',
  'receivedAt',
  'periodId',
] as const;

/** An event as its partner sees it; a retraction has no meter, member or quantity. */
export interface UsageEventView extends Readonly<Pick<UsageEventEntity, (typeof shown)[number]>> {
  /** Source and id of the event that calls this one off. */
  readonly retractedBy: readonly [source: string, eventId: string] | null;
  /** To the microsecond: its place in the list. */
  readonly receivedMicros: string;
}

export type UsageEventKind = 'use' | 'retraction';

export interface UsageEventFilter {
  readonly kind?: UsageEventKind | null;
  /** The closed month that they went into. */
  readonly periodId?: string | null;
  /** With a period only. */
  readonly meterKey?: string | null;
  /** With a period only. */
  readonly memberId?: string | null;
  /** The one event that was reported under this source and id. */
  readonly event?: { readonly source: string; readonly id: string } | null;
  /** Came at this moment or later. */
  readonly from?: Date | null;
  /** Came before this moment. */
  readonly before?: Date | null;
}

interface Narrowed {
  readonly uses?: true | null;
  readonly retractions?: true | null;
  readonly periodId?: string | null;
  readonly meterKey?: string | null;
  readonly memberId?: string | null;
  readonly source?: string | null;
  readonly eventId?: string | null;
  readonly from?: Date | null;
  readonly before?: Date | null;
}

const events = keysetList<UsageEventView, Narrowed, { partnerId: string }>({
  name: 'partners.list-usage-events',
  // Looked up for the rows of a page, by its index.
  select: `${columnsOf(UsageEventEntity, { of: 'e', only: shown })},
    (select array[r.source, r.event_id] from partners.usage_events r
      where r.cooperative_id = e.cooperative_id and r.partner_id = e.partner_id
        and r.retracted_source = e.source and r.retracted_event_id = e.event_id)
      as "retractedBy", ${microsOf('e.received_at')} as "receivedMicros"`,
  from: 'partners.usage_events e',
  where: 'e.cooperative_id = :cooperativeId and e.partner_id = :partnerId::uuid',
  keys: [
    { column: 'e.received_at', field: 'receivedMicros', type: 'micros' },
    { column: 'e.source', field: 'source', type: 'text' },
    { column: 'e.event_id', field: 'eventId', type: 'text' },
  ],
  filters: {
    uses: 'e.retracted_event_id is null',
    retractions: 'e.retracted_event_id is not null',
    periodId: 'e.period_id = :periodId::uuid',
    meterKey: 'e.meter_key = :meterKey',
    memberId: 'e.member_id = :memberId::uuid',
    source: 'e.source = :source',
    eventId: 'e.event_id = :eventId',
    from: 'e.received_at >= :from',
    before: 'e.received_at < :before',
  },
});

/** What a partner reported; for itself alone. */
@Injectable()
export class UsageEventQueries {
  /**
   * In the order in which it came, the latest first. By member and by meter it is narrowed within a
   * closed month: what waits has no index by those, which every event that comes in would pay for.
   *
   * @throws CodedError FORBIDDEN, INVALID_CURSOR, INVALID_INPUT
   */
  async page(
    tx: Tx,
    request: PageRequest,
    filter: UsageEventFilter = {},
  ): Promise<Page<UsageEventView>> {
    permit(tx.actor, 'usage-event.read');
    const { partnerId } = tx.actor;
    if (partnerId === null) throw platformErrors.error('FORBIDDEN', 'You are no partner here.');
    const { kind, event, ...others } = filter;
    for (const name of ['memberId', 'meterKey'] as const) {
      if ((others[name] ?? null) === null || (others.periodId ?? null) !== null) continue;
      throw platformErrors.error('INVALID_INPUT', 'Say of which closed month: periodId.', {
        path: ['filter', name],
      });
    }
    const narrowed = {
      ...others,
      uses: kind === 'use' ? (true as const) : null,
      retractions: kind === 'retraction' ? (true as const) : null,
      source: event?.source ?? null,
      eventId: event?.id ?? null,
    };
    return events.page(tx, request, { filter: narrowed, params: { partnerId } });
  }
}
