import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const table = 'partners.usage_events';
const counted = 'where period_id is not null';
const indexes: readonly NewIndex[] = [
  {
    name: 'usage_events_by_receipt',
    table,
    by: '(cooperative_id, partner_id, received_at)',
  },
  {
    name: 'usage_events_retractions',
    table,
    by: '(cooperative_id, partner_id, received_at) where retracted_event_id is not null',
  },
  {
    name: 'usage_events_by_period',
    table,
    by: `(period_id, partner_id, received_at) ${counted}`,
    replaces: true,
  },
  {
    name: 'usage_events_by_member',
    table,
    by: `(period_id, partner_id, member_id, received_at) ${counted}`,
  },
  {
    name: 'usage_events_by_meter',
    table,
    by: `(period_id, partner_id, meter_key, received_at) ${counted}`,
  },
];

/**
 * What a partner reported, in the order in which it came. Only that index grows with each event
 * that comes in, at its end; those of what the list is narrowed by grow when a month closes.
 */
export class PartnersIndexEvents1796300600002 implements MigrationInterface {
  readonly name = 'PartnersIndexEvents1796300600002';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
