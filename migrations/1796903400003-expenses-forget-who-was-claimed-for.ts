import type { MigrationInterface, QueryRunner } from 'typeorm';

// Whoever approves is told what became of the claim, as everywhere, and not of whom.
const approval = `
  create or replace function expenses.refuse_debt_to_erased() returns trigger
    language plpgsql as $function$
      begin
        if membership.is_erased(new.cooperative_id, new.payee_id) then
          raise exception 'The expense cannot be approved any more.'
            using errcode = 'P0001', detail = 'EXPENSE_STATUS_CONFLICT';
        end if;
        return new;
      end $function$;
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
              'dues.PledgeChosen', 'dues.WaiverChanged', 'expenses.ClaimedForMember',
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

/** That somebody claimed for a member, and how much, goes with the member. */
export class ExpensesForgetWhoWasClaimedFor1796903400003 implements MigrationInterface {
  readonly name = 'ExpensesForgetWhoWasClaimedFor1796903400003';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [approval, facts]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
