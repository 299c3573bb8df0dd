import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts that members were paid on end with them, and go when the vouchers do. Those erased
 * before are forgotten once more, now that what was only approved to goes as well.
 */
export class PaymentsEndAccounts1796900600001 implements MigrationInterface {
  readonly name = 'PaymentsEndAccounts1796900600001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      insert into platform.jobs
        (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
        select gen_random_uuid(), cooperative_id, 'membership.forget-member',
          'accounts ' || member_id,
          jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8,
          now(), now()
        from membership.erasures`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
