import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is erased with their account may have been written to in a co-operative to which they never
 * belonged: that their archive is ready, for one. An invitation that is still on its way is not
 * about the account: the co-operative that wrote it has erased nobody.
 */
export class LettersGoWithAccounts1796900700002 implements MigrationInterface {
  readonly name = 'LettersGoWithAccounts1796900700002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function notifications.forget_letters_of_account(mark bytea) returns integer
        language plpgsql security definer set search_path to 'pg_catalog' as $function$
          declare
            forgotten uuid[];
          begin
            with gone as (
              delete from notifications.letters l
              where l.address_mark = mark
                and not (l.cooperative_id is not null and l.state = 'queued'
                  and l.kind = 'membership.invitation')
              returning l.id)
            select coalesce(array_agg(gone.id), '{}') into forgotten from gone;
            delete from platform.jobs j
            where j.name = 'letters.deliver-letter' and j.status in ('done', 'dead')
              and j.key = any (forgotten::text[]);
            return cardinality(forgotten);
          end $function$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
