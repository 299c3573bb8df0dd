import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Archives lay in the clear until now. Those that wait are over, since an hour ago: the next sweep
 * takes their bytes, and their persons ask for another, which is sealed.
 */
export class MembershipEndPlainArchives1796900700001 implements MigrationInterface {
  readonly name = 'MembershipEndPlainArchives1796900700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update membership.archives set state = 'over', ended_at = now() - interval '1 hour',
          ticket_hash = null, ticket_until = null
        where state = 'ready'`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
