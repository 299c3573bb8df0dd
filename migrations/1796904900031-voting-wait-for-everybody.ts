import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who left is waited for in a vote as who is suspended: votes are not looked at again as somebody
 * leaves, and what waits to do so has nothing to do any more.
 */
export class VotingWaitForEverybody1796904900031 implements MigrationInterface {
  readonly name = 'VotingWaitForEverybody1796904900031';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      delete from platform.jobs where name = 'voting.consider-without-member'
        and status <> 'done'`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
