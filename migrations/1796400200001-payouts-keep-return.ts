import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which transaction brought a payout back: a line of it explains itself by that one. Of what came
 * back before, the key of the books says it.
 */
const keeping = [
  'ALTER TABLE payments.payouts ADD COLUMN return_transaction_id uuid',
  `UPDATE payments.payouts p SET return_transaction_id = back.id
   FROM (SELECT t.cooperative_id, t.id,
       substring(t.idempotency_key from '^payout:([0-9a-f-]{36}):return') AS payout_id
     FROM ledger.transactions t WHERE t.idempotency_key LIKE 'payout:%:return%'
       AND NOT EXISTS (SELECT FROM ledger.transactions r WHERE r.reverses_id = t.id)) back
   WHERE p.state = 'returned' AND p.cooperative_id = back.cooperative_id
     AND p.id::text = back.payout_id`,
];

/** As it was, but one that is on its way again may be late, and told of, once more. */
const frozen = `
  create or replace function payments.keep_payout_frozen() returns trigger language plpgsql as $$
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
      or (old.late_told_at is not null and old.late_told_at is distinct from new.late_told_at
        and not (new.late_told_at is null and old.state = 'settled' and new.state = 'submitted'))
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
  end $$;
`;

export class PayoutsKeepReturn1796400200001 implements MigrationInterface {
  readonly name = 'PayoutsKeepReturn1796400200001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [...keeping, frozen]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
