import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A line that is not explained yet learns from a later telling of it that it came back, why, and
 * what the bank kept. What the bank wrote before stays as it was.
 */
export class BankingLearnReturns1796200660001 implements MigrationInterface {
  readonly name = 'BankingLearnReturns1796200660001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function payments.keep_bank_line() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or
          (old.id, old.cooperative_id, old.bank_account_id, old.statement_id, old.source,
           old.identity, old.booking_date, old.value_date, old.amount_minor, old.currency)
          is distinct from
          (new.id, new.cooperative_id, new.bank_account_id, new.statement_id, new.source,
           new.identity, new.booking_date, new.value_date, new.amount_minor, new.currency)
          or (old.reversal and not new.reversal)
          or (old.state = 'matched' and (old.reversal, old.raw) is distinct from
            (new.reversal, new.raw))
          or (old.raw is distinct from new.raw and exists (
            select from jsonb_each(old.raw)
            where value not in ('null', '[]') and new.raw -> key is distinct from value))
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
