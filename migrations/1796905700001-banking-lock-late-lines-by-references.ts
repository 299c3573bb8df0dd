import type { MigrationInterface, QueryRunner } from 'typeorm';

const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'late references ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/**
 * What bears a reference of who was erased is locked also where it came after them, and however the
 * reference is written. Those erased before are forgotten once more.
 */
export class BankingLockLateLinesByReferences1796905700001 implements MigrationInterface {
  readonly name = 'BankingLockLateLinesByReferences1796905700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
