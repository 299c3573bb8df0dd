import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of a payout is called its outcome; the news that waits is told in the new word. */
export class PartnersRenameOutcome1796050000002 implements MigrationInterface {
  readonly name = 'PartnersRenameOutcome1796050000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update platform.jobs
        set payload = payload - 'came' || jsonb_build_object('outcome', payload -> 'came')
        where name = 'partners.record-payout' and payload ? 'came'`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
