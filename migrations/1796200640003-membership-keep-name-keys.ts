import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Members are listed by their names, from any name on: what they are ordered by is a column, since
 * row-level security lets no index be searched by what `lower` makes of one. Fifty letters, so
 * that a cursor holds them.
 */
export class MembershipKeepNameKeys1796200640003 implements MigrationInterface {
  readonly name = 'MembershipKeepNameKeys1796200640003';

  async up(runner: QueryRunner): Promise<void> {
    // Made by the table first, so that every row has it whatever its policies, then by a trigger.
    await runner.query(`
      alter table membership.members add column name_key text
        generated always as (left(lower(display_name), 50)) stored;
      alter table membership.members alter column name_key drop expression;
      create function membership.key_name() returns trigger
      language plpgsql set search_path = pg_catalog as $$
      begin
        new.name_key := left(lower(new.display_name), 50);
        return new;
      end $$;
      create trigger key_name before insert or update of display_name, name_key
        on membership.members for each row execute function membership.key_name();`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
