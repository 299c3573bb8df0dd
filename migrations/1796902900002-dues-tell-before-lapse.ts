import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever asked to pay less is told before what nobody decided lapses: once, and on this day. */
export class DuesTellBeforeLapse1796902900002 implements MigrationInterface {
  readonly name = 'DuesTellBeforeLapse1796902900002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table dues.waivers add column lapse_told_at timestamptz');
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
