import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That somebody pauses or is suspended is looked at, as what they owe is. */
export class PlatformLookAtStanding1796800520001 implements MigrationInterface {
  readonly name = 'PlatformLookAtStanding1796800520001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table platform.looks drop constraint looks_what_check;
      alter table platform.looks add constraint looks_what_check check (what in
        ('invoice', 'credit', 'waiver', 'waiver-reason', 'bank-line', 'bank-details',
          'application-note', 'standing', 'standing-note'));`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
