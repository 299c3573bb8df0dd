import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which co-operatives an account is kept for: those where its person belongs, did and was not
 * erased, or waits for an answer. Who was declined, or took an application back, is kept nowhere.
 */
export class MembershipTellWhoKeepsAccounts1796902200002 implements MigrationInterface {
  readonly name = 'MembershipTellWhoKeepsAccounts1796902200002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function membership.keeping_accounts(accounts uuid[])
        returns table(account_id uuid, cooperative_id uuid)
        language sql stable security definer set search_path to 'pg_catalog', 'pg_temp'
        as $function$
          select m.account_id, m.cooperative_id from membership.members m
            where m.account_id = any (accounts)
              and (m.admitted_at is not null or m.standing <> 'left')
            order by m.account_id, m.cooperative_id
        $function$;
      select platform.grant_function('membership.keeping_accounts(uuid[])');`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
