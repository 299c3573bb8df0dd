import type { MigrationInterface, QueryRunner } from 'typeorm';

/** News for other programs: where to send it, and how far each delivery is. */
export class NotificationsCreateWebhooks1795080000001 implements MigrationInterface {
  readonly name = 'NotificationsCreateWebhooks1795080000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table notifications.webhook_endpoints (
        id uuid not null constraint webhook_endpoints_pk primary key,
        cooperative_id uuid not null,
        url text not null,
        types text[] not null,
        secret_sealed bytea not null,
        created_at timestamptz not null,
        removed_at timestamptz
      );
      create index webhook_endpoints_active
        on notifications.webhook_endpoints (cooperative_id) where removed_at is null;
      create table notifications.webhook_deliveries (
        id uuid not null constraint webhook_deliveries_pk primary key,
        cooperative_id uuid not null,
        endpoint_id uuid not null constraint webhook_deliveries_endpoint_fk
          references notifications.webhook_endpoints (id),
        fact_id uuid not null,
        state text not null default 'queued' constraint webhook_deliveries_state_known
          check (state in ('queued', 'delivered', 'dropped')),
        last_status integer,
        created_at timestamptz not null,
        delivered_at timestamptz,
        constraint webhook_deliveries_once unique (endpoint_id, fact_id)
      );
      create index webhook_deliveries_by_time
        on notifications.webhook_deliveries (cooperative_id, created_at, id);
      select platform.protect_tenant_table(
        'notifications.webhook_endpoints', 'SELECT, INSERT, UPDATE');
      select platform.protect_tenant_table(
        'notifications.webhook_deliveries', 'SELECT, INSERT, UPDATE')`);
    // The relay works for all tenants at once: it has none, and sees where news goes.
    await runner.query(`
      create policy relay on notifications.webhook_endpoints for select
        using (platform.current_cooperative() is null);
      create policy relay on notifications.webhook_deliveries for insert
        with check (platform.current_cooperative() is null)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
