import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whether at most two hundred rows have a word that begins so. It stops at the next one: Postgres
 * would rather collect all of them first, since it does not expect so many of a word.
 */
export class PlatformCreateFewHaveWord1796200010001 implements MigrationInterface {
  readonly name = 'PlatformCreateFewHaveWord1796200010001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function platform.few_have_word(tenant uuid, of_kind text, beginning text)
      returns boolean language sql stable
      set search_path to 'pg_catalog' set enable_bitmapscan to off set enable_seqscan to off as $$
        select count(*) <= 200
        from (select from platform.search_words w
          where w.cooperative_id = tenant and w.kind = of_kind
            and w.word >= beginning and w.word < beginning || chr(1114111)
          limit 201) found
      $$`);
    await runner.query(
      `select platform.grant_function('platform.few_have_word(uuid, text, text)')`,
    );
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
