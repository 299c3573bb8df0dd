import type { MigrationInterface, QueryRunner } from 'typeorm';

const books = `
  create or replace function platform.is_of_the_books(type text) returns boolean
    language sql immutable parallel safe
    return type ~ '^(banking|collections|dues|expenses|ledger|partners|payments|treasury)[.]'
      and type not in ('dues.PledgeChosen', 'dues.WaiverChanged', 'expenses.ClaimUndecided',
        'expenses.ClaimedForMember', 'expenses.ExpenseDiscarded', 'payments.PayeeDetailsChanged')
`;

const facts = `
  create or replace function platform.keep_fact()
  returns trigger language plpgsql as $function$
        begin
          if tg_op = 'UPDATE' and new.visibility <> old.visibility
            and new.visibility = platform.lowered_audience(old)
            and to_jsonb(new) - 'visibility' = to_jsonb(old) - 'visibility'
          then
            return new;
          end if;
          if tg_op = 'UPDATE' and new.account_id is null and new.request_id = ''
            and to_jsonb(new) - array['account_id', 'request_id']
              = to_jsonb(old) - array['account_id', 'request_id']
            and membership.is_erased(old.cooperative_id, old.member_id)
          then
            return new;
          end if;
          if tg_op = 'DELETE' and (case when platform.is_of_the_books(old.type)
            then platform.is_over(old.cooperative_id, 'books', old.occurred_at)
            else old.occurred_at < now() - interval '3 years' end)
          then
            return old;
          end if;
          if tg_op = 'DELETE' and old.visibility = 'private' and old.type in (
              'dues.PledgeChosen', 'dues.WaiverChanged', 'expenses.ClaimUndecided',
              'expenses.ClaimedForMember',
              'expenses.ExpenseDiscarded',
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

/** Of a claim that nobody decides it is noted when those were told who wait for each other. */
export class ExpensesEndUndecidedClaims1796903800001 implements MigrationInterface {
  readonly name = 'ExpensesEndUndecidedClaims1796903800001';

  async up(runner: QueryRunner): Promise<void> {
    const column = 'alter table expenses.expenses add column lapse_told_at timestamptz';
    for (const step of [column, books, facts]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
