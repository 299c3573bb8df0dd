import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * That somebody was told that they stand, or that what they proposed did not open, goes with them.
 * None of it was told before this.
 */
export class GovernanceForgetWhoWasTold1796905300002 implements MigrationInterface {
  readonly name = 'GovernanceForgetWhoWasTold1796905300002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      do $do$
      declare
        said constant text := pg_get_functiondef('platform.keep_fact'::regproc);
        says constant text := replace(said, $$'governance.DraftDiscarded',$$,
          $$'governance.CandidatePutUp', 'governance.DraftDiscarded',
              'governance.ProposalNotOpened',$$);
      begin
        if says = said then raise exception 'platform.keep_fact is another'; end if;
        execute says;
      end $do$`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
