import type { MigrationInterface, QueryRunner } from 'typeorm';

const step1 = `
CREATE OR REPLACE FUNCTION payments.keep_payout_frozen()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'DELETE' or
      (old.id, old.cooperative_id, old.obligation_kind, old.obligation_id, old.payee_kind,
       old.payee_id, old.amount_minor, old.currency, old.debit_account_id, old.destination_id,
       old.frozen_hash)
      is distinct from
      (new.id, new.cooperative_id, new.obligation_kind, new.obligation_id, new.payee_kind,
       new.payee_id, new.amount_minor, new.currency, new.debit_account_id, new.destination_id,
       new.frozen_hash)
      or (old.is_private is distinct from new.is_private
        and not (new.is_private and new.payee_kind = 'member'
          and membership.is_erased(new.cooperative_id, new.payee_id)))
      or (old.provider_key is not null and old.provider_key is distinct from new.provider_key)
      or (old.hold_id is not null and old.hold_id is distinct from new.hold_id
        and not (old.state = 'settled' and new.state = 'submitted'))
      or (old.late_told_at is not null and old.late_told_at is distinct from new.late_told_at
        and not (new.late_told_at is null and old.state = 'settled' and new.state = 'submitted'))
      or (old.state = 'cancelled' and new.state <> old.state)
      or (old.state = 'rejected' and new.state not in ('rejected', 'settled', 'returned'))
      or (old.state = 'returned' and new.state not in ('returned', 'settled', 'rejected'))
      or (old.state = 'settled'
        and new.state not in ('settled', 'returned', 'submitted', 'rejected'))
    then
      raise exception 'what was approved, released or ended of a payout does not change'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;
`;

const step2 = `
      create function platform.keep_fact() returns trigger language plpgsql as $function$
        begin
          if tg_op = 'UPDATE' and new.account_id is null and new.request_id = ''
            and to_jsonb(new) - array['account_id', 'request_id']
              = to_jsonb(old) - array['account_id', 'request_id']
            and membership.is_erased(old.cooperative_id, old.member_id)
          then
            return new;
          end if;
          raise exception 'platform.facts rows are never changed or removed'
            using errcode = 'restrict_violation';
        end $function$;
      drop trigger refuse_change on platform.facts;
      create trigger refuse_change before update or delete on platform.facts
        for each row execute function platform.keep_fact();
      select platform.grant_global_table('platform.facts', 'update (account_id, request_id)');
`;

const step3 = `
      create function dues.keep_credit_note() returns trigger language plpgsql as $function$
        begin
          if tg_op = 'UPDATE' and new.reason = ''
            and to_jsonb(new) - 'reason' = to_jsonb(old) - 'reason'
            and exists (select from dues.invoices i
              where i.id = old.invoice_id and i.cooperative_id = old.cooperative_id
                and membership.is_erased(i.cooperative_id, i.member_id))
          then
            return new;
          end if;
          raise exception 'dues.credit_notes rows are never changed or removed'
            using errcode = 'restrict_violation';
        end $function$;
      drop trigger refuse_change on dues.credit_notes;
      create trigger refuse_change before update or delete on dues.credit_notes
        for each row execute function dues.keep_credit_note();
      select platform.grant_global_table('dues.credit_notes', 'update (reason)');

      create function dues.keep_payment() returns trigger language plpgsql as $function$
        begin
          if tg_op = 'UPDATE' and new.payer_fingerprint is null
            and to_jsonb(new) - 'payer_fingerprint' = to_jsonb(old) - 'payer_fingerprint'
            and membership.is_erased(old.cooperative_id, old.member_id)
          then
            return new;
          end if;
          raise exception 'dues.payments rows are never changed or removed'
            using errcode = 'restrict_violation';
        end $function$;
      drop trigger refuse_change on dues.payments;
      create trigger refuse_change before update or delete on dues.payments
        for each row execute function dues.keep_payment();
      select platform.grant_global_table('dues.payments', 'update (payer_fingerprint)');
      select platform.grant_global_table('dues.pledges', 'delete');
      select platform.grant_global_table('identity.personal_tokens', 'delete');
`;

const step4 = `
      create function ledger.keep_transaction() returns trigger language plpgsql as $function$
        begin
          if tg_op = 'UPDATE' and current_setting('ledger.forgets', true) = old.id::text
            and to_jsonb(new) - array['description', 'fingerprint']
              = to_jsonb(old) - array['description', 'fingerprint']
          then
            return new;
          end if;
          raise exception 'ledger.transactions rows are never changed or removed'
            using errcode = 'restrict_violation';
        end $function$;
      drop trigger refuse_change on ledger.transactions;
      create trigger refuse_change before update or delete on ledger.transactions
        for each row execute function ledger.keep_transaction();

      -- The fingerprint was made of the description too, and would confirm a guess of it. The words
      -- by which it was found go as well.
      create function ledger.forget_descriptions(tenant uuid, ids uuid[], instead text)
        returns integer
        language plpgsql security definer set search_path to 'pg_catalog' as $function$
          declare
            found_id uuid;
            forgotten integer := 0;
          begin
            if tenant is distinct from platform.current_cooperative() then
              raise exception 'books are those of the tenant' using errcode = 'restrict_violation';
            end if;
            for found_id in select t.id from ledger.transactions t
              where t.cooperative_id = tenant and t.id = any (ids) and t.description <> instead
            loop
              perform set_config('ledger.forgets', found_id::text, true);
              update ledger.transactions t set description = instead,
                  fingerprint = encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'hex')
                where t.id = found_id;
              delete from platform.search_words w
                where w.cooperative_id = tenant and w.subject_id = found_id;
              insert into platform.search_words (cooperative_id, subject_id, word, kind)
                select tenant, found_id, word, 'transaction'
                from platform.words_of(instead) as word;
              forgotten := forgotten + 1;
            end loop;
            perform set_config('ledger.forgets', '', true);
            return forgotten;
          end $function$;
      select platform.grant_function('ledger.forget_descriptions(uuid, uuid[], text)');
`;

/**
 * What else of an erased member was never to change: from which account they acted, why a claim on
 * them was taken back, how an account that paid is recognised, who may read what was paid to them,
 * and what a description in the books told of them.
 */
export class PlatformForgetMembers1796500600004 implements MigrationInterface {
  readonly name = 'PlatformForgetMembers1796500600004';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [step1, step2, step3, step4]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
