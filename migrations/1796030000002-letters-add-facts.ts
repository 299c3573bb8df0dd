import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters that follow facts, once for each fact and person; letters that were given up. */
export class LettersAddFacts1796030000002 implements MigrationInterface {
  readonly name = 'LettersAddFacts1796030000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notifications.letters
        add column cooperative_id uuid,
        add column fact_id uuid,
        add column member_id uuid,
        add column sending_since timestamptz,
        add column tries integer not null default 0,
        add constraint letters_fact_unique unique (fact_id, kind, member_id),
        add constraint letters_fact_check check ((fact_id is null) = (member_id is null)),
        drop constraint letters_state_known,
        add constraint letters_state_check
          check (state in ('queued', 'sent', 'given-up', 'kept'))`);
    // Letters about accounts belong to no co-operative. Kept letters are read by developers, who
    // are in none either.
    await runner.query(`
      select platform.protect_tenant_table('notifications.letters', 'SELECT, INSERT, UPDATE');
      create policy outside_tenants on notifications.letters
        using (cooperative_id is null and platform.current_cooperative() is null)
        with check (cooperative_id is null and platform.current_cooperative() is null);
      create policy kept on notifications.letters for select
        using (state = 'kept' and platform.current_cooperative() is null)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
