import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts that belong nowhere go when nobody uses them: on which day one was used last is noted
 * by the sessions, which are gone a week later. Nobody signed in to them says that of before: all
 * count as used on the day of this migration. An erased account gets no session any more, and no
 * way in: who signs in at the moment of the erasure waits, and is refused.
 */
export class IdentityNoteUseOfAccounts1796902200001 implements MigrationInterface {
  readonly name = 'IdentityNoteUseOfAccounts1796902200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table identity.accounts add column last_used_on date;
      update identity.accounts set last_used_on = (clock_timestamp() at time zone 'UTC')::date
        where erased_at is null;
      create function identity.refuse_erased_account() returns trigger
        language plpgsql set search_path to 'pg_catalog', 'pg_temp' as $function$
        declare
          gone timestamptz;
        begin
          select a.erased_at into gone from identity.accounts a
            where a.id = new.account_id for key share;
          if gone is not null then
            raise exception 'This account is no more.'
              using errcode = 'P0001', detail = 'UNAUTHENTICATED';
          end if;
          return new;
        end $function$;
      create function identity.note_use_of_account() returns trigger
        language plpgsql set search_path to 'pg_catalog', 'pg_temp' as $function$
        declare
          today date := (clock_timestamp() at time zone 'UTC')::date;
        begin
          update identity.accounts a set last_used_on = today
            where a.id = new.account_id and a.erased_at is null
              and a.last_used_on is distinct from today;
          return new;
        end $function$;
      create trigger note_use_of_account before insert or update of expires_at
        on identity.sessions for each row execute function identity.note_use_of_account();
      create trigger refuse_erased_account before insert on identity.sessions
        for each row execute function identity.refuse_erased_account();
      create trigger refuse_erased_account before insert on identity.credentials
        for each row execute function identity.refuse_erased_account();
      create trigger refuse_erased_account before insert on identity.passkeys
        for each row execute function identity.refuse_erased_account();
      create trigger refuse_erased_account before insert on identity.two_factors
        for each row execute function identity.refuse_erased_account();
      create trigger refuse_erased_account before insert on identity.personal_tokens
        for each row execute function identity.refuse_erased_account();`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
