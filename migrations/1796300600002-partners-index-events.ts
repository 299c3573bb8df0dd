import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const table = 'partners.usage_events';
const order = 'occurred_at, source, event_id';
const indexes: readonly NewIndex[] = [
  {
    name: 'usage_events_by_time',
    table,
    by: `(cooperative_id, partner_id, ${order})`,
  },
  {
    name: 'usage_events_by_member',
    table,
    by: `(cooperative_id, partner_id, member_id, ${order})`,
  },
  {
    name: 'usage_events_by_meter',
    table,
    by: `(cooperative_id, partner_id, meter_key, ${order})`,
  },
  {
    name: 'usage_events_retractions',
    table,
    by: `(cooperative_id, partner_id, ${order}) where retracted_event_id is not null`,
  },
];

/** What a partner reported, by when it happened, and by each of what the list is narrowed by. */
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
