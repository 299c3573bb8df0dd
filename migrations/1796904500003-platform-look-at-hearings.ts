import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who opens what is said in a hearing looks at whom it is about. */
export class PlatformLookAtHearings1796904500003 implements MigrationInterface {
  readonly name = 'PlatformLookAtHearings1796904500003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table platform.looks drop constraint looks_what_check;
      alter table platform.looks add constraint looks_what_check check (what in
        ('invoice', 'credit', 'waiver', 'waiver-reason', 'bank-line', 'bank-details',
          'application-note', 'standing', 'standing-note', 'voucher', 'hearing'));`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
