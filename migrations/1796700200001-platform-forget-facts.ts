import type { MigrationInterface, QueryRunner } from 'typeorm';

const facts = `
  -- Whose business a fact is that is told to nobody else: of the member whom it is about, or
  -- else of the one it names, or of who did it.
  create function platform.owner_of_fact(f platform.facts) returns uuid
    language sql immutable set search_path to 'pg_catalog' as $function$
      select case when f.subject_kind = 'member' then f.subject_id
        else coalesce((f.data ->> 'memberId')::uuid, f.member_id) end
    $function$;

  create function identity.is_erased(account uuid) returns boolean
    language sql stable set search_path to 'pg_catalog' as $function$
      select exists (select from identity.accounts a
        where a.id = account and a.erased_at is not null)
    $function$;

  create or replace function platform.keep_fact() returns trigger language plpgsql
  as $function$
    begin
      if tg_op = 'UPDATE' and new.account_id is null and new.request_id = ''
        and to_jsonb(new) - array['account_id', 'request_id']
          = to_jsonb(old) - array['account_id', 'request_id']
        and membership.is_erased(old.cooperative_id, old.member_id)
      then
        return new;
      end if;
      if tg_op = 'DELETE' and old.occurred_at < now() - interval '3 years' and
        old.type !~ '^(ledger|treasury|dues|expenses|payouts|banking|collections|partners)[.]'
      then
        return old;
      end if;
      if tg_op = 'DELETE' and old.visibility = 'private' and old.type in (
          'dues.PledgeChosen', 'dues.WaiverChanged', 'expenses.ExpenseDiscarded',
          'governance.DraftDiscarded', 'governance.ProposalDrafted',
          'identity.PersonalTokenCreated', 'identity.PersonalTokenRevoked',
          'membership.ApplicationDeclined', 'membership.ApplicationWithdrawn',
          'membership.MemberRenamed', 'membership.MembershipApplied',
          'membership.PseudonymChosen', 'membership.VisibilityChosen',
          'payments.PayeeDetailsChanged')
        and membership.is_erased(old.cooperative_id, platform.owner_of_fact(old))
      then
        return old;
      end if;
      if tg_op = 'DELETE' and old.cooperative_id is null and old.subject_kind = 'account'
        and old.type like 'identity.%' and old.type <> 'identity.AccountErased'
        and identity.is_erased(old.subject_id)
      then
        return old;
      end if;
      raise exception 'platform.facts rows are never changed or removed'
        using errcode = 'restrict_violation';
    end $function$;
`;

const waivers = `
  create function dues.keep_waiver() returns trigger language plpgsql as $function$
    begin
      if old.state = 'granted'
        or not membership.is_erased(old.cooperative_id, old.member_id) then
        raise exception 'a waiver stays: granted, or until its member is erased'
          using errcode = 'restrict_violation';
      end if;
      return old;
    end $function$;
  create trigger keep_waiver before delete on dues.waivers
    for each row execute function dues.keep_waiver();
  select platform.grant_global_table('dues.waivers', 'delete');
`;

const drafts = `
  create function expenses.is_forgotten_draft(e expenses.expenses) returns boolean
    language sql stable as $function$
      select e.submitted_at is null and e.status in ('draft', 'withdrawn')
        and membership.is_erased(e.cooperative_id, e.submitter_member_id)
    $function$;
  create function expenses.is_of_forgotten_draft(i expenses.items) returns boolean
    language sql stable as $function$
      select exists (select from expenses.expenses e where e.cooperative_id = i.cooperative_id
        and e.id = i.expense_id and expenses.is_forgotten_draft(e))
    $function$;
  drop trigger guard_expense on expenses.expenses;
  create trigger guard_expense before insert or update on expenses.expenses
    for each row execute function expenses.guard_expense();
  create trigger guard_expense_there before delete on expenses.expenses
    for each row when (not expenses.is_forgotten_draft(old))
    execute function expenses.guard_expense();
  drop trigger guard_item on expenses.items;
  create trigger guard_item before insert or update on expenses.items
    for each row execute function expenses.guard_item();
  create trigger guard_item_there before delete on expenses.items
    for each row when (not expenses.is_of_forgotten_draft(old))
    execute function expenses.guard_item();
  select platform.grant_global_table('expenses.expenses', 'delete');
`;

const names = `
  update identity.accounts a set name = m.display_name, updated_at = now()
    from membership.members m
    where m.account_id = a.id and m.erased_at is null and m.display_name <> a.name
      and a.erased_at is null
      and (select count(*) from membership.members o where o.account_id = a.id) = 1
      and exists (select from platform.facts f where f.cooperative_id = m.cooperative_id
        and f.subject_id = m.id and f.type = 'membership.MemberRenamed');
`;

// Those erased before are forgotten once more, of all this as well.
const again = `
  insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), cooperative_id, 'membership.forget-member',
      'facts ' || member_id,
      jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8, now(), now()
    from membership.erasures;
  insert into platform.jobs (id, name, key, payload, max_attempts, run_at, created_at)
    select gen_random_uuid(), 'identity.forget-account', 'erased ' || id,
      jsonb_build_object('accountId', id), 8, now(), now()
    from identity.accounts where erased_at is not null;
`;

/**
 * What only the erased person was told of goes with them, and so do waivers that were never granted
 * and expenses that were never handed in. An account is called as its person is now.
 */
export class PlatformForgetFacts1796700200001 implements MigrationInterface {
  readonly name = 'PlatformForgetFacts1796700200001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [facts, waivers, drafts, names, again]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
