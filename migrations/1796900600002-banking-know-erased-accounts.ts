import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Accounts of members who were erased are known again by a keyed fingerprint: what comes from them
 * later is locked as it comes, and has no words by which it is found. Those erased before are
 * forgotten once more, now that lines are found by their accounts.
 */
export class BankingKnowErasedAccounts1796900600002 implements MigrationInterface {
  readonly name = 'BankingKnowErasedAccounts1796900600002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [accounts, erased, words, again]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const accounts = `
  create table payments.erased_accounts (
    cooperative_id uuid not null,
    fingerprint text not null,
    seen_at timestamptz not null,
    constraint erased_accounts_pk primary key (cooperative_id, fingerprint)
  );
  select platform.protect_tenant_table('payments.erased_accounts');
`;

const erased = `
  -- Who of these members was erased. The others are held until the end of the transaction: who is
  -- erased meanwhile waits for it, and finds what it wrote.
  create function membership.erased_among(tenant uuid, ids uuid[]) returns setof uuid
    language plpgsql security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
      begin
        if tenant is distinct from platform.current_cooperative() then
          raise exception 'members are those of the tenant' using errcode = 'restrict_violation';
        end if;
        perform from membership.members m
          where m.cooperative_id = tenant and m.id = any (ids) order by m.id for share;
        return query select e.member_id from membership.erasures e
          where e.cooperative_id = tenant and e.member_id = any (ids) order by e.member_id;
      end $function$;
  select platform.grant_function('membership.erased_among(uuid, uuid[])');
  select platform.grant_function('platform.words_of(text)');
`;

const words = `
  create or replace function payments.keep_words_of_bank_lines() returns trigger
    language plpgsql security definer set search_path to 'pg_catalog' as $function$
      begin
        insert into platform.search_words (cooperative_id, subject_id, word, kind)
          select one.cooperative_id, one.id, word, 'bank-line'
          from added one cross join lateral platform.words_of(concat_ws(' ',
            one.counterparty_name, one.counterparty_account, one.reference, one.end_to_end_id,
            one.free_text)) as word
          where one.locked_at is null;
        return null;
      end $function$;
`;

const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), cooperative_id, 'membership.forget-member', 'payers ' || member_id,
      jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8, now(), now()
    from membership.erasures;
`;
