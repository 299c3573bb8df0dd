import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For whom an account paid is found from member to member, however often it paid. */
export class DuesIndexPayersMembers1796700600001 implements MigrationInterface {
  readonly name = 'DuesIndexPayersMembers1796700600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index dues.payments_by_payer`);
    await runner.query(`
      create index payments_by_payer
        on dues.payments (cooperative_id, payer_fingerprint, member_id)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
