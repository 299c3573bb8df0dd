import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a line was taken for can be undone: it waits again, and counts how often. What the bank
 * wrote stays as it was. Lines of one transfer are found by its end-to-end id.
 */
export class BankingUndoMatches1796190820003 implements MigrationInterface {
  readonly name = 'BankingUndoMatches1796190820003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.bank_lines add column matches_undone integer not null default 0
        constraint bank_lines_undone_check check (matches_undone >= 0);
      create index bank_lines_by_end_to_end_id
        on payments.bank_lines (cooperative_id, end_to_end_id) where end_to_end_id is not null`);
    await runner.query(`
      create or replace function payments.keep_bank_line() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or
          (old.id, old.cooperative_id, old.bank_account_id, old.statement_id, old.source,
           old.identity, old.booking_date, old.value_date, old.amount_minor, old.currency,
           old.reversal, old.raw)
          is distinct from
          (new.id, new.cooperative_id, new.bank_account_id, new.statement_id, new.source,
           new.identity, new.booking_date, new.value_date, new.amount_minor, new.currency,
           new.reversal, new.raw)
          or new.matches_undone <> old.matches_undone + (old.state = 'matched')::integer
          or (old.state = 'matched' and new.state = 'matched')
        then
          raise exception 'a bank line stays as the bank wrote it, and is matched once'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
