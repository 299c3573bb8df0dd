import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A bank may debit what it refused, or what was withdrawn: the payout is settled after all, or what
 * left is claimed back where its obligation was asked for again. And what a line was taken for is
 * undone: a settlement, with a hold of its own again, or a return.
 */
export class PayoutsBookLateDebits1796300100001 implements MigrationInterface {
  readonly name = 'PayoutsBookLateDebits1796300100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.payouts
        add column late_debit text
          constraint payouts_late_debit_known
            check (late_debit is null or late_debit in ('settles', 'claims'))`);
    await runner.query(`
      create or replace function payments.keep_payout_frozen() returns trigger
      language plpgsql as $$
      begin
        if tg_op = 'DELETE' or
          (old.id, old.cooperative_id, old.obligation_kind, old.obligation_id, old.payee_kind,
           old.payee_id, old.amount_minor, old.currency, old.debit_account_id, old.destination_id,
           old.frozen_hash)
          is distinct from
          (new.id, new.cooperative_id, new.obligation_kind, new.obligation_id, new.payee_kind,
           new.payee_id, new.amount_minor, new.currency, new.debit_account_id, new.destination_id,
           new.frozen_hash)
          or (old.provider_key is not null and old.provider_key is distinct from new.provider_key)
          or (old.hold_id is not null and old.hold_id is distinct from new.hold_id
            and not (old.state = 'settled' and new.state = 'submitted'))
          or (old.late_told_at is not null and old.late_told_at is distinct from new.late_told_at)
          or (old.state = 'cancelled' and new.state <> old.state)
          or (old.state = 'rejected' and new.state not in ('rejected', 'settled', 'returned'))
          or (old.state = 'returned' and new.state not in ('returned', 'settled', 'rejected'))
          or (old.state = 'settled'
            and new.state not in ('settled', 'returned', 'submitted', 'rejected'))
        then
          raise exception 'what was approved, released or ended of a payout does not change'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
