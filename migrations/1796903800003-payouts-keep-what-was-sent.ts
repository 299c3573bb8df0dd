import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An order that went out is kept by law, also where the bank refused all of it, and it may be paid
 * all the same. What was withdrawn never went.
 */
export class PayoutsKeepWhatWasSent1796903800003 implements MigrationInterface {
  readonly name = 'PayoutsKeepWhatWasSent1796903800003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function payments.never_went(file payments.payment_files) returns boolean
      language sql stable set search_path to 'pg_catalog' as $function$
        select file.state = 'withdrawn' and not exists (select from payments.payouts p
          where p.cooperative_id = file.cooperative_id and p.payment_file_id = file.id
            and p.state not in ('rejected', 'cancelled'))
      $function$;

      create or replace function payments.keeps_file(was payments.payment_files,
        after payments.payment_files)
      returns boolean language sql stable set search_path to 'pg_catalog' as $function$
        select case
          when to_jsonb(was) - '{bytes,sealed_sha256}'::text[]
            <> to_jsonb(after) - '{bytes,sealed_sha256}'::text[] then false
          when length(after.bytes) = 0 and after.sealed_sha256 is null then payments.never_went(was)
          else length(was.bytes) > 0 and was.sealed_sha256 is null
            and payments.is_sealed(after.bytes)
            and after.sealed_sha256 = encode(sha256(after.bytes), 'hex')
          end
      $function$;

      drop function payments.paid_nothing(payments.payment_files)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
