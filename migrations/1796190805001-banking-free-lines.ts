import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line comes in a statement, or one by one from a source of money: exactly one of the two is its
 * origin, and stays so.
 */
export class BankingFreeLines1796190805001 implements MigrationInterface {
  readonly name = 'BankingFreeLines1796190805001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.bank_lines alter column statement_id drop not null;
      alter table payments.bank_lines add column source text;
      alter table payments.bank_lines add constraint bank_lines_origin_check
        check ((statement_id is null) <> (source is null))`);
    await runner.query(`
      create or replace function payments.keep_bank_line() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or old.state = 'matched' or
          (old.id, old.cooperative_id, old.bank_account_id, old.statement_id, old.source,
           old.identity, old.booking_date, old.value_date, old.amount_minor, old.currency,
           old.reversal, old.raw)
          is distinct from
          (new.id, new.cooperative_id, new.bank_account_id, new.statement_id, new.source,
           new.identity, new.booking_date, new.value_date, new.amount_minor, new.currency,
           new.reversal, new.raw)
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
