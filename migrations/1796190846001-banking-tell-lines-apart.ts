import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line is known again by what all files together say of it, no more by a hash of what the first
 * one said. Lines from before have no tellings of their own yet: what stands in their columns is
 * read as their first. A line that may be another waits, and says for what.
 */
export class BankingTellLinesApart1796190846001 implements MigrationInterface {
  readonly name = 'BankingTellLinesApart1796190846001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.bank_lines add column entry_id uuid;
      alter table payments.bank_lines add column doubt text;
      alter table payments.bank_lines add column rival_line_id uuid;
      alter table payments.bank_lines drop constraint bank_lines_state_known;
      alter table payments.bank_lines add constraint bank_lines_state_known
        check (state in ('new', 'flagged', 'matched', 'unclear', 'repeated'));
      alter table payments.bank_lines add constraint bank_lines_doubt_check check
        ((state <> 'unclear' or doubt is not null)
          and (state <> 'repeated' or rival_line_id is not null));
      alter table payments.bank_lines add constraint bank_lines_rival_fk
        foreign key (rival_line_id) references payments.bank_lines (id);
      create index bank_lines_by_account
        on payments.bank_lines (cooperative_id, bank_account_id, booking_date, id);
      create index bank_lines_by_rival on payments.bank_lines (rival_line_id)
        where rival_line_id is not null;
      alter table payments.bank_statements add column format text;
      alter table payments.bank_statements add column sequence text;
      alter table payments.bank_statements add column lines_unclear integer not null default 0`);
    await runner.query(`
      create table payments.bank_sightings (
        cooperative_id uuid not null,
        statement_id uuid not null constraint bank_sightings_statement_fk
          references payments.bank_statements (id),
        place integer not null,
        entry_id uuid not null,
        facts jsonb not null,
        constraint bank_sightings_pk primary key (statement_id, place, entry_id)
      );
      create index bank_sightings_by_entry
        on payments.bank_sightings (cooperative_id, entry_id);
      select platform.protect_tenant_table('payments.bank_sightings', 'SELECT, INSERT')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
