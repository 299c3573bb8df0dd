import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { columnsOf, idOf, PersonalDataSources, sql } from '@rochdale/platform';
import { z } from 'zod';
import { UsageEventEntity } from './usage-event.entity.js';

const only = [
  'source',
  'eventId',
  'meterKey',
  'quantity',
  'occurredAt',
  'receivedAt',
  'partnerId',
  'periodId',
] as const;
// What was retracted was said of the person all the same.
const ownUsage = sql(
  'partners.export-own-usage',
  `select ${columnsOf(UsageEventEntity, { of: 'u', only })}, p.name as "partnerName",
     exists (select from partners.usage_events r
       where r.cooperative_id = u.cooperative_id and r.partner_id = u.partner_id
         and r.retracted_source = u.source and r.retracted_event_id = u.event_id) as "isRetracted"
   from partners.usage_events u
   join partners.partners p on p.cooperative_id = u.cooperative_id and p.id = u.partner_id
   where u.cooperative_id = $1 and u.member_id = $2
   order by u.received_at, u.partner_id, u.source, u.event_id`,
);

/** Hands over to members what partners said that they used. */
@Injectable()
export class OwnUsage implements OnModuleInit {
  constructor(private readonly sources: PersonalDataSources) {}

  onModuleInit(): void {
    const shape = z.array(
      z.looseObject({ partnerId: idOf('Partner'), periodId: idOf('UsagePeriod').nullable() }),
    );
    this.sources.register('partners', shape, (tx, { memberId }) =>
      tx.rows(ownUsage, [tx.cooperativeId, memberId]),
    );
  }
}
