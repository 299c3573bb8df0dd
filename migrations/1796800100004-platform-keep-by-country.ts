import type { MigrationInterface, QueryRunner } from 'typeorm';

const terms = `
  -- For how many years the law of the co-operative's country has it kept, or longer where the
  -- co-operative chose so; where no country is known, the longest.
  create function membership.kept_years(tenant uuid, term text) returns integer
    language sql stable security definer set search_path to 'pg_catalog', 'pg_temp' as $function$
      select coalesce((select greatest(
          case c.settings ->> 'country'
            when 'AU' then 7
            when 'DE' then case term when 'vouchers' then 8 else 10 end
            when 'GB' then 6
            else 10 end,
          (c.settings ->> (term || 'Years'))::integer)
        from membership.cooperatives c where c.id = tenant), 10)
    $function$;
  select platform.grant_function('membership.kept_years(uuid, text)');

  -- The day is for clocks and time zones: the job behind which this stands counts whole years.
  create function platform.is_over(tenant uuid, term text, since timestamptz) returns boolean
    language sql stable as $function$
      select since < now() + interval '1 day'
        - make_interval(years => membership.kept_years(tenant, term))
    $function$;

  -- Whether a change does nothing but empty what no law has kept any longer.
  create function platform.lets_go_of(term text, was jsonb, after jsonb, emptied jsonb,
    since timestamptz) returns boolean language sql stable as $function$
      select case when after = was || emptied
        then platform.is_over((was ->> 'cooperative_id')::uuid, term, since) else false end
    $function$;
  create or replace function platform.lets_go(was jsonb, after jsonb, emptied jsonb,
    since timestamptz) returns boolean language sql stable as $function$
      select platform.lets_go_of('vouchers', was, after, emptied, since)
    $function$;
`;

const books = `
  create or replace function ledger.keep_transaction() returns trigger
    language plpgsql as $function$
    begin
      if tg_op = 'UPDATE' and (current_setting('ledger.forgets', true) = old.id::text
          and to_jsonb(new) - array['description', 'fingerprint']
            = to_jsonb(old) - array['description', 'fingerprint']
        or platform.lets_go_of('books', to_jsonb(old), to_jsonb(new), jsonb_build_object(
          'description', 'Erased', 'fingerprint', new.fingerprint), old.recorded_at))
      then
        return new;
      end if;
      raise exception 'ledger.transactions rows are never changed or removed'
        using errcode = 'restrict_violation';
    end $function$;

  drop trigger refuse_change on ledger.postings;
  create trigger refuse_change before update on ledger.postings for each row
    when (not platform.lets_go_of('books', to_jsonb(old), to_jsonb(new), '{"memo": null}',
      old.effective_at))
    execute function platform.refuse_change();
`;

const vouchers = `
  create or replace function expenses.forgets_texts(e expenses.expenses) returns boolean
    language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn')
          and membership.is_erased(e.cooperative_id, e.submitter_member_id)
        or e.status in ('draft', 'rejected', 'withdrawn', 'paid')
          and platform.is_over(e.cooperative_id, 'vouchers',
            coalesce(e.paid_at, e.decided_at, e.created_at))
    $function$;

  create or replace function payments.keep_payout_memo() returns trigger
    language plpgsql as $function$
    begin
      if new.memo = 'Erased'
        and old.state in ('settled', 'returned', 'rejected', 'cancelled')
        and platform.is_over(old.cooperative_id, 'vouchers', old.changed_at)
      then
        return new;
      end if;
      raise exception 'what a payee reads of a payout does not change'
        using errcode = 'restrict_violation';
    end $function$;
`;

/**
 * The walls of the database keep books and vouchers as long as the law of the co-operative's
 * country, and not for the six years of the shortest.
 */
export class PlatformKeepByCountry1796800100004 implements MigrationInterface {
  readonly name = 'PlatformKeepByCountry1796800100004';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [terms, books, vouchers]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
