import type { MigrationInterface, QueryRunner } from 'typeorm';

const nothing = `encode(sha256(uuid_send(old.id)), 'hex')`;

// Amounts, days and ids stay: what the books prove is proved by them. The fingerprint of a request
// was made of its words too, and would confirm a guess of them.
const books = `
      create or replace function ledger.keep_transaction() returns trigger
        language plpgsql as $function$
        begin
          if tg_op = 'UPDATE' and (current_setting('ledger.forgets', true) = old.id::text
              and to_jsonb(new) - array['description', 'fingerprint']
                = to_jsonb(old) - array['description', 'fingerprint']
            or platform.lets_go(to_jsonb(old), to_jsonb(new), jsonb_build_object(
              'description', 'Erased', 'fingerprint', new.fingerprint), old.recorded_at))
          then
            return new;
          end if;
          raise exception 'ledger.transactions rows are never changed or removed'
            using errcode = 'restrict_violation';
        end $function$;

      create function ledger.drop_descriptions(tenant uuid, before timestamptz, at_most integer)
        returns setof uuid
        language sql security definer set search_path to 'pg_catalog' as $function$
          with old as (
            select t.id from ledger.transactions t
            where t.cooperative_id = tenant and tenant = platform.current_cooperative()
              and t.recorded_at < before and t.description <> 'Erased'
            limit at_most),
          unsaid as (
            delete from platform.search_words w using old
            where w.cooperative_id = tenant and w.subject_id = old.id)
          update ledger.transactions t set description = 'Erased',
            fingerprint = encode(sha256(uuid_send(gen_random_uuid())), 'hex')
          from old where t.cooperative_id = tenant and t.id = old.id returning t.id
        $function$;
      select platform.grant_function('ledger.drop_descriptions(uuid, timestamptz, integer)');

      drop trigger refuse_change on ledger.postings;
      create trigger refuse_change before update on ledger.postings for each row
        when (not platform.lets_go(to_jsonb(old), to_jsonb(new), '{"memo": null}',
          old.effective_at))
        execute function platform.refuse_change();
      create trigger refuse_change_there before delete on ledger.postings for each row
        execute function platform.refuse_change();

      create function ledger.drop_memos(tenant uuid, before timestamptz, at_most integer)
        returns setof uuid
        language sql security definer set search_path to 'pg_catalog' as $function$
          with old as (
            select p.transaction_id, p.position from ledger.postings p
              join ledger.transactions t
                on t.cooperative_id = p.cooperative_id and t.id = p.transaction_id
            where p.cooperative_id = tenant and tenant = platform.current_cooperative()
              and t.recorded_at < before and p.memo is not null
            limit at_most)
          update ledger.postings p set memo = null
          from old where p.cooperative_id = tenant
            and (p.transaction_id, p.position) = (old.transaction_id, old.position)
          returning p.transaction_id
        $function$;
      select platform.grant_function('ledger.drop_memos(uuid, timestamptz, integer)');
`;

const payments = `
      create or replace function dues.keep_payment() returns trigger
        language plpgsql as $function$
        begin
          if tg_op = 'UPDATE' and (
            to_jsonb(new) - 'payer_fingerprint' = to_jsonb(old) - 'payer_fingerprint'
              and (new.payer_fingerprint is null
                  and membership.is_erased(old.cooperative_id, old.member_id)
                or old.payer_fingerprint ~ '^[0-9a-f]{64}$' and new.payer_fingerprint ~ '^k1:')
            or platform.lets_go(to_jsonb(old), to_jsonb(new),
              '{"because": "", "payer_fingerprint": null}', old.recorded_at))
          then
            return new;
          end if;
          raise exception 'dues.payments rows are never changed or removed'
            using errcode = 'restrict_violation';
        end $function$;
      select platform.grant_global_table('dues.payments', 'update (because)');

      create function payments.keep_payout_memo() returns trigger
        language plpgsql as $function$
        begin
          if new.memo = 'Erased' and old.changed_at < now() - interval '6 years'
            and old.state in ('settled', 'returned', 'rejected', 'cancelled')
          then
            return new;
          end if;
          raise exception 'what a payee reads of a payout does not change'
            using errcode = 'restrict_violation';
        end $function$;
      create trigger keep_payout_memo before update of memo on payments.payouts for each row
        when (old.memo is distinct from new.memo) execute function payments.keep_payout_memo();
`;

// A digest of a file, or of what a source told, would confirm a guess of all that it said.
const files = `
      drop trigger keep_payment_file on payments.payment_files;
      create trigger keep_payment_file before update on payments.payment_files for each row
        when (not platform.lets_go(to_jsonb(old), to_jsonb(new), jsonb_build_object('bytes', '\\x',
          'withdrawal_reason', left(old.withdrawal_reason, 0),
          'sha256', encode(sha256(''), 'hex')), old.ordered_at))
        execute function payments.keep_payment_file();

      drop trigger keep_status_report on payments.status_reports;
      create trigger keep_status_report before update on payments.status_reports for each row
        when (not platform.lets_go(to_jsonb(old), to_jsonb(new), jsonb_build_object('bytes', '\\x',
          'words', '[]'::jsonb, 'name', '', 'sha256', ${nothing}), old.received_at))
        execute function payments.keep_status_report();
      select platform.grant_global_table('payments.status_reports', 'update (sha256)');

      drop trigger keep_source_row on collections.source_rows;
      create trigger keep_source_row before update on collections.source_rows for each row
        when (not platform.lets_go(to_jsonb(old), to_jsonb(new), jsonb_build_object('json', '{}',
          'content_hash', ${nothing}, 'closed_because', left(old.closed_because, 0)),
          old.swept_at))
        execute function collections.keep_source_row();
      create trigger keep_source_row_there before delete on collections.source_rows for each row
        execute function collections.keep_source_row();
`;

const told = `
      create or replace function payments.forgets_payer(line payments.bank_lines,
        after payments.bank_lines)
      returns boolean language sql stable as $function$
        select platform.lets_go(to_jsonb(line), to_jsonb(after), jsonb_build_object(
          'counterparty_name', null, 'counterparty_account', null, 'reference', null,
          'free_text', null, 'end_to_end_id', null, 'raw', '{}'::jsonb,
          'matched_because', left(line.matched_because, 0)), line.recorded_at)
      $function$;

      create function payments.keep_sighting() returns trigger language plpgsql as $function$
        begin
          if platform.lets_go(to_jsonb(old), to_jsonb(new), '{"facts": {}}',
            (select s.recorded_at from payments.bank_statements s
              where s.cooperative_id = old.cooperative_id and s.id = old.statement_id))
          then
            return new;
          end if;
          raise exception 'what a statement said of an entry stays said'
            using errcode = 'restrict_violation';
        end $function$;
      create trigger keep_sighting before update or delete on payments.bank_sightings
        for each row execute function payments.keep_sighting();
      select platform.grant_global_table('payments.bank_sightings', 'update (facts)');
`;

/**
 * What was written in the books, in what banks and sources told, and in what was paid goes when no
 * law keeps it any more, and so does every digest from which it could be guessed.
 */
export class PlatformDropWords1796700300001 implements MigrationInterface {
  readonly name = 'PlatformDropWords1796700300001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [books, payments, files, told]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
