import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seats of elections that became vacant, and what ballots came to without who held them. */
export class GovernanceFillSeats1796906030002 implements MigrationInterface {
  readonly name = 'GovernanceFillSeats1796906030002';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      create table governance.count_backs (
        proposal_id uuid not null
          constraint count_backs_election_fk references governance.elections (proposal_id),
        vacated integer not null constraint count_backs_vacated_check check (vacated > 0),
        cooperative_id uuid not null,
        counted_at timestamptz not null,
        gone jsonb not null,
        sitting jsonb not null,
        elected integer,
        outcome text not null,
        reason text not null,
        count jsonb,
        constraint count_backs_pk primary key (proposal_id, vacated)
      );
      select platform.protect_tenant_table('governance.count_backs', 'SELECT, INSERT');
      create trigger refuse_change before update or delete on governance.count_backs
        for each row execute function platform.refuse_change();
      create trigger refuse_truncate before truncate on governance.count_backs
        for each statement execute function platform.refuse_change();`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
