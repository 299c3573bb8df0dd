import type { MigrationInterface, QueryRunner } from 'typeorm';
import { makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

const indexes: readonly NewIndex[] = [
  {
    name: 'usage_events_by_period',
    table: 'partners.usage_events',
    by: `(period_id, partner_id) where period_id is not null`,
    replaces: true,
  },
];

/**
 * Events are looked for by their period once they are in one. Those that just came are in none: an
 * index that leaves them out has nothing to write while they are taken in.
 */
export class PartnersIndexCountedUsage1796050000001 implements MigrationInterface {
  readonly name = 'PartnersIndexCountedUsage1796050000001';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
