import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who proposed what was decided says when members look at it again, and they are reminded once. */
export class GovernanceReviewDecisions1796906140004 implements MigrationInterface {
  readonly name = 'GovernanceReviewDecisions1796906140004';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create table governance.reviews (
        proposal_id uuid not null constraint reviews_pk primary key
          constraint reviews_proposal_fk references governance.proposals,
        cooperative_id uuid not null,
        review_on date not null,
        set_by_member_id uuid not null,
        set_at timestamptz not null,
        reminded_at timestamptz
      );
      create index reviews_due on governance.reviews (cooperative_id, review_on)
        where reminded_at is null;
      select platform.protect_tenant_table('governance.reviews', 'SELECT, INSERT, UPDATE')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
