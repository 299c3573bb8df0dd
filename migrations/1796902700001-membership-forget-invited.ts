import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever is erased with their account may have been invited, also where they never belonged nor
 * applied: no co-operative invites them again. The database sees to it as the account is emptied,
 * since nothing leads to the address afterwards. An address that was never confirmed may be a
 * stranger's: theirs are left alone, and so are letters that invite and are on their way.
 */
export class MembershipForgetInvited1796902700001 implements MigrationInterface {
  readonly name = 'MembershipForgetInvited1796902700001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index invitations_by_email on membership.invitations (email)
        where email is not null;
      create function membership.forget_invited() returns trigger
        language plpgsql security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
        begin
          update membership.invitations i
            set email = null, name = null, token_hash = null,
              state = case i.state when 'open' then 'revoked' else i.state end,
              decided_at = coalesce(i.decided_at, new.erased_at)
            where i.email = lower(old.email);
          return null;
        end $function$;
      revoke all on function membership.forget_invited() from public;
      create trigger forget_invited after update of erased_at on identity.accounts
        for each row
        when (old.erased_at is null and new.erased_at is not null and old.email_verified)
        execute function membership.forget_invited();

      drop function notifications.forget_letters_of_account(bytea);
      create function notifications.forget_letters_of_account(mark bytea, is_theirs boolean)
        returns integer
        language plpgsql security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
          declare
            forgotten uuid[];
          begin
            with gone as (
              delete from notifications.letters l
              where l.address_mark = mark
                and (is_theirs or not (l.cooperative_id is not null and l.state = 'queued'
                  and l.kind = 'membership.invitation'))
              returning l.id)
            select coalesce(array_agg(gone.id), '{}') into forgotten from gone;
            delete from platform.jobs j
            where j.name = 'letters.deliver-letter' and j.status in ('done', 'dead')
              and j.key = any (forgotten::text[]);
            return cardinality(forgotten);
          end $function$;
      select platform.grant_function(
        'notifications.forget_letters_of_account(bytea, boolean)');`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
