import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was erased is told when that day is over, whenever the service is started. */
export class PartnersNoteDay1796901200002 implements MigrationInterface {
  readonly name = 'PartnersNoteDay1796901200002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table partners.erasure_announcements add column noted_on date');
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
