import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A payout is approved to the bank details that its payee has by then, and says when treasurers
 * were told that it is late. What was approved before has no destination: it goes where the payee
 * says at its release, as it did.
 */
export class PayoutsAddDestination1796190835001 implements MigrationInterface {
  readonly name = 'PayoutsAddDestination1796190835001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table payments.payouts
        add column destination_id uuid
          constraint payouts_destination_fk references payments.payee_details (id),
        add column late_told_at timestamptz`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
