import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A payout is approved to the bank details that its payee has by then, and says when treasurers
 * were told that it is late. What was approved before has no destination: it goes where the payee
 * says at its release, as it did.
 */
export class PayoutsAddDestination1796190835001 implements MigrationInterface {
  readonly name = 'PayoutsAddDestination1796190835001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.payouts
        add column destination_id uuid
          constraint payouts_destination_fk references payments.payee_details (id),
        add column late_told_at timestamptz`);
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
          or (old.hold_id is not null and old.hold_id is distinct from new.hold_id)
          or (old.late_told_at is not null and old.late_told_at is distinct from new.late_told_at)
          or (old.state in ('returned', 'rejected', 'cancelled') and new.state <> old.state)
          or (old.state = 'settled' and new.state not in ('settled', 'returned'))
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
