import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nobody becomes a member by an account that is erased. The account's row is held meanwhile: an
 * erasure at the same moment is waited for, or waits.
 */
export class MembershipRefuseErasedAccounts1796800100001 implements MigrationInterface {
  readonly name = 'MembershipRefuseErasedAccounts1796800100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function membership.refuse_erased_account() returns trigger
        language plpgsql security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
        declare
          gone timestamptz;
        begin
          select a.erased_at into gone from identity.accounts a
            where a.id = new.account_id for key share;
          if gone is not null then
            raise exception 'an erased account belongs nowhere any more'
              using errcode = 'restrict_violation';
          end if;
          return new;
        end $function$;
      create trigger refuse_erased_account before insert or update of account_id
        on membership.members for each row when (new.account_id is not null)
        execute function membership.refuse_erased_account();`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
