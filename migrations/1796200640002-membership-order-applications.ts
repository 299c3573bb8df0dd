import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Applications are listed by the time at which they were made, which a list is narrowed by. */
export class MembershipOrderApplications1796200640002 implements MigrationInterface {
  readonly name = 'MembershipOrderApplications1796200640002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index membership.applications_by_state, membership.applications_by_id;
      create index applications_by_state on membership.applications
        (cooperative_id, state, applied_at, id);
      create index applications_by_time on membership.applications
        (cooperative_id, applied_at, id)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
