import type { MigrationInterface, QueryRunner } from 'typeorm';

const present = `
  -- To whom a fact is told by the rules of now, where that is fewer than it was written for.
  create function platform.lowered_audience(f platform.facts) returns text
    language plpgsql stable set search_path to 'pg_catalog' as $function$
      begin
        if f.visibility = 'private' then
          return f.visibility;
        end if;
        if f.type in ('ledger.HoldPlaced', 'ledger.HoldResolved', 'ledger.TransactionPosted',
            'partners.UsagePeriodClosed')
          or (f.type = 'governance.BallotCast' and exists (select from governance.proposals p
            where p.cooperative_id = f.cooperative_id and p.id = f.subject_id
              and (p.rule ->> 'secretUntilClosed')::boolean))
          or (f.subject_kind = 'payout' and exists (select from payments.payouts p
            where p.cooperative_id = f.cooperative_id and p.id = f.subject_id and p.is_private))
        then
          return 'private';
        end if;
        if f.type in ('governance.ProposalClosed', 'partners.UsageStatementApproved',
            'partners.UsageStatementPaid', 'partners.UsageStatementPayoutFailed')
        then
          return 'members';
        end if;
        return f.visibility;
      end $function$;
`;

const lowering = `
      if tg_op = 'UPDATE' and new.visibility <> old.visibility
        and new.visibility = platform.lowered_audience(old)
        and to_jsonb(new) - 'visibility' = to_jsonb(old) - 'visibility'
      then
        return new;
      end if;
`;

/** A fact is told to fewer, where what it is about was private all along or has become so. */
export class PlatformLowerFacts1796900300002 implements MigrationInterface {
  readonly name = 'PlatformLowerFacts1796900300002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(present);
    await runner.query(`
      create or replace function platform.keep_fact() returns trigger language plpgsql
      as $function$
        begin
          ${lowering}
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
        end $function$;`);
    await runner.query(
      `select platform.grant_global_table('platform.facts', 'update (visibility)')`,
    );
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
