import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A bank may debit what it refused, or what was withdrawn: the payout is settled after all, or what
 * left is claimed back where its obligation was asked for again. And what a line was taken for is
 * undone: a settlement, with a hold of its own again, or a return. What may change of a payout for
 * all that is said once, by `payouts-keep-private`.
 */
export class PayoutsBookLateDebits1796300100001 implements MigrationInterface {
  readonly name = 'PayoutsBookLateDebits1796300100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.payouts
        add column late_debit text
          constraint payouts_late_debit_known
            check (late_debit is null or late_debit in ('settles', 'claims'))`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
