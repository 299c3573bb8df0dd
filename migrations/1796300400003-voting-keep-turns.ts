import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the nights have come that count decided votes again, in each co-operative. */
export class VotingKeepTurns1796300400003 implements MigrationInterface {
  readonly name = 'VotingKeepTurns1796300400003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table governance.recount_turns (
        cooperative_id uuid not null constraint recount_turns_pk primary key,
        closed_at timestamptz not null,
        proposal_id uuid not null
      );
      select platform.protect_tenant_table('governance.recount_turns', 'SELECT, INSERT, UPDATE')`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
