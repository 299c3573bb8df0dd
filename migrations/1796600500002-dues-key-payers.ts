import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An account that paid is known again by a fingerprint with a key that is in no row: without one,
 * whoever read the table could try every account. A job gives it to those of before, which have
 * to let it be written; nothing else of a payment changes.
 */
export class DuesKeyPayers1796600500002 implements MigrationInterface {
  readonly name = 'DuesKeyPayers1796600500002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function dues.keep_payment() returns trigger language plpgsql
      as $function$
        begin
          if tg_op = 'UPDATE'
            and to_jsonb(new) - 'payer_fingerprint' = to_jsonb(old) - 'payer_fingerprint'
            and (new.payer_fingerprint is null
                and membership.is_erased(old.cooperative_id, old.member_id)
              or old.payer_fingerprint ~ '^[0-9a-f]{64}$' and new.payer_fingerprint ~ '^k1:')
          then
            return new;
          end if;
          raise exception 'dues.payments rows are never changed or removed'
            using errcode = 'restrict_violation';
        end $function$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
