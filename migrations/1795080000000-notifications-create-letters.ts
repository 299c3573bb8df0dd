import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters to persons: sealed until they are sent, and gone afterwards. */
export class NotificationsCreateLetters1795080000000 implements MigrationInterface {
  readonly name = 'NotificationsCreateLetters1795080000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema notifications;
      select platform.grant_schema('notifications');
      create table notifications.letters (
        id uuid not null constraint letters_pk primary key,
        kind text not null,
        sealed bytea,
        state text not null default 'queued'
          constraint letters_state_known check (state in ('queued', 'sent', 'kept')),
        created_at timestamptz not null,
        sent_at timestamptz,
        constraint letters_sent_are_gone
          check (state <> 'sent' or (sealed is null and sent_at is not null))
      );
      create index letters_by_time on notifications.letters (created_at, id);
      select platform.grant_global_table(
        'notifications.letters', 'SELECT, INSERT, UPDATE, DELETE')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
