import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One transaction may be what several holds were for, as a bank debits one file of payments in one
 * sum. Together they still give just what it takes from their account.
 */
export class LedgerPostHoldsTogether1796200600001 implements MigrationInterface {
  readonly name = 'LedgerPostHoldsTogether1796200600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ledger.holds drop constraint holds_transaction_key;
      create index holds_by_transaction on ledger.holds (transaction_id)
        where transaction_id is not null;
      create or replace function ledger.check_hold_posted() returns trigger
      language plpgsql security definer set search_path = pg_catalog as $$
      declare
        drawn numeric;
        posted numeric;
      begin
        select sum(case when a.kind in ('asset', 'expense')
            then -p.amount_minor else p.amount_minor end) into drawn
          from ledger.postings p
          join ledger.accounts a on a.id = p.account_id
          join ledger.transactions t on t.id = p.transaction_id
          where p.transaction_id = new.transaction_id and p.account_id = new.account_id
            and t.recorded_in = pg_current_xact_id()::text::bigint;
        select sum(h.posted_minor) into posted from ledger.holds h
          where h.transaction_id = new.transaction_id and h.account_id = new.account_id;
        if drawn is distinct from posted then
          raise exception 'holds are posted by a transaction that takes just that from its account'
            using errcode = 'restrict_violation';
        end if;
        return null;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
