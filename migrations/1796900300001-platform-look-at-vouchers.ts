import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who opens what the law keeps of somebody who was erased looks at them. */
export class PlatformLookAtVouchers1796900300001 implements MigrationInterface {
  readonly name = 'PlatformLookAtVouchers1796900300001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table platform.looks drop constraint looks_what_check;
      alter table platform.looks add constraint looks_what_check check (what in
        ('invoice', 'credit', 'waiver', 'waiver-reason', 'bank-line', 'bank-details',
          'application-note', 'standing', 'standing-note', 'voucher'));`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
