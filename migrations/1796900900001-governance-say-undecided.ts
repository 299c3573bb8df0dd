import type { MigrationInterface, QueryRunner } from 'typeorm';

const undecided = `
  create function governance.is_undecided(tenant uuid, vote uuid) returns boolean
    language sql stable set search_path to 'pg_catalog' as $function$
      select exists (select from governance.proposals p
        where p.cooperative_id = tenant and p.id = vote
          and p.state in ('draft', 'notice', 'open', 'extended'))
    $function$;
`;

/** Rooms that show something to who votes on it ask whether it is still voted on. */
export class GovernanceSayUndecided1796900900001 implements MigrationInterface {
  readonly name = 'GovernanceSayUndecided1796900900001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(undecided);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
