import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which facts are of the books was told by rooms, and those of payouts and bank lines are called
 * `payments.`: they went after three years, and the others never. Facts of the books stay as long
 * as the law of the country has books stay, and go then; what a member pays, and whether it was
 * waived, is of no books.
 */
export class PlatformEndFactsOfTheBooks1796902300001 implements MigrationInterface {
  readonly name = 'PlatformEndFactsOfTheBooks1796902300001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function platform.is_of_the_books(type text) returns boolean
        language sql immutable parallel safe
        return type ~ '^(banking|collections|dues|expenses|ledger|partners|payments|treasury)[.]'
          and type not in ('dues.PledgeChosen', 'dues.WaiverChanged',
            'expenses.ClaimedForMember', 'expenses.ExpenseDiscarded',
            'payments.PayeeDetailsChanged');
      select platform.grant_function('platform.is_of_the_books(text)');`);
    await runner.query(`
      create or replace function platform.keep_fact() returns trigger language plpgsql
      as $function$
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
        end $function$;`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
