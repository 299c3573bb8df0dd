import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waits for a receiver that is left in peace is woken one by one. */
export class WebhooksAddWaiting1796200650001 implements MigrationInterface {
  readonly name = 'WebhooksAddWaiting1796200650001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table notifications.webhook_endpoints add column wakes_until timestamptz',
    );
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
