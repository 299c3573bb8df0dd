import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of an application that nobody answers it is noted when its applicant was told that it lapses. */
export class MembershipEndUnansweredApplications1796905200002 implements MigrationInterface {
  readonly name = 'MembershipEndUnansweredApplications1796905200002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query('alter table membership.applications add column lapse_told_at timestamptz');
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
