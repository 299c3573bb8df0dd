import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On which day an account was told that it goes unless it is used: none goes that was not. */
export class IdentityTellIdleAccounts1796902900003 implements MigrationInterface {
  readonly name = 'IdentityTellIdleAccounts1796902900003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table identity.accounts add column idle_told_on date');
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
