import type { MigrationInterface, QueryRunner } from 'typeorm';

const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'booked references ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/**
 * What was booked elsewhere and bears a reference of a member is locked as they are erased. Those
 * erased before are forgotten once more.
 */
export class BankingLockBookedByReferences1796905100001 implements MigrationInterface {
  readonly name = 'BankingLockBookedByReferences1796905100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
