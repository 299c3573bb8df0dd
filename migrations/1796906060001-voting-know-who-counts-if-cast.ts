import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who paused when voting opened is known, where by the rule they count only when they vote. */
export class VotingKnowWhoCountsIfCast1796906060001 implements MigrationInterface {
  readonly name = 'VotingKnowWhoCountsIfCast1796906060001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`alter table governance.electorate
      add column counts_if_cast boolean not null default false`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
