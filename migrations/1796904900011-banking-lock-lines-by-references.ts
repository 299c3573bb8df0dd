import type { MigrationInterface, QueryRunner } from 'typeorm';

const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), e.cooperative_id, 'membership.forget-member',
      'references ' || e.member_id,
      jsonb_build_object('cooperativeId', e.cooperative_id, 'memberId', e.member_id), 8, now(),
      now()
    from membership.erasures e;
`;

/**
 * What waits at the bank and bears a reference of a member is locked as they are erased, whoever
 * paid. Those erased before are forgotten once more.
 */
export class BankingLockLinesByReferences1796904900011 implements MigrationInterface {
  readonly name = 'BankingLockLinesByReferences1796904900011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(again);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
