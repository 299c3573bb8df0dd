import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a statement's lines were for is found by one job where there were two. Those that wait
 * become one of the new ones for each statement read; what is done stays as it was called.
 */
export class BankingMatchLinesTogether1796010000002 implements MigrationInterface {
  readonly name = 'BankingMatchLinesTogether1796010000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update platform.jobs set name = 'banking.match-bank-lines'
        where name = 'payments.match-payout-lines' and status <> 'done';
      update platform.jobs set name = 'banking.match-bank-lines'
        where name = 'dues.match-lines' and status <> 'done'
          and not exists (select from platform.jobs other
            where other.name = 'banking.match-bank-lines' and other.key = platform.jobs.key);
      delete from platform.jobs where name = 'dues.match-lines' and status <> 'done'`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
