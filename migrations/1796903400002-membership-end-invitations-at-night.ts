import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Invitations end with an account only where its person asked to be erased. They are marked as it
 * goes, which nobody reads, and each co-operative ends its own at night, with its fact: the instant
 * would tell whose address it was. An account that is invited is no idle one. Letters about an
 * account are forgotten of one that is erased, and of no other.
 */
export class MembershipEndInvitationsAtNight1796903400002 implements MigrationInterface {
  readonly name = 'MembershipEndInvitationsAtNight1796903400002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [invitations, invited, letters]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const invitations = `
  alter table identity.accounts add column forgets_invitations boolean not null default false;
  alter table membership.invitations add column is_unwanted boolean not null default false;

  drop trigger forget_invited on identity.accounts;
  create or replace function membership.forget_invited() returns trigger
    language plpgsql security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
    begin
      update membership.invitations i set is_unwanted = true
        where i.email = lower(old.email) and not i.is_unwanted;
      return null;
    end $function$;
  create trigger forget_invited after update of erased_at on identity.accounts
    for each row
    when (old.erased_at is null and new.erased_at is not null and new.forgets_invitations)
    execute function membership.forget_invited();
`;

// An address that was never confirmed may be a stranger's: what is written to it keeps no account.
const invited = `
  create function membership.invited_accounts(accounts uuid[]) returns setof uuid
    language sql stable security definer set search_path to 'pg_catalog', 'pg_temp'
    as $function$
      select a.id from identity.accounts a
        where a.id = any (accounts) and a.email_verified and exists (
          select from membership.invitations i where i.email = lower(a.email)
            and i.state = 'open' and i.expires_at > now())
    $function$;
  select platform.grant_function('membership.invited_accounts(uuid[])');
`;

const letters = `
  drop function notifications.forget_letters_of_account(bytea, boolean);
  create function notifications.forget_letters_of_account(
    account uuid, mark bytea, with_invitations boolean) returns integer
    language plpgsql security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
      declare
        forgotten uuid[];
      begin
        perform from identity.accounts a where a.id = account and a.erased_at is not null;
        if not found then
          return 0;
        end if;
        with gone as (
          delete from notifications.letters l
          where l.address_mark = mark
            and (with_invitations or not (l.cooperative_id is not null and l.state = 'queued'
              and l.kind = 'membership.invitation'))
          returning l.id)
        select coalesce(array_agg(gone.id), '{}') into forgotten from gone;
        delete from platform.jobs j
        where j.name = 'letters.deliver-letter' and j.status in ('done', 'dead')
          and j.key = any (forgotten::text[]);
        return cardinality(forgotten);
      end $function$;
  select platform.grant_function(
    'notifications.forget_letters_of_account(uuid, bytea, boolean)');
`;
