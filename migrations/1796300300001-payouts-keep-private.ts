import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is between a member and the treasurers is paid between them, too: refunds of dues. And what
 * may change of a payout, by all that was added since it was made: its destination, its lateness,
 * a late debit, what is undone of a settlement.
 */
export class PayoutsKeepPrivate1796300300001 implements MigrationInterface {
  readonly name = 'PayoutsKeepPrivate1796300300001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table payments.payouts add column is_private boolean not null default false',
    );
    await runner.query(
      `update payments.payouts set is_private = true where obligation_kind = 'dues-refund'`,
    );
    await runner.query(`
      create or replace function payments.keep_payout_frozen() returns trigger
      language plpgsql as $$
      begin
        if tg_op = 'DELETE' or
          (old.id, old.cooperative_id, old.obligation_kind, old.obligation_id, old.payee_kind,
           old.payee_id, old.amount_minor, old.currency, old.debit_account_id, old.destination_id,
           old.frozen_hash, old.is_private)
          is distinct from
          (new.id, new.cooperative_id, new.obligation_kind, new.obligation_id, new.payee_kind,
           new.payee_id, new.amount_minor, new.currency, new.debit_account_id, new.destination_id,
           new.frozen_hash, new.is_private)
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
