import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A delivery that its receiver never took says so. */
export class WebhooksAddGivenUp1796030000003 implements MigrationInterface {
  readonly name = 'WebhooksAddGivenUp1796030000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notifications.webhook_deliveries
        drop constraint webhook_deliveries_state_known,
        add constraint webhook_deliveries_state_check
          check (state in ('queued', 'delivered', 'given-up', 'dropped'))`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
