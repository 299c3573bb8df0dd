import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const table = 'notifications.webhook_deliveries';
const indexes: readonly NewIndex[] = [
  {
    name: 'webhook_deliveries_by_state',
    table,
    by: '(cooperative_id, state, created_at, id)',
  },
  {
    name: 'webhook_deliveries_by_endpoint',
    table,
    by: '(cooperative_id, endpoint_id, created_at, id)',
  },
  {
    name: 'webhook_deliveries_by_endpoint_state',
    table,
    by: '(cooperative_id, endpoint_id, state, created_at, id)',
  },
];

/**
 * What administrators see of deliveries. How often those were tried that are there already was not
 * counted: it stays null.
 */
export class WebhooksShowDeliveries1796300600001 implements MigrationInterface {
  readonly name = 'WebhooksShowDeliveries1796300600001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table ${table} add column if not exists attempts integer,
         add column if not exists tried_at timestamptz,
         add column if not exists queued_at timestamptz;
       alter table ${table} alter column attempts set default 0`,
    );
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
