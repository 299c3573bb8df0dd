import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A vote on an expense is about one person's money: strangers read nothing of those that were
 * decided before either. Until now no other subject was put to the vote.
 */
export class GovernanceKeepVotesInside1796700100001 implements MigrationInterface {
  readonly name = 'GovernanceKeepVotesInside1796700100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table governance.proposals disable trigger guard_proposal`);
    await runner.query(`
      update governance.proposals p set visibility = 'members'
      where p.visibility = 'public' and (p.subject_kind is not null
        or exists (select from governance.actions a where a.proposal_id = p.id))`);
    await runner.query(`alter table governance.proposals enable trigger guard_proposal`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
