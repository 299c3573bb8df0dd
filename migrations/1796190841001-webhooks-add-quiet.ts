import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A receiver that takes nothing is left in peace for a while, and longer each time. */
export class WebhooksAddQuiet1796190841001 implements MigrationInterface {
  readonly name = 'WebhooksAddQuiet1796190841001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notifications.webhook_endpoints
        add column failures integer not null default 0,
        add column quiet_until timestamptz,
        add constraint webhook_endpoints_failures_check check (failures >= 0)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
