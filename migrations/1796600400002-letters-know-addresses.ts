import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Letters to who is no member yet are found by their address when its person is erased. What is
 * kept of the address is made with a key that the database does not have. Letters about accounts
 * belong to no co-operative: the one in which somebody is erased reaches them by this function
 * alone. Letters of before have no such mark, and go at their term.
 */
export class LettersKnowAddresses1796600400002 implements MigrationInterface {
  readonly name = 'LettersKnowAddresses1796600400002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notifications.letters add column address_mark bytea;
      create index letters_by_address on notifications.letters (address_mark)
        where address_mark is not null;

      create function notifications.forget_letters_of_account(mark bytea) returns integer
        language plpgsql security definer set search_path to 'pg_catalog' as $function$
          declare
            forgotten uuid[];
          begin
            with gone as (
              delete from notifications.letters l
              where l.cooperative_id is null and l.address_mark = mark
              returning l.id)
            select coalesce(array_agg(gone.id), '{}') into forgotten from gone;
            delete from platform.jobs j
            where j.name = 'letters.deliver-letter' and j.status in ('done', 'dead')
              and j.key = any (forgotten::text[]);
            return cardinality(forgotten);
          end $function$;
      select platform.grant_function('notifications.forget_letters_of_account(bytea)')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
