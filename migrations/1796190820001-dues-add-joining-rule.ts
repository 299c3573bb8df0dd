import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is owed of the period in which somebody joins. Plans made before claim all of it. */
export class DuesAddJoiningRule1796190820001 implements MigrationInterface {
  readonly name = 'DuesAddJoiningRule1796190820001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table dues.plans add column joining text not null default 'full-period'
        constraint plans_joining_check check
          (joining in ('full-period', 'pro-rata-days', 'pro-rata-months', 'next-period'))`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
