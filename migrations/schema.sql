create extension btree_gist;

create schema collections;
grant usage on schema collections to rochdale_app;

create table collections.connections (
  id uuid not null,
  cooperative_id uuid not null,
  bank_account_id uuid not null,
  source text not null,
  settings jsonb not null,
  state text not null,
  cursor text,
  begun_from text,
  caught_up boolean not null,
  revision integer not null,
  failure_code text,
  swept_at timestamp with time zone,
  connected_at timestamp with time zone not null,
  disconnected_at timestamp with time zone,
  constraint connections_disconnected_check CHECK (((state = 'disconnected'::text) = (disconnected_at IS NOT NULL))),
  constraint connections_pk PRIMARY KEY (id),
  constraint connections_source_check CHECK ((source ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
  constraint connections_source_unique UNIQUE (cooperative_id, bank_account_id, source),
  constraint connections_state_check CHECK ((state = ANY (ARRAY['connected'::text, 'disconnected'::text])))
);
CREATE UNIQUE INDEX connections_account_unique ON collections.connections USING btree (cooperative_id, bank_account_id) WHERE (state = 'connected'::text);
create policy owner on collections.connections as permissive for all to owner using (true) with check (true);
create policy tenant on collections.connections as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table collections.connections enable row level security;
alter table collections.connections force row level security;
grant insert, select, update on collections.connections to rochdale_app;

CREATE OR REPLACE FUNCTION collections.find_connection(connection_id uuid, OUT cooperative_id uuid, OUT source text, OUT settings jsonb)
 RETURNS SETOF record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'collections'
AS $function$
      select c.cooperative_id, c.source, c.settings from collections.connections c
      where c.id = connection_id and c.state = 'connected'
    $function$;
grant execute on collections.find_connection(uuid) to rochdale_app;

CREATE OR REPLACE FUNCTION collections.forget_closed_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
      begin
        update collections.source_rows r set closed_because = ''
          from collections.source_rows taken
          where taken.cooperative_id = new.cooperative_id and taken.line_id = new.id
            and r.cooperative_id = taken.cooperative_id
            and r.connection_id = taken.connection_id and r.external_id = taken.external_id
            and r.closed_because <> '';
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION collections.forgets_words(row_told collections.source_rows, after collections.source_rows)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    select row_told.closed_because <> '' and after.closed_because = ''
      and to_jsonb(row_told) - 'closed_because' = to_jsonb(after) - 'closed_because'
      and collections.is_of_locked_line(row_told)
  $function$;

CREATE OR REPLACE FUNCTION collections.is_of_locked_line(row_told collections.source_rows)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    select exists (select from collections.source_rows taken
      join payments.bank_lines l on l.cooperative_id = taken.cooperative_id and l.id = taken.line_id
      where taken.cooperative_id = row_told.cooperative_id
        and taken.connection_id = row_told.connection_id
        and taken.external_id = row_told.external_id and l.locked_at is not null)
  $function$;

CREATE OR REPLACE FUNCTION collections.keep_source_row()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'DELETE' or old.state in ('taken', 'closed') or
        (old.id, old.cooperative_id, old.connection_id, old.external_id, old.version,
         old.content_hash, old.json, old.swept_at)
        is distinct from
        (new.id, new.cooperative_id, new.connection_id, new.external_id, new.version,
         new.content_hash, new.json, new.swept_at)
      then
        raise exception 'a row stays as its source told it, and is settled once'
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION collections.say_nothing_of_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
      begin
        if collections.is_of_locked_line(new) then new.closed_because := ''; end if;
        return new;
      end $function$;

create table collections.source_rows (
  id uuid not null,
  cooperative_id uuid not null,
  connection_id uuid not null,
  external_id text not null,
  version integer not null,
  content_hash text not null,
  "json" text not null,
  state text not null,
  waits text,
  line_id uuid,
  swept_at timestamp with time zone not null,
  closed_because text,
  closed_by_account_id uuid,
  closed_at timestamp with time zone,
  constraint source_rows_closed_check CHECK (((state = 'closed'::text) = ((closed_at IS NOT NULL) AND (closed_because IS NOT NULL)))),
  constraint source_rows_connection_fk FOREIGN KEY (connection_id) REFERENCES collections.connections(id),
  constraint source_rows_content_unique UNIQUE (cooperative_id, connection_id, external_id, content_hash),
  constraint source_rows_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint source_rows_pk PRIMARY KEY (id),
  constraint source_rows_state_check CHECK ((state = ANY (ARRAY['new'::text, 'taken'::text, 'waiting'::text, 'closed'::text]))),
  constraint source_rows_taken_check CHECK (((state = 'taken'::text) = (line_id IS NOT NULL))),
  constraint source_rows_version_check CHECK ((version > 0)),
  constraint source_rows_version_unique UNIQUE (cooperative_id, connection_id, external_id, version),
  constraint source_rows_waiting_check CHECK (((state = ANY (ARRAY['waiting'::text, 'closed'::text])) = (waits IS NOT NULL))),
  constraint source_rows_waits_check CHECK ((waits = ANY (ARRAY['unreadable'::text, 'nothing-moved'::text, 'foreign-currency'::text, 'changed'::text])))
);
CREATE UNIQUE INDEX source_rows_line_unique ON collections.source_rows USING btree (line_id) WHERE (line_id IS NOT NULL);
CREATE INDEX source_rows_new ON collections.source_rows USING btree (cooperative_id, connection_id, id) WHERE (state = 'new'::text);
CREATE INDEX source_rows_waiting ON collections.source_rows USING btree (cooperative_id, id) WHERE (state = 'waiting'::text);
create policy owner on collections.source_rows as permissive for all to owner using (true) with check (true);
create policy tenant on collections.source_rows as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_source_row BEFORE UPDATE ON collections.source_rows FOR EACH ROW WHEN (((NOT platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), jsonb_build_object('json', '{}', 'content_hash', encode(sha256(uuid_send(old.id)), 'hex'::text), 'closed_because', "left"(old.closed_because, 0)), old.swept_at)) AND (NOT COALESCE(collections.forgets_words(old.*, new.*), false)))) EXECUTE FUNCTION collections.keep_source_row();
CREATE TRIGGER keep_source_row_there BEFORE DELETE ON collections.source_rows FOR EACH ROW EXECUTE FUNCTION collections.keep_source_row();
CREATE TRIGGER say_nothing BEFORE UPDATE OF closed_because ON collections.source_rows FOR EACH ROW WHEN ((new.closed_because <> ''::text)) EXECUTE FUNCTION collections.say_nothing_of_row();
alter table collections.source_rows enable row level security;
alter table collections.source_rows force row level security;
grant insert, select, update on collections.source_rows to rochdale_app;

create schema dues;
grant usage on schema dues to rochdale_app;

create table dues.account_parts (
  id uuid not null,
  cooperative_id uuid not null,
  account_id uuid not null,
  kind text not null,
  bank_line_id uuid not null,
  returns_line_id uuid,
  amount_minor bigint not null,
  currency text not null,
  transaction_id uuid not null,
  recorded_at timestamp with time zone not null,
  constraint account_parts_amount_check CHECK ((amount_minor <> 0)),
  constraint account_parts_kind_check CHECK ((kind = ANY (ARRAY['line'::text, 'return'::text, 'undo'::text]))),
  constraint account_parts_pk PRIMARY KEY (id),
  constraint account_parts_returns_check CHECK (((returns_line_id IS NULL) OR (kind = ANY (ARRAY['return'::text, 'undo'::text]))))
);
CREATE INDEX account_parts_by_line ON dues.account_parts USING btree (cooperative_id, bank_line_id);
CREATE INDEX account_parts_by_returned_line ON dues.account_parts USING btree (cooperative_id, returns_line_id) WHERE (returns_line_id IS NOT NULL);
create policy owner on dues.account_parts as permissive for all to owner using (true) with check (true);
create policy tenant on dues.account_parts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON dues.account_parts FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON dues.account_parts FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table dues.account_parts enable row level security;
alter table dues.account_parts force row level security;
grant insert, select on dues.account_parts to rochdale_app;

create table dues.counters (
  cooperative_id uuid not null,
  last_number bigint not null,
  constraint counters_pk PRIMARY KEY (cooperative_id)
);
create policy owner on dues.counters as permissive for all to owner using (true) with check (true);
create policy tenant on dues.counters as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table dues.counters enable row level security;
alter table dues.counters force row level security;
grant insert, select, update on dues.counters to rochdale_app;

create table dues.credit_entries (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  kind text not null,
  amount_minor bigint not null,
  currency text not null,
  bank_line_id uuid,
  returns_line_id uuid,
  refund_id uuid,
  transaction_id uuid,
  recorded_at timestamp with time zone not null,
  because text,
  constraint credit_entries_amount_check CHECK ((amount_minor <> 0)),
  constraint credit_entries_kind_check CHECK ((kind = ANY (ARRAY['line'::text, 'return'::text, 'undo'::text, 'credited'::text, 'set-off'::text, 'refund'::text, 'refund-failed'::text, 'waived'::text, 'unclaimed'::text]))),
  constraint credit_entries_line_check CHECK (((bank_line_id IS NOT NULL) = (kind = ANY (ARRAY['line'::text, 'return'::text, 'undo'::text])))),
  constraint credit_entries_pk PRIMARY KEY (id),
  constraint credit_entries_refund_check CHECK (((refund_id IS NOT NULL) = (kind = ANY (ARRAY['refund'::text, 'refund-failed'::text])))),
  constraint credit_entries_returns_check CHECK (((returns_line_id IS NULL) OR (kind = ANY (ARRAY['return'::text, 'undo'::text]))))
);
CREATE INDEX credit_entries_by_line ON dues.credit_entries USING btree (cooperative_id, bank_line_id) WHERE (bank_line_id IS NOT NULL);
CREATE INDEX credit_entries_by_member ON dues.credit_entries USING btree (cooperative_id, member_id, id);
CREATE INDEX credit_entries_by_returned_line ON dues.credit_entries USING btree (cooperative_id, returns_line_id) WHERE (returns_line_id IS NOT NULL);
create policy owner on dues.credit_entries as permissive for all to owner using (true) with check (true);
create policy tenant on dues.credit_entries as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE UPDATE ON dues.credit_entries FOR EACH ROW WHEN ((NOT platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), '{"because": null}'::jsonb, old.recorded_at))) EXECUTE FUNCTION dues.keep_credit_entry();
CREATE TRIGGER refuse_change_there BEFORE DELETE ON dues.credit_entries FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON dues.credit_entries FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table dues.credit_entries enable row level security;
alter table dues.credit_entries force row level security;
grant insert, select on dues.credit_entries to rochdale_app;
grant update on dues.credit_entries.because to rochdale_app;

create table dues.credit_notes (
  id uuid not null,
  cooperative_id uuid not null,
  invoice_id uuid not null,
  kind text not null,
  amount_minor bigint not null,
  reason text not null,
  waiver_id uuid,
  idempotency_key text not null,
  transaction_id uuid not null,
  made_by_account_id uuid,
  made_at timestamp with time zone not null,
  constraint credit_notes_amount_check CHECK ((amount_minor > 0)),
  constraint credit_notes_invoice_fk FOREIGN KEY (invoice_id) REFERENCES dues.invoices(id),
  constraint credit_notes_key_unique UNIQUE (cooperative_id, idempotency_key),
  constraint credit_notes_kind_check CHECK ((kind = ANY (ARRAY['cancelled'::text, 'credited'::text, 'waiver'::text]))),
  constraint credit_notes_pk PRIMARY KEY (id),
  constraint credit_notes_waiver_check CHECK (((waiver_id IS NOT NULL) = (kind = 'waiver'::text)))
);
CREATE INDEX credit_notes_by_invoice ON dues.credit_notes USING btree (cooperative_id, invoice_id);
create policy owner on dues.credit_notes as permissive for all to owner using (true) with check (true);
create policy tenant on dues.credit_notes as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE UPDATE ON dues.credit_notes FOR EACH ROW WHEN ((NOT platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), '{"reason": ""}'::jsonb, old.made_at))) EXECUTE FUNCTION dues.keep_credit_note();
CREATE TRIGGER refuse_change_there BEFORE DELETE ON dues.credit_notes FOR EACH ROW EXECUTE FUNCTION dues.keep_credit_note();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON dues.credit_notes FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table dues.credit_notes enable row level security;
alter table dues.credit_notes force row level security;
grant insert, select on dues.credit_notes to rochdale_app;
grant update on dues.credit_notes.reason to rochdale_app;

create table dues.credits (
  cooperative_id uuid not null,
  member_id uuid not null,
  currency text not null,
  balance_minor bigint not null,
  constraint credits_balance_check CHECK ((balance_minor >= 0)),
  constraint credits_pk PRIMARY KEY (cooperative_id, member_id, currency)
);
create policy owner on dues.credits as permissive for all to owner using (true) with check (true);
create policy tenant on dues.credits as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table dues.credits enable row level security;
alter table dues.credits force row level security;
grant insert, select, update on dues.credits to rochdale_app;

create table dues.invoices (
  id uuid not null,
  cooperative_id uuid not null,
  number bigint not null,
  reference text not null,
  member_id uuid not null,
  plan_id uuid not null,
  period_start date not null,
  period_end date not null,
  amount_minor bigint not null,
  paid_minor bigint not null default 0,
  currency text not null,
  state text not null,
  due_on date not null,
  issued_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  transaction_id uuid,
  credited_minor bigint not null default 0,
  constraint invoices_amount CHECK ((amount_minor >= 0)),
  constraint invoices_credited_check CHECK (((credited_minor >= 0) AND (credited_minor <= amount_minor))),
  constraint invoices_nothing_due_check CHECK (((state = ANY (ARRAY['waived'::text, 'cancelled'::text])) = (amount_minor = credited_minor))),
  constraint invoices_number_unique UNIQUE (cooperative_id, number),
  constraint invoices_one_per_period UNIQUE (cooperative_id, member_id, period_start),
  constraint invoices_paid_whole CHECK (((state = 'paid'::text) = ((paid_minor = (amount_minor - credited_minor)) AND (amount_minor > credited_minor)))),
  constraint invoices_paid_within CHECK (((paid_minor >= 0) AND (paid_minor <= (amount_minor - credited_minor)))),
  constraint invoices_pk PRIMARY KEY (id),
  constraint invoices_plan_fk FOREIGN KEY (plan_id) REFERENCES dues.plans(id),
  constraint invoices_reference_unique UNIQUE (cooperative_id, reference),
  constraint invoices_state_known CHECK ((state = ANY (ARRAY['open'::text, 'paid'::text, 'waived'::text, 'cancelled'::text])))
);
CREATE INDEX invoices_by_due_day ON dues.invoices USING btree (cooperative_id, due_on, number);
CREATE INDEX invoices_by_due_day_of_member ON dues.invoices USING btree (cooperative_id, member_id, due_on, number);
CREATE INDEX invoices_by_due_day_of_state ON dues.invoices USING btree (cooperative_id, state, due_on, number);
CREATE INDEX invoices_by_member ON dues.invoices USING btree (cooperative_id, member_id, period_start, id);
CREATE INDEX invoices_by_number_of_member ON dues.invoices USING btree (cooperative_id, member_id, number);
CREATE INDEX invoices_by_plan ON dues.invoices USING btree (cooperative_id, plan_id, number);
CREATE INDEX invoices_by_state ON dues.invoices USING btree (cooperative_id, state, number);
CREATE INDEX invoices_by_time ON dues.invoices USING btree (cooperative_id, issued_at, number);
CREATE INDEX invoices_open ON dues.invoices USING btree (cooperative_id, due_on, id) WHERE (state = 'open'::text);
create policy owner on dues.invoices as permissive for all to owner using (true) with check (true);
create policy tenant on dues.invoices as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_invoice BEFORE DELETE OR UPDATE ON dues.invoices FOR EACH ROW EXECUTE FUNCTION dues.keep_invoice();
alter table dues.invoices enable row level security;
alter table dues.invoices force row level security;
grant insert, select, update on dues.invoices to rochdale_app;

CREATE OR REPLACE FUNCTION dues.keep_credit_entry()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if to_jsonb(new) - 'because' = to_jsonb(old) - 'because' and new.because is null
        and membership.is_erased(old.cooperative_id, old.member_id)
      then
        return new;
      end if;
      raise exception 'dues.credit_entries rows are never changed or removed'
        using errcode = 'restrict_violation';
    end $function$;

CREATE OR REPLACE FUNCTION dues.keep_credit_note()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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

CREATE OR REPLACE FUNCTION dues.keep_invoice()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'DELETE' or new.credited_minor < old.credited_minor or
      (old.id, old.cooperative_id, old.number, old.reference, old.member_id, old.plan_id,
       old.period_start, old.period_end, old.amount_minor, old.currency)
      is distinct from
      (new.id, new.cooperative_id, new.number, new.reference, new.member_id, new.plan_id,
       new.period_start, new.period_end, new.amount_minor, new.currency)
    then
      raise exception 'an issued invoice stays as it is' using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION dues.keep_payment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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

CREATE OR REPLACE FUNCTION dues.keep_pledge()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        begin
          if not membership.is_erased(old.cooperative_id, old.member_id) then
            raise exception 'a pledge stays until its member is erased'
              using errcode = 'restrict_violation';
          end if;
          return old;
        end $function$;

CREATE OR REPLACE FUNCTION dues.keep_waiver()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if old.state = 'granted'
        or not membership.is_erased(old.cooperative_id, old.member_id) then
        raise exception 'a waiver stays: granted, or until its member is erased'
          using errcode = 'restrict_violation';
      end if;
      return old;
    end $function$;

create table dues.payments (
  id uuid not null,
  cooperative_id uuid not null,
  invoice_id uuid not null,
  member_id uuid not null,
  bank_line_id uuid,
  amount_minor bigint not null,
  currency text not null,
  paid_on date not null,
  payer_fingerprint text,
  because text not null,
  transaction_id uuid not null,
  recorded_at timestamp with time zone not null,
  kind text not null,
  returns_line_id uuid,
  constraint payments_amount_check CHECK ((amount_minor <> 0)),
  constraint payments_invoice_fk FOREIGN KEY (invoice_id) REFERENCES dues.invoices(id),
  constraint payments_kind_check CHECK ((kind = ANY (ARRAY['line'::text, 'return'::text, 'undo'::text, 'credit'::text, 'credited'::text]))),
  constraint payments_line_check CHECK (((bank_line_id IS NOT NULL) = (kind = ANY (ARRAY['line'::text, 'return'::text, 'undo'::text])))),
  constraint payments_once_unique UNIQUE (cooperative_id, transaction_id, invoice_id, kind),
  constraint payments_pk PRIMARY KEY (id),
  constraint payments_returns_check CHECK (((returns_line_id IS NULL) OR (kind = ANY (ARRAY['return'::text, 'undo'::text]))))
);
CREATE INDEX payments_by_day ON dues.payments USING btree (cooperative_id, paid_on, id);
CREATE INDEX payments_by_invoice ON dues.payments USING btree (invoice_id);
CREATE INDEX payments_by_line ON dues.payments USING btree (cooperative_id, bank_line_id);
CREATE INDEX payments_by_member ON dues.payments USING btree (cooperative_id, member_id, paid_on);
CREATE INDEX payments_by_payer ON dues.payments USING btree (cooperative_id, payer_fingerprint, member_id);
CREATE INDEX payments_by_returned_line ON dues.payments USING btree (cooperative_id, returns_line_id) WHERE (returns_line_id IS NOT NULL);
create policy owner on dues.payments as permissive for all to owner using (true) with check (true);
create policy tenant on dues.payments as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON dues.payments FOR EACH ROW EXECUTE FUNCTION dues.keep_payment();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON dues.payments FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table dues.payments enable row level security;
alter table dues.payments force row level security;
grant insert, select on dues.payments to rochdale_app;
grant update on dues.payments.because to rochdale_app;
grant update on dues.payments.payer_fingerprint to rochdale_app;

create table dues.plans (
  id uuid not null,
  cooperative_id uuid not null,
  key text not null,
  name text not null,
  currency text not null,
  minimum_minor bigint not null,
  suggested_minor bigint not null,
  maximum_minor bigint,
  months integer not null,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  joining text not null default 'full-period'::text,
  constraint plans_currency CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint plans_joining_check CHECK ((joining = ANY (ARRAY['full-period'::text, 'pro-rata-days'::text, 'pro-rata-months'::text, 'next-period'::text]))),
  constraint plans_key_unique UNIQUE (cooperative_id, key),
  constraint plans_minimum CHECK ((minimum_minor >= 0)),
  constraint plans_months CHECK ((months = ANY (ARRAY[1, 3, 6, 12]))),
  constraint plans_pk PRIMARY KEY (id),
  constraint plans_scale_in_order CHECK (((suggested_minor >= minimum_minor) AND ((maximum_minor IS NULL) OR (maximum_minor >= suggested_minor))))
);
create policy owner on dues.plans as permissive for all to owner using (true) with check (true);
create policy tenant on dues.plans as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table dues.plans enable row level security;
alter table dues.plans force row level security;
grant insert, select, update on dues.plans to rochdale_app;

create table dues.pledges (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  plan_id uuid not null,
  amount_minor bigint not null,
  starts_on date not null,
  ends_on date,
  chosen_at timestamp with time zone not null,
  constraint pledges_amount CHECK ((amount_minor >= 0)),
  constraint pledges_pk PRIMARY KEY (id),
  constraint pledges_plan_fk FOREIGN KEY (plan_id) REFERENCES dues.plans(id),
  constraint pledges_span CHECK (((ends_on IS NULL) OR (ends_on >= starts_on)))
);
CREATE UNIQUE INDEX pledges_one_current ON dues.pledges USING btree (cooperative_id, member_id) WHERE (ends_on IS NULL);
create policy owner on dues.pledges as permissive for all to owner using (true) with check (true);
create policy tenant on dues.pledges as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_pledge BEFORE DELETE ON dues.pledges FOR EACH ROW EXECUTE FUNCTION dues.keep_pledge();
alter table dues.pledges enable row level security;
alter table dues.pledges force row level security;
grant delete, insert, select, update on dues.pledges to rochdale_app;

create table dues.refunds (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  amount_minor bigint not null,
  currency text not null,
  payout_id uuid not null,
  state text not null,
  requested_by_account_id uuid,
  requested_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint refunds_amount_check CHECK ((amount_minor > 0)),
  constraint refunds_payout_unique UNIQUE (cooperative_id, payout_id),
  constraint refunds_pk PRIMARY KEY (id),
  constraint refunds_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'paid'::text, 'failed'::text])))
);
CREATE INDEX refunds_by_member ON dues.refunds USING btree (cooperative_id, member_id, id);
create policy owner on dues.refunds as permissive for all to owner using (true) with check (true);
create policy tenant on dues.refunds as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table dues.refunds enable row level security;
alter table dues.refunds force row level security;
grant insert, select, update on dues.refunds to rochdale_app;

create table dues.shared_payments (
  payment_id uuid not null,
  cooperative_id uuid not null,
  shared_in_id uuid not null,
  shared_at timestamp with time zone not null,
  constraint shared_payments_payment_fk FOREIGN KEY (payment_id) REFERENCES dues.payments(id),
  constraint shared_payments_pk PRIMARY KEY (payment_id)
);
CREATE INDEX shared_payments_by_span ON dues.shared_payments USING btree (cooperative_id, shared_in_id);
create policy owner on dues.shared_payments as permissive for all to owner using (true) with check (true);
create policy tenant on dues.shared_payments as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON dues.shared_payments FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON dues.shared_payments FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table dues.shared_payments enable row level security;
alter table dues.shared_payments force row level security;
grant insert, select on dues.shared_payments to rochdale_app;

create table dues.waivers (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  amount_minor bigint not null,
  from_on date not null,
  until_on date not null,
  reason_sealed bytea,
  state text not null,
  asked_at timestamp with time zone not null,
  decided_by_account_id uuid,
  decided_at timestamp with time zone,
  lapse_told_at timestamp with time zone,
  constraint waivers_amount CHECK ((amount_minor >= 0)),
  constraint waivers_decided CHECK (((state = ANY (ARRAY['granted'::text, 'refused'::text])) = (decided_at IS NOT NULL))),
  constraint waivers_ended_check CHECK (((reason_sealed IS NULL) OR (state <> ALL (ARRAY['withdrawn'::text, 'lapsed'::text])))),
  constraint waivers_pk PRIMARY KEY (id),
  constraint waivers_span CHECK ((until_on >= from_on)),
  constraint waivers_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text, 'lapsed'::text])))
);
CREATE INDEX waivers_of_member ON dues.waivers USING btree (cooperative_id, member_id, from_on);
CREATE UNIQUE INDEX waivers_one_asked ON dues.waivers USING btree (cooperative_id, member_id) WHERE (state = 'asked'::text);
create policy owner on dues.waivers as permissive for all to owner using (true) with check (true);
create policy tenant on dues.waivers as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_waiver BEFORE DELETE ON dues.waivers FOR EACH ROW EXECUTE FUNCTION dues.keep_waiver();
alter table dues.waivers enable row level security;
alter table dues.waivers force row level security;
grant delete, insert, select, update on dues.waivers to rochdale_app;

create schema expenses;
grant usage on schema expenses to rochdale_app;

create table expenses.approval_rules (
  id uuid not null,
  cooperative_id uuid not null,
  currency text not null,
  version integer not null,
  bands jsonb not null,
  adopted_at timestamp with time zone not null,
  adopted_by_member_id uuid,
  retired_at timestamp with time zone,
  constraint approval_rules_currency_shape CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint approval_rules_pk PRIMARY KEY (id),
  constraint approval_rules_version_positive CHECK ((version > 0)),
  constraint approval_rules_version_unique UNIQUE (cooperative_id, currency, version)
);
CREATE UNIQUE INDEX approval_rules_one_in_force ON expenses.approval_rules USING btree (cooperative_id, currency) WHERE (retired_at IS NULL);
create policy owner on expenses.approval_rules as permissive for all to owner using (true) with check (true);
create policy tenant on expenses.approval_rules as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_approval_rule BEFORE DELETE OR UPDATE ON expenses.approval_rules FOR EACH ROW EXECUTE FUNCTION expenses.guard_approval_rule();
alter table expenses.approval_rules enable row level security;
alter table expenses.approval_rules force row level security;
grant insert, select, update on expenses.approval_rules to rochdale_app;

create table expenses.approvals (
  id uuid not null,
  cooperative_id uuid not null,
  expense_id uuid not null,
  approver_member_id uuid not null,
  approver_role text not null,
  terms_hash text not null,
  approved_at timestamp with time zone not null,
  voided_at timestamp with time zone,
  void_reason text,
  constraint approvals_expense_fk FOREIGN KEY (expense_id) REFERENCES expenses.expenses(id),
  constraint approvals_pk PRIMARY KEY (id),
  constraint approvals_void_has_reason CHECK (((voided_at IS NULL) = (void_reason IS NULL)))
);
CREATE INDEX approvals_by_expense ON expenses.approvals USING btree (expense_id, approved_at, id);
CREATE UNIQUE INDEX approvals_one_current ON expenses.approvals USING btree (expense_id, approver_member_id) WHERE (voided_at IS NULL);
create policy owner on expenses.approvals as permissive for all to owner using (true) with check (true);
create policy tenant on expenses.approvals as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_approval BEFORE INSERT OR UPDATE ON expenses.approvals FOR EACH ROW EXECUTE FUNCTION expenses.guard_approval();
CREATE TRIGGER refuse_delete BEFORE DELETE ON expenses.approvals FOR EACH ROW WHEN ((NOT expenses.is_of_forgotten_claim(old.cooperative_id, old.expense_id))) EXECUTE FUNCTION platform.refuse_change();
alter table expenses.approvals enable row level security;
alter table expenses.approvals force row level security;
grant delete, insert, select, update on expenses.approvals to rochdale_app;

create table expenses.expenses (
  id uuid not null,
  cooperative_id uuid not null,
  title text not null,
  submitter_member_id uuid not null,
  payee_kind text not null,
  payee_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  status text not null,
  terms_hash text not null,
  band jsonb,
  created_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  decided_at timestamp with time zone,
  reason text,
  approved_hash text,
  proposal_id uuid,
  transaction_id uuid,
  payout_id uuid,
  paid_at timestamp with time zone,
  destination_id uuid,
  destination_masked text,
  locked_at timestamp with time zone,
  text_salt text,
  texts_hash text not null,
  was_voted_on boolean not null default false,
  waived_at timestamp with time zone,
  lapse_told_at timestamp with time zone,
  ended_at timestamp with time zone,
  words_kept_from timestamp with time zone,
  voided_at timestamp with time zone,
  bill_partner_id uuid,
  bill_number text,
  bill_hash text,
  bill_freed_at timestamp with time zone,
  constraint expenses_amount_positive CHECK ((amount_minor > 0)),
  constraint expenses_approved_check CHECK (((status <> ALL (ARRAY['approved'::text, 'payout-failed'::text, 'paid'::text, 'waived'::text, 'voided'::text])) OR ((approved_hash IS NOT NULL) AND (approved_hash = terms_hash) AND (decided_at IS NOT NULL) AND (transaction_id IS NOT NULL) AND (payout_id IS NOT NULL)))),
  constraint expenses_bill_check CHECK ((((bill_partner_id IS NULL) = (bill_hash IS NULL)) AND ((bill_number IS NULL) OR (bill_hash IS NOT NULL)) AND (bill_hash ~ '^[0-9a-f]{64}$'::text) AND ((length(bill_number) >= 1) AND (length(bill_number) <= 60)))),
  constraint expenses_bill_freed_check CHECK (((bill_freed_at IS NULL) OR ((status = ANY (ARRAY['voided'::text, 'rejected'::text])) AND (bill_hash IS NOT NULL)))),
  constraint expenses_currency_shape CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint expenses_destination_whole CHECK ((num_nonnulls(destination_id, destination_masked) <> 1)),
  constraint expenses_ended_check CHECK (((status = ANY (ARRAY['rejected'::text, 'withdrawn'::text])) = (ended_at IS NOT NULL))),
  constraint expenses_owed_check CHECK (((status = ANY (ARRAY['approved'::text, 'payout-failed'::text, 'paid'::text, 'waived'::text, 'voided'::text])) OR ((approved_hash IS NULL) AND (transaction_id IS NULL) AND (payout_id IS NULL)))),
  constraint expenses_paid_has_time CHECK (((status = 'paid'::text) = (paid_at IS NOT NULL))),
  constraint expenses_payee_known CHECK ((payee_kind = ANY (ARRAY['member'::text, 'partner'::text]))),
  constraint expenses_payout_unique UNIQUE (payout_id),
  constraint expenses_pk PRIMARY KEY (id),
  constraint expenses_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'needs-information'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'payout-failed'::text, 'paid'::text, 'waived'::text, 'voided'::text]))),
  constraint expenses_submitted_whole CHECK (((status = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR ((submitted_at IS NOT NULL) AND (band IS NOT NULL)))),
  constraint expenses_terms_hash_hex CHECK ((terms_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint expenses_text_salt_check CHECK ((text_salt ~ '^[0-9a-f]{64}$'::text)),
  constraint expenses_texts_hash_check CHECK ((texts_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint expenses_title_length CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint expenses_transaction_unique UNIQUE (transaction_id),
  constraint expenses_voided_check CHECK ((((status = 'voided'::text) = (voided_at IS NOT NULL)) AND ((status <> 'voided'::text) OR (payee_kind = 'partner'::text)))),
  constraint expenses_waived_check CHECK ((((status = 'waived'::text) = (waived_at IS NOT NULL)) AND ((status <> 'waived'::text) OR (payee_kind = 'member'::text))))
);
CREATE UNIQUE INDEX expenses_bill_unique ON expenses.expenses USING btree (cooperative_id, bill_partner_id, bill_hash) WHERE ((bill_hash IS NOT NULL) AND (bill_freed_at IS NULL) AND (status <> ALL (ARRAY['draft'::text, 'rejected'::text, 'withdrawn'::text])));
CREATE INDEX expenses_by_amount ON expenses.expenses USING btree (cooperative_id, currency, amount_minor, id);
CREATE INDEX expenses_by_amount_of_status ON expenses.expenses USING btree (cooperative_id, status, currency, amount_minor, id);
CREATE INDEX expenses_by_payee ON expenses.expenses USING btree (cooperative_id, payee_id, created_at, id);
CREATE INDEX expenses_by_status ON expenses.expenses USING btree (cooperative_id, status, created_at, id);
CREATE INDEX expenses_by_submitter ON expenses.expenses USING btree (cooperative_id, submitter_member_id, created_at, id);
CREATE INDEX expenses_by_time ON expenses.expenses USING btree (cooperative_id, created_at, id);
create policy owner on expenses.expenses as permissive for all to owner using (true) with check (true);
create policy tenant on expenses.expenses as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER forget_words AFTER UPDATE OF locked_at ON expenses.expenses FOR EACH ROW WHEN ((new.locked_at IS NOT NULL)) EXECUTE FUNCTION expenses.forget_words();
CREATE TRIGGER guard_destination BEFORE UPDATE OF destination_id, destination_masked ON expenses.expenses FOR EACH ROW WHEN (((old.status <> ALL (ARRAY['draft'::text, 'submitted'::text, 'needs-information'::text])) AND ((old.destination_id IS DISTINCT FROM new.destination_id) OR (old.destination_masked IS DISTINCT FROM new.destination_masked)))) EXECUTE FUNCTION expenses.guard_destination();
CREATE TRIGGER guard_expense BEFORE INSERT OR UPDATE ON expenses.expenses FOR EACH ROW EXECUTE FUNCTION expenses.guard_expense();
CREATE TRIGGER guard_expense_there BEFORE DELETE ON expenses.expenses FOR EACH ROW WHEN ((NOT expenses.is_forgotten_claim(old.*))) EXECUTE FUNCTION expenses.guard_expense();
CREATE TRIGGER keep_bill BEFORE UPDATE OF bill_hash, bill_partner_id, bill_freed_at ON expenses.expenses FOR EACH ROW EXECUTE FUNCTION expenses.keep_bill();
CREATE TRIGGER keep_end BEFORE UPDATE ON expenses.expenses FOR EACH ROW EXECUTE FUNCTION expenses.keep_end();
CREATE TRIGGER keep_voted_on BEFORE INSERT OR UPDATE ON expenses.expenses FOR EACH ROW EXECUTE FUNCTION expenses.keep_voted_on();
CREATE TRIGGER keep_words AFTER INSERT OR DELETE OR UPDATE OF title ON expenses.expenses FOR EACH ROW EXECUTE FUNCTION platform.keep_words('expense', 'title');
CREATE TRIGGER refuse_debt_to_erased BEFORE UPDATE OF status ON expenses.expenses FOR EACH ROW WHEN (((old.status = 'submitted'::text) AND (new.status = 'approved'::text) AND (new.payee_kind = 'member'::text))) EXECUTE FUNCTION expenses.refuse_debt_to_erased();
alter table expenses.expenses enable row level security;
alter table expenses.expenses force row level security;
grant delete, insert, select, update on expenses.expenses to rochdale_app;

CREATE OR REPLACE FUNCTION expenses.forget_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
          begin
            delete from platform.search_words
              where cooperative_id = new.cooperative_id and subject_id = new.id;
            return null;
          end $function$;

CREATE OR REPLACE FUNCTION expenses.forgets_texts(e expenses.expenses)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select e.status in ('draft', 'rejected', 'withdrawn')
          and membership.is_erased(e.cooperative_id, e.submitter_member_id)
        or e.status in ('rejected', 'withdrawn') and e.payee_kind = 'member'
          and membership.is_erased(e.cooperative_id, e.payee_id)
        or e.status in ('rejected', 'withdrawn')
          and greatest(e.ended_at, e.words_kept_from) < now() - interval '88 days'
        or e.status in ('draft', 'rejected', 'withdrawn', 'paid', 'waived', 'voided')
          and platform.is_over(e.cooperative_id, 'vouchers',
            coalesce(e.paid_at, e.waived_at, e.voided_at, e.decided_at, e.created_at))
    $function$;

CREATE OR REPLACE FUNCTION expenses.guard_approval()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    expense expenses.expenses;
  BEGIN
    IF tg_op = 'UPDATE' THEN
      IF old.voided_at IS NOT NULL OR new.voided_at IS NULL
        OR to_jsonb(new) - 'voided_at' - 'void_reason'
          <> to_jsonb(old) - 'voided_at' - 'void_reason' THEN
        RAISE EXCEPTION 'an approval is voided, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    SELECT * INTO expense FROM expenses.expenses
      WHERE id = new.expense_id AND cooperative_id = new.cooperative_id FOR UPDATE;
    IF NOT found OR expense.status NOT IN ('submitted', 'needs-information') THEN
      RAISE EXCEPTION 'only a submitted expense is approved' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'UPDATE' THEN
      RETURN new;
    END IF;
    IF new.approver_member_id = expense.submitter_member_id
      OR (expense.payee_kind = 'member' AND new.approver_member_id = expense.payee_id) THEN
      RAISE EXCEPTION 'Neither who submits an expense nor who is paid by it approves it.'
        USING errcode = 'P0001', detail = 'PAYEE_MAY_NOT_APPROVE';
    END IF;
    IF new.terms_hash <> expense.terms_hash THEN
      RAISE EXCEPTION 'The expense changed since you looked at it.'
        USING errcode = 'P0001', detail = 'EXPENSE_CHANGED';
    END IF;
    RETURN new;
  END $function$;

CREATE OR REPLACE FUNCTION expenses.guard_approval_rule()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'DELETE' OR old.retired_at IS NOT NULL
      OR to_jsonb(new) - 'retired_at' <> to_jsonb(old) - 'retired_at' THEN
      RAISE EXCEPTION 'a version of the approval rules is never changed'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;

CREATE OR REPLACE FUNCTION expenses.guard_destination()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if num_nonnulls(new.destination_id, new.destination_masked) = 0
          and old.status <> 'draft' and expenses.forgets_texts(old)
        then
          return new;
        end if;
        raise exception 'where a decided expense is paid was approved'
          using errcode = 'restrict_violation';
      end $function$;

CREATE OR REPLACE FUNCTION expenses.guard_expense()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    frozen text[] := ARRAY['id', 'cooperative_id', 'submitter_member_id', 'created_at'];
    forgotten text[] := ARRAY['title', 'reason', 'destination_id', 'destination_masked',
      'text_salt', 'bill_number'];
    name text;
  BEGIN
    IF tg_op = 'DELETE' THEN
      RAISE EXCEPTION 'expenses stay on record' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'INSERT' THEN
      IF new.status <> 'draft' THEN
        RAISE EXCEPTION 'an expense begins as a draft' USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END IF;
    IF new.title = 'Erased'
      AND num_nonnulls(new.reason, new.destination_id, new.destination_masked, new.text_salt,
        new.bill_number) = 0
      AND to_jsonb(new) - forgotten = to_jsonb(old) - forgotten
      AND expenses.forgets_texts(old) THEN
      RETURN new;
    END IF;
    IF new.status <> old.status AND (old.status, new.status) NOT IN (
      ('draft', 'submitted'), ('draft', 'withdrawn'),
      ('submitted', 'needs-information'), ('submitted', 'approved'), ('submitted', 'rejected'),
      ('submitted', 'withdrawn'),
      ('needs-information', 'submitted'), ('needs-information', 'rejected'),
      ('needs-information', 'withdrawn'),
      ('approved', 'paid'), ('approved', 'payout-failed'), ('approved', 'waived'),
      ('approved', 'voided'), ('payout-failed', 'voided'),
      ('payout-failed', 'approved'), ('payout-failed', 'waived'),
      ('paid', 'payout-failed')) THEN
      RAISE EXCEPTION 'an expense that is % cannot become %', old.status, new.status
        USING errcode = 'P0001', detail = 'EXPENSE_STATUS_CONFLICT';
    END IF;
    IF old.status NOT IN ('draft', 'submitted', 'needs-information') THEN
      frozen := frozen || ARRAY['payee_kind', 'payee_id', 'currency', 'amount_minor', 'terms_hash',
        'band', 'title', 'approved_hash', 'transaction_id', 'proposal_id', 'texts_hash',
        'text_salt', 'bill_partner_id', 'bill_number', 'bill_hash'];
      IF NOT (old.status = 'payout-failed' AND new.status = 'approved') THEN
        frozen := frozen || ARRAY['payout_id'];
      END IF;
      IF old.status = 'waived' THEN
        frozen := frozen || ARRAY['waived_at'];
      END IF;
      IF old.status = 'voided' THEN
        frozen := frozen || ARRAY['voided_at'];
        IF old.bill_freed_at IS NOT NULL THEN
          frozen := frozen || ARRAY['bill_freed_at'];
        END IF;
      END IF;
    END IF;
    FOREACH name IN ARRAY frozen LOOP
      IF to_jsonb(new) -> name IS DISTINCT FROM to_jsonb(old) -> name THEN
        RAISE EXCEPTION '% of an expense that is % is frozen', name, old.status
          USING errcode = 'restrict_violation';
      END IF;
    END LOOP;
    IF old.status = 'submitted' AND new.status = 'approved' THEN
      IF new.band ->> 'kind' = 'role' THEN
        IF (SELECT count(*) FROM expenses.approvals a WHERE a.expense_id = new.id
            AND a.voided_at IS NULL AND a.terms_hash = new.terms_hash
            AND a.approver_role = new.band ->> 'role') < (new.band ->> 'approvals')::integer THEN
          RAISE EXCEPTION 'not enough have approved this expense'
            USING errcode = 'restrict_violation';
        END IF;
      ELSIF new.proposal_id IS NULL THEN
        RAISE EXCEPTION 'the members have not voted on this expense'
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    IF new.status IN ('waived', 'voided') AND old.status <> new.status THEN
      IF NOT EXISTS (SELECT FROM ledger.transactions t
          WHERE t.cooperative_id = new.cooperative_id
            AND t.reverses_id = new.transaction_id) THEN
        RAISE EXCEPTION 'what is % is reversed in the books', new.status
          USING errcode = 'restrict_violation';
      END IF;
      IF EXISTS (SELECT FROM payments.payouts p
          WHERE p.cooperative_id = new.cooperative_id AND p.obligation_kind = 'expense'
            AND p.obligation_id = new.id
            AND p.state NOT IN ('returned', 'rejected', 'cancelled')) THEN
        RAISE EXCEPTION 'what is being paid is not %', new.status
          USING errcode = 'restrict_violation';
      END IF;
    END IF;
    RETURN new;
  END $function$;

CREATE OR REPLACE FUNCTION expenses.guard_item()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'UPDATE' AND new.description = 'Erased' AND new.receipt_id IS NULL
      AND to_jsonb(new) - ARRAY['description', 'receipt_id']
        = to_jsonb(old) - ARRAY['description', 'receipt_id']
      AND EXISTS (SELECT FROM expenses.expenses e
        WHERE e.id = old.expense_id AND e.cooperative_id = old.cooperative_id
          AND expenses.forgets_texts(e)) THEN
      RETURN new;
    END IF;
    PERFORM 1 FROM expenses.expenses
      WHERE id = coalesce(new.expense_id, old.expense_id)
        AND cooperative_id = coalesce(new.cooperative_id, old.cooperative_id)
        AND status IN ('draft', 'submitted', 'needs-information') FOR UPDATE;
    IF NOT found OR tg_op = 'UPDATE' THEN
      RAISE EXCEPTION 'the items of a decided expense are frozen'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN coalesce(new, old);
  END $function$;

CREATE OR REPLACE FUNCTION expenses.guard_mandate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'DELETE' or old.ended_at is not null
      or to_jsonb(new) - 'ended_at' - 'ended_by_proposal_id'
        <> to_jsonb(old) - 'ended_at' - 'ended_by_proposal_id' then
      raise exception 'a mandate stays as it was granted' using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION expenses.guard_mandate_bill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    m expenses.mandates;
    in_all bigint;
    in_period bigint;
  begin
    select * into m from expenses.mandates
      where id = new.mandate_id and cooperative_id = new.cooperative_id for update;
    if not found or m.ended_at is not null or new.partner_id <> m.partner_id
      or new.billed_on not between m.starts_on and m.ends_on
      or new.handed_in_on > m.ends_on + m.grace_days
      or new.period_start <> date_trunc(m.period, new.billed_on::timestamp)::date
      or new.state = 'voided' or new.freed_at is not null then
      raise exception 'no mandate is in force for this bill' using errcode = 'restrict_violation';
    end if;
    if new.state = 'claimed' then
      return new;
    end if;
    perform from expenses.expenses e join payments.payouts p
        on p.cooperative_id = e.cooperative_id and p.id = e.payout_id
      where e.id = new.expense_id and e.cooperative_id = new.cooperative_id
        and e.status = 'approved' and e.payee_kind = 'partner' and e.payee_id = m.partner_id
        and e.currency = m.currency and e.amount_minor = new.amount_minor
        and e.proposal_id = m.granted_by_proposal_id and e.bill_partner_id = m.partner_id
        and e.bill_hash = new.bill_hash and p.entered_by_account_id is not null;
    if not found then
      raise exception 'a bill under a mandate is what its decision owes'
        using errcode = 'restrict_violation';
    end if;
    select coalesce(sum(amount_minor), 0),
        coalesce(sum(amount_minor) filter (where period_start = new.period_start), 0)
      into in_all, in_period from expenses.mandate_bills
      where cooperative_id = new.cooperative_id and mandate_id = new.mandate_id
        and state = 'owed';
    if in_period + new.amount_minor > m.cap_minor or in_all + new.amount_minor > m.total_minor then
      raise exception 'a bill is within the caps of its mandate'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION expenses.is_forgotten_claim(e expenses.expenses)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select e.status in ('draft', 'rejected', 'withdrawn') and not e.was_voted_on
        and num_nonnulls(e.proposal_id, e.transaction_id, e.payout_id) = 0
        and (membership.is_erased(e.cooperative_id, e.submitter_member_id)
          or e.status = 'draft' and e.submitted_at is null and e.payee_kind = 'member'
            and membership.is_erased(e.cooperative_id, e.payee_id))
    $function$;

CREATE OR REPLACE FUNCTION expenses.is_of_forgotten_claim(tenant uuid, claim uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select exists (select from expenses.expenses e
        where e.cooperative_id = tenant and e.id = claim and expenses.is_forgotten_claim(e))
    $function$;

create table expenses.items (
  id uuid not null,
  cooperative_id uuid not null,
  expense_id uuid not null,
  ordinal integer not null,
  description text not null,
  category text not null,
  incurred_on date not null,
  amount_minor bigint not null,
  receipt_id uuid,
  constraint items_amount_positive CHECK ((amount_minor > 0)),
  constraint items_description_length CHECK (((length(description) >= 1) AND (length(description) <= 500))),
  constraint items_expense_fk FOREIGN KEY (expense_id) REFERENCES expenses.expenses(id),
  constraint items_ordinal_unique UNIQUE (expense_id, ordinal),
  constraint items_pk PRIMARY KEY (id)
);
CREATE INDEX items_by_receipt ON expenses.items USING btree (cooperative_id, receipt_id) WHERE (receipt_id IS NOT NULL);
create policy owner on expenses.items as permissive for all to owner using (true) with check (true);
create policy tenant on expenses.items as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_item BEFORE INSERT OR UPDATE ON expenses.items FOR EACH ROW EXECUTE FUNCTION expenses.guard_item();
CREATE TRIGGER guard_item_there BEFORE DELETE ON expenses.items FOR EACH ROW WHEN ((NOT expenses.is_of_forgotten_claim(old.cooperative_id, old.expense_id))) EXECUTE FUNCTION expenses.guard_item();
alter table expenses.items enable row level security;
alter table expenses.items force row level security;
grant delete, insert, select on expenses.items to rochdale_app;
grant update on expenses.items.description to rochdale_app;
grant update on expenses.items.receipt_id to rochdale_app;

CREATE OR REPLACE FUNCTION expenses.keep_bill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if old.bill_freed_at is not null and new.bill_freed_at is distinct from old.bill_freed_at then
      raise exception 'a bill is freed once' using errcode = 'restrict_violation';
    end if;
    if old.status in ('submitted', 'needs-information') and old.bill_hash is not null
      and (new.bill_hash, new.bill_partner_id)
        is distinct from (old.bill_hash, old.bill_partner_id)
      and exists (select from expenses.mandate_bills b
        where b.cooperative_id = old.cooperative_id and b.partner_id = old.bill_partner_id
          and b.bill_hash = old.bill_hash and b.state = 'claimed' and b.freed_at is null) then
      raise exception 'the claim of a bill under a mandate keeps its bill'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION expenses.keep_end()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if old.status in ('rejected', 'withdrawn') then
          if new.ended_at is distinct from old.ended_at then
            raise exception 'when a claim ended is frozen' using errcode = 'restrict_violation';
          end if;
        elsif new.status in ('rejected', 'withdrawn') then
          new.ended_at := coalesce(new.ended_at, now());
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION expenses.keep_mandate_bill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'DELETE'
      or to_jsonb(new) - 'state' - 'freed_at' <> to_jsonb(old) - 'state' - 'freed_at'
      or (new.state <> old.state and (old.state, new.state) <> ('owed', 'voided'))
      or (new.freed_at is distinct from old.freed_at
        and (old.freed_at is not null or new.state = 'owed')) then
      raise exception 'a bill under a mandate stays as it was handed in'
        using errcode = 'restrict_violation';
    end if;
    if new.state = 'voided' and not exists (select from expenses.expenses e
        where e.cooperative_id = new.cooperative_id and e.id = new.expense_id
          and e.status = 'voided') then
      raise exception 'a bill is voided with its debt' using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION expenses.keep_receipt()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        begin
          if exists (
            select from expenses.items i
            join expenses.expenses e
              on e.cooperative_id = i.cooperative_id and e.id = i.expense_id
            where i.cooperative_id = old.cooperative_id and i.receipt_id = old.id
              and e.status not in ('draft', 'rejected', 'withdrawn'))
          then
            raise exception 'the receipt of a claim stays as long as the claim shows it'
              using errcode = 'restrict_violation';
          end if;
          return old;
        end $function$;

CREATE OR REPLACE FUNCTION expenses.keep_voted_on()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      new.was_voted_on := new.proposal_id is not null
        or tg_op = 'UPDATE' and (old.was_voted_on or old.proposal_id is not null);
      return new;
    end $function$;

create table expenses.mandate_bills (
  id uuid not null,
  cooperative_id uuid not null,
  mandate_id uuid not null,
  expense_id uuid,
  partner_id uuid not null,
  bill_hash text not null,
  state text not null,
  billed_on date not null,
  handed_in_on date not null,
  period_start date not null,
  amount_minor bigint not null,
  freed_at timestamp with time zone,
  constraint mandate_bills_amount_check CHECK ((amount_minor > 0)),
  constraint mandate_bills_days_check CHECK ((handed_in_on >= billed_on)),
  constraint mandate_bills_expense_check CHECK (((expense_id IS NULL) = (state = 'claimed'::text))),
  constraint mandate_bills_expense_fk FOREIGN KEY (expense_id) REFERENCES expenses.expenses(id),
  constraint mandate_bills_expense_unique UNIQUE (expense_id),
  constraint mandate_bills_hash_check CHECK ((bill_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint mandate_bills_mandate_fk FOREIGN KEY (mandate_id) REFERENCES expenses.mandates(id),
  constraint mandate_bills_pk PRIMARY KEY (id),
  constraint mandate_bills_state_check CHECK ((state = ANY (ARRAY['owed'::text, 'voided'::text, 'claimed'::text])))
);
CREATE UNIQUE INDEX mandate_bills_bill_unique ON expenses.mandate_bills USING btree (cooperative_id, partner_id, bill_hash) WHERE (freed_at IS NULL);
CREATE INDEX mandate_bills_by_day ON expenses.mandate_bills USING btree (cooperative_id, mandate_id, billed_on, id);
CREATE INDEX mandate_bills_by_period ON expenses.mandate_bills USING btree (cooperative_id, mandate_id, period_start);
create policy owner on expenses.mandate_bills as permissive for all to owner using (true) with check (true);
create policy tenant on expenses.mandate_bills as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_mandate_bill BEFORE INSERT ON expenses.mandate_bills FOR EACH ROW EXECUTE FUNCTION expenses.guard_mandate_bill();
CREATE TRIGGER keep_mandate_bill BEFORE DELETE OR UPDATE ON expenses.mandate_bills FOR EACH ROW EXECUTE FUNCTION expenses.keep_mandate_bill();
CREATE TRIGGER refuse_refused_bill BEFORE INSERT ON expenses.mandate_bills FOR EACH ROW EXECUTE FUNCTION expenses.refuse_refused_bill();
alter table expenses.mandate_bills enable row level security;
alter table expenses.mandate_bills force row level security;
grant insert, select, update on expenses.mandate_bills to rochdale_app;

create table expenses.mandates (
  id uuid not null,
  cooperative_id uuid not null,
  key text not null,
  title text not null,
  partner_id uuid not null,
  category text not null,
  currency text not null,
  period text not null,
  cap_minor bigint not null,
  total_minor bigint,
  starts_on date not null,
  ends_on date not null,
  grace_days integer not null,
  policy_key text not null,
  granted_at timestamp with time zone not null,
  granted_by_proposal_id uuid not null,
  ended_at timestamp with time zone,
  ended_by_proposal_id uuid,
  constraint mandates_caps_check CHECK (((cap_minor > 0) AND ((total_minor IS NULL) OR (total_minor >= cap_minor)))),
  constraint mandates_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint mandates_days_check CHECK (((ends_on >= starts_on) AND (ends_on < '3000-01-01'::date))),
  constraint mandates_ended_check CHECK (((ended_at IS NULL) = (ended_by_proposal_id IS NULL))),
  constraint mandates_grace_check CHECK (((grace_days >= 0) AND (grace_days <= 366))),
  constraint mandates_key_check CHECK (((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(key) <= 60))),
  constraint mandates_key_unique UNIQUE (cooperative_id, key),
  constraint mandates_period_check CHECK ((period = ANY (ARRAY['month'::text, 'quarter'::text, 'year'::text]))),
  constraint mandates_pk PRIMARY KEY (id),
  constraint mandates_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120)))
);
create policy owner on expenses.mandates as permissive for all to owner using (true) with check (true);
create policy tenant on expenses.mandates as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_mandate BEFORE DELETE OR UPDATE ON expenses.mandates FOR EACH ROW EXECUTE FUNCTION expenses.guard_mandate();
alter table expenses.mandates enable row level security;
alter table expenses.mandates force row level security;
grant insert, select, update on expenses.mandates to rochdale_app;

CREATE OR REPLACE FUNCTION expenses.refuse_debt_to_erased()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if membership.is_erased(new.cooperative_id, new.payee_id) then
          raise exception 'The expense cannot be approved any more.'
            using errcode = 'P0001', detail = 'EXPENSE_STATUS_CONFLICT';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION expenses.refuse_payout_of_waived()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if exists (select from expenses.expenses e where e.cooperative_id = new.cooperative_id
          and e.id = new.obligation_id and e.status = 'waived')
        then
          raise exception 'what was waived is not paid' using errcode = 'restrict_violation';
        end if;
        if exists (select from expenses.expenses e where e.cooperative_id = new.cooperative_id
          and e.id = new.obligation_id and e.status = 'voided')
        then
          raise exception 'what was voided is not paid' using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION expenses.refuse_refused_bill()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if new.state = 'owed' and exists (select from expenses.expenses e
        where e.cooperative_id = new.cooperative_id and e.bill_partner_id = new.partner_id
          and e.bill_hash = new.bill_hash and e.status = 'rejected'
          and e.bill_freed_at is null) then
      raise exception 'what was rejected is owed by no mandate'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION expenses.terms_hash(e expenses.expenses)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select encode(sha256(convert_to(
    octet_length('expense') || ':' || 'expense' || octet_length('4') || ':' || '4' ||
    octet_length(e.id::text) || ':' || e.id::text ||
    octet_length(e.payee_kind) || ':' || e.payee_kind ||
    octet_length(e.payee_id::text) || ':' || e.payee_id::text ||
    octet_length(e.currency) || ':' || e.currency ||
    octet_length(e.amount_minor::text) || ':' || e.amount_minor::text ||
    octet_length(e.texts_hash) || ':' || e.texts_hash ||
    coalesce(octet_length(e.bill_hash) || ':' || e.bill_hash, '') ||
    coalesce((select string_agg(
        octet_length(i.category) || ':' || i.category ||
        octet_length(i.incurred_on::text) || ':' || i.incurred_on::text ||
        octet_length(i.amount_minor::text) || ':' || i.amount_minor::text,
        '' order by i.ordinal)
      from expenses.items i where i.expense_id = e.id), ''), 'UTF8')), 'hex')
$function$;

CREATE OR REPLACE FUNCTION expenses.texts_hash(e expenses.expenses)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
          select encode(sha256(convert_to(
            octet_length(e.text_salt) || ':' || e.text_salt || octet_length(e.title) || ':' || e.title || octet_length(coalesce(e.destination_id::text, '')) || ':' || coalesce(e.destination_id::text, '') ||
            coalesce((select string_agg(
                octet_length(i.description) || ':' || i.description || octet_length(coalesce(a.sha256, '')) || ':' || coalesce(a.sha256, ''), '' order by i.ordinal)
              from expenses.items i left join platform.attachments a on a.id = i.receipt_id
              where i.expense_id = e.id), ''), 'UTF8')), 'hex')
        $function$;

create schema governance;
grant usage on schema governance to rochdale_app;

create table governance.actions (
  id uuid not null,
  cooperative_id uuid not null,
  proposal_id uuid not null,
  ordinal integer not null,
  kind text not null,
  payload jsonb not null,
  state text not null,
  attempts integer not null default 0,
  executed_at timestamp with time zone,
  failure_code text,
  failure_message text,
  about_member_id uuid,
  constraint actions_executed_has_time_check CHECK (((state = 'executed'::text) = (executed_at IS NOT NULL))),
  constraint actions_failure_has_code_check CHECK (((state = 'failed'::text) = (failure_code IS NOT NULL))),
  constraint actions_ordinal_unique UNIQUE (proposal_id, ordinal),
  constraint actions_pk PRIMARY KEY (id),
  constraint actions_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint actions_state_known_check CHECK ((state = ANY (ARRAY['pending'::text, 'executed'::text, 'failed'::text])))
);
CREATE INDEX actions_by_person ON governance.actions USING btree (cooperative_id, about_member_id) WHERE (about_member_id IS NOT NULL);
create policy owner on governance.actions as permissive for all to owner using (true) with check (true);
create policy tenant on governance.actions as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_action BEFORE UPDATE ON governance.actions FOR EACH ROW WHEN ((NOT governance.forgets_terms(old.*, new.*))) EXECUTE FUNCTION governance.guard_action();
CREATE TRIGGER guard_action_there BEFORE INSERT OR DELETE ON governance.actions FOR EACH ROW EXECUTE FUNCTION governance.guard_action();
alter table governance.actions enable row level security;
alter table governance.actions force row level security;
grant delete, insert, select, update on governance.actions to rochdale_app;

create table governance.amendments (
  id uuid not null,
  cooperative_id uuid not null,
  proposal_id uuid not null,
  proposed_by_member_id uuid not null,
  on_version integer not null,
  title text not null,
  body text not null,
  note text,
  state text not null,
  proposed_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by_member_id uuid,
  made_version integer,
  constraint amendments_body_check CHECK ((length(body) <= 50000)),
  constraint amendments_ended_check CHECK (((state = 'proposed'::text) = (ended_at IS NULL))),
  constraint amendments_made_check CHECK (((state = 'accepted'::text) = (made_version IS NOT NULL))),
  constraint amendments_note_check CHECK ((length(note) <= 2000)),
  constraint amendments_pk PRIMARY KEY (id),
  constraint amendments_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint amendments_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text]))),
  constraint amendments_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
CREATE INDEX amendments_by_proposal ON governance.amendments USING btree (cooperative_id, proposal_id, proposed_at, id);
CREATE UNIQUE INDEX amendments_one_a_version ON governance.amendments USING btree (proposal_id, made_version) WHERE (made_version IS NOT NULL);
create policy owner on governance.amendments as permissive for all to owner using (true) with check (true);
create policy tenant on governance.amendments as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_amendment BEFORE INSERT OR DELETE OR UPDATE ON governance.amendments FOR EACH ROW EXECUTE FUNCTION governance.guard_amendment();
alter table governance.amendments enable row level security;
alter table governance.amendments force row level security;
grant insert, select, update on governance.amendments to rochdale_app;

create table governance.appeals (
  vote_id uuid not null,
  cooperative_id uuid not null,
  expulsion_id uuid not null,
  state text not null,
  filed_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  owes_return boolean not null default false,
  constraint appeals_decided_check CHECK (((state = 'pending'::text) = (decided_at IS NULL))),
  constraint appeals_expulsion_fk FOREIGN KEY (expulsion_id) REFERENCES governance.proposals(id),
  constraint appeals_owes_return_check CHECK (((state = 'upheld'::text) OR (NOT owes_return))),
  constraint appeals_pk PRIMARY KEY (vote_id),
  constraint appeals_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'upheld'::text, 'dismissed'::text, 'withdrawn'::text, 'void'::text]))),
  constraint appeals_vote_fk FOREIGN KEY (vote_id) REFERENCES governance.proposals(id)
);
CREATE UNIQUE INDEX appeals_once ON governance.appeals USING btree (expulsion_id) WHERE (state <> 'void'::text);
CREATE INDEX appeals_owing ON governance.appeals USING btree (cooperative_id) WHERE owes_return;
CREATE INDEX appeals_pending ON governance.appeals USING btree (cooperative_id) WHERE (state = 'pending'::text);
create policy owner on governance.appeals as permissive for all to owner using (true) with check (true);
create policy tenant on governance.appeals as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_appeal BEFORE INSERT OR DELETE OR UPDATE ON governance.appeals FOR EACH ROW EXECUTE FUNCTION governance.guard_appeal();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.appeals FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.appeals enable row level security;
alter table governance.appeals force row level security;
grant insert, select, update on governance.appeals to rochdale_app;

create table governance.assemblies (
  id uuid not null,
  cooperative_id uuid not null,
  title text not null,
  code_hash text,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  tried_at timestamp with time zone,
  constraint assemblies_code_hash_check CHECK ((code_hash ~ '^k1:[0-9a-f]{64}$'::text)),
  constraint assemblies_over_check CHECK (((code_hash IS NULL) = (ended_at IS NOT NULL))),
  constraint assemblies_pk PRIMARY KEY (id),
  constraint assemblies_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120)))
);
CREATE INDEX assemblies_by_cooperative ON governance.assemblies USING btree (cooperative_id, began_at, id);
create policy owner on governance.assemblies as permissive for all to owner using (true) with check (true);
create policy tenant on governance.assemblies as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_assembly_over BEFORE UPDATE ON governance.assemblies FOR EACH ROW WHEN (((old.ended_at IS NOT NULL) OR (new.id <> old.id) OR (new.cooperative_id <> old.cooperative_id) OR (new.began_at <> old.began_at))) EXECUTE FUNCTION governance.keep_assembly_over();
alter table governance.assemblies enable row level security;
alter table governance.assemblies force row level security;
grant insert, select, update on governance.assemblies to rochdale_app;

create table governance.assembly_voters (
  proposal_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  checked_in_by uuid,
  seconded_by uuid,
  confirmed_at timestamp with time zone,
  constraint assembly_voters_pk PRIMARY KEY (proposal_id, member_id),
  constraint assembly_voters_vote_fk FOREIGN KEY (proposal_id) REFERENCES governance.assembly_votes(proposal_id)
);
CREATE INDEX assembly_voters_by_door ON governance.assembly_voters USING btree (cooperative_id, checked_in_by);
CREATE INDEX assembly_voters_by_member ON governance.assembly_voters USING btree (cooperative_id, member_id);
create policy owner on governance.assembly_voters as permissive for all to owner using (true) with check (true);
create policy tenant on governance.assembly_voters as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table governance.assembly_voters enable row level security;
alter table governance.assembly_voters force row level security;
grant insert, select on governance.assembly_voters to rochdale_app;

create table governance.assembly_votes (
  proposal_id uuid not null,
  assembly_id uuid not null,
  cooperative_id uuid not null,
  present integer not null,
  of_all integer not null,
  exactly_of_all integer not null,
  opened_by uuid,
  closed_by uuid,
  constraint assembly_votes_assembly_fk FOREIGN KEY (assembly_id) REFERENCES governance.assemblies(id),
  constraint assembly_votes_exactly_check CHECK (((exactly_of_all >= 1) AND (exactly_of_all <= of_all))),
  constraint assembly_votes_pk PRIMARY KEY (proposal_id),
  constraint assembly_votes_present_check CHECK (((present >= 1) AND (present <= of_all))),
  constraint assembly_votes_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
CREATE INDEX assembly_votes_by_assembly ON governance.assembly_votes USING btree (cooperative_id, assembly_id);
create policy owner on governance.assembly_votes as permissive for all to owner using (true) with check (true);
create policy tenant on governance.assembly_votes as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_assembly_vote BEFORE INSERT OR UPDATE ON governance.assembly_votes FOR EACH ROW EXECUTE FUNCTION governance.guard_assembly_vote();
alter table governance.assembly_votes enable row level security;
alter table governance.assembly_votes force row level security;
grant insert, select on governance.assembly_votes to rochdale_app;
grant update on governance.assembly_votes.closed_by to rochdale_app;

create table governance.attendances (
  assembly_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  checked_in_by uuid,
  checked_in_at timestamp with time zone,
  seconded_by uuid,
  confirmed_at timestamp with time zone,
  left_at timestamp with time zone,
  checked_out_by uuid,
  constraint attendances_assembly_fk FOREIGN KEY (assembly_id) REFERENCES governance.assemblies(id),
  constraint attendances_left_check CHECK (((left_at IS NULL) = (checked_out_by IS NULL))),
  constraint attendances_pk PRIMARY KEY (assembly_id, member_id),
  constraint attendances_seconded_check CHECK (((seconded_by IS DISTINCT FROM COALESCE(checked_out_by, checked_in_by)) OR (seconded_by IS NULL)))
);
CREATE INDEX attendances_by_door ON governance.attendances USING btree (cooperative_id, checked_in_by);
CREATE INDEX attendances_by_member ON governance.attendances USING btree (cooperative_id, member_id);
create policy owner on governance.attendances as permissive for all to owner using (true) with check (true);
create policy tenant on governance.attendances as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_attendance BEFORE INSERT OR DELETE ON governance.attendances FOR EACH ROW EXECUTE FUNCTION governance.guard_attendance();
CREATE TRIGGER guard_attendance_kept BEFORE UPDATE ON governance.attendances FOR EACH ROW EXECUTE FUNCTION governance.guard_attendance();
alter table governance.attendances enable row level security;
alter table governance.attendances force row level security;
grant insert, select on governance.attendances to rochdale_app;
grant update on governance.attendances.checked_in_at to rochdale_app;
grant update on governance.attendances.checked_in_by to rochdale_app;
grant update on governance.attendances.checked_out_by to rochdale_app;
grant update on governance.attendances.confirmed_at to rochdale_app;
grant update on governance.attendances.left_at to rochdale_app;
grant update on governance.attendances.seconded_by to rochdale_app;

create table governance.authors (
  proposal_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  since_version integer not null,
  invited_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  constraint authors_pk PRIMARY KEY (proposal_id, member_id),
  constraint authors_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint authors_since_version_check CHECK ((since_version > 0))
);
CREATE INDEX authors_by_member ON governance.authors USING btree (cooperative_id, member_id);
create policy owner on governance.authors as permissive for all to owner using (true) with check (true);
create policy tenant on governance.authors as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_author BEFORE INSERT OR DELETE OR UPDATE ON governance.authors FOR EACH ROW EXECUTE FUNCTION governance.guard_author();
alter table governance.authors enable row level security;
alter table governance.authors force row level security;
grant delete, insert, select, update on governance.authors to rochdale_app;

create table governance.ballot_boxes with (autovacuum_vacuum_threshold=0, autovacuum_vacuum_scale_factor=0) (
  proposal_id uuid not null,
  cooperative_id uuid not null,
  held integer not null default 0,
  inbox bytea,
  chest bytea,
  counted jsonb,
  receipts text[],
  constraint ballot_boxes_counted_open_check CHECK (((counted IS NULL) OR ((inbox IS NULL) AND (chest IS NULL)))),
  constraint ballot_boxes_counted_whole_check CHECK (((counted IS NULL) = (receipts IS NULL))),
  constraint ballot_boxes_held_check CHECK ((held >= 0)),
  constraint ballot_boxes_pk PRIMARY KEY (proposal_id),
  constraint ballot_boxes_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
create policy owner on governance.ballot_boxes as permissive for all to owner using (true) with check (true);
create policy tenant on governance.ballot_boxes as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_ballot_box BEFORE UPDATE ON governance.ballot_boxes FOR EACH ROW EXECUTE FUNCTION governance.guard_ballot_box();
CREATE TRIGGER guard_new_ballot_box BEFORE INSERT ON governance.ballot_boxes FOR EACH ROW EXECUTE FUNCTION governance.guard_new_ballot_box();
CREATE TRIGGER refuse_delete BEFORE DELETE ON governance.ballot_boxes FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.ballot_boxes FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.ballot_boxes enable row level security;
alter table governance.ballot_boxes force row level security;
grant insert, select, update on governance.ballot_boxes to rochdale_app;

create table governance.ballots (
  id uuid not null,
  cooperative_id uuid not null,
  proposal_id uuid not null,
  member_id uuid not null,
  weight bigint not null,
  reason text,
  cast_at timestamp with time zone not null,
  cast_via text not null,
  supersedes_id uuid,
  superseded_at timestamp with time zone,
  recorded_at timestamp with time zone not null default now(),
  mark jsonb not null,
  reason_sealed bytea,
  taken_back boolean not null default false,
  follows_id uuid,
  voided boolean not null default false,
  constraint ballots_mark_size_check CHECK ((pg_column_size(mark) <= 32768)),
  constraint ballots_pk PRIMARY KEY (id),
  constraint ballots_reason_length_check CHECK ((length(reason) <= 5000)),
  constraint ballots_reason_once_check CHECK (((reason IS NULL) OR (reason_sealed IS NULL))),
  constraint ballots_taken_back_check CHECK (((superseded_at IS NOT NULL) OR (NOT taken_back))),
  constraint ballots_voided_check CHECK ((taken_back OR (NOT voided))),
  constraint ballots_voter_fk FOREIGN KEY (proposal_id, member_id, weight) REFERENCES governance.electorate(proposal_id, member_id, weight)
);
CREATE INDEX ballots_log ON governance.ballots USING btree (proposal_id, cast_at, id);
CREATE UNIQUE INDEX ballots_one_current ON governance.ballots USING btree (proposal_id, member_id) WHERE (superseded_at IS NULL);
CREATE INDEX ballots_taken_back ON governance.ballots USING btree (proposal_id, member_id) WHERE taken_back;
create policy owner on governance.ballots as permissive for all to owner using (true) with check (true);
create policy tenant on governance.ballots as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_ballot BEFORE INSERT OR UPDATE ON governance.ballots FOR EACH ROW EXECUTE FUNCTION governance.guard_ballot();
CREATE TRIGGER guard_followed BEFORE INSERT ON governance.ballots FOR EACH ROW WHEN ((new.follows_id IS NOT NULL)) EXECUTE FUNCTION governance.guard_followed();
CREATE TRIGGER guard_following BEFORE UPDATE ON governance.ballots FOR EACH ROW WHEN ((new.follows_id IS DISTINCT FROM old.follows_id)) EXECUTE FUNCTION governance.guard_followed();
CREATE TRIGGER refuse_delete BEFORE DELETE ON governance.ballots FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_named_ballot BEFORE INSERT ON governance.ballots FOR EACH ROW EXECUTE FUNCTION governance.refuse_named_ballot();
CREATE TRIGGER refuse_reason BEFORE INSERT ON governance.ballots FOR EACH ROW WHEN ((new.reason IS NOT NULL)) EXECUTE FUNCTION governance.refuse_reason();
CREATE TRIGGER refuse_second_vote BEFORE INSERT ON governance.ballots FOR EACH ROW EXECUTE FUNCTION governance.refuse_second_vote();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.ballots FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.ballots enable row level security;
alter table governance.ballots force row level security;
grant insert, select, update on governance.ballots to rochdale_app;

create table governance.candidacies (
  proposal_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  state text not null,
  statement text,
  answered_at timestamp with time zone,
  constraint candidacies_answered_check CHECK (((state = 'nominated'::text) = (answered_at IS NULL))),
  constraint candidacies_election_fk FOREIGN KEY (proposal_id) REFERENCES governance.elections(proposal_id),
  constraint candidacies_pk PRIMARY KEY (proposal_id, member_id),
  constraint candidacies_state_check CHECK ((state = ANY (ARRAY['nominated'::text, 'accepted'::text, 'declined'::text]))),
  constraint candidacies_statement_check CHECK (((statement IS NULL) OR (state = 'accepted'::text))),
  constraint candidacies_statement_length_check CHECK (((length(statement) >= 1) AND (length(statement) <= 5000)))
);
CREATE INDEX candidacies_by_member ON governance.candidacies USING btree (cooperative_id, member_id);
create policy owner on governance.candidacies as permissive for all to owner using (true) with check (true);
create policy tenant on governance.candidacies as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_candidacy BEFORE INSERT OR UPDATE ON governance.candidacies FOR EACH ROW EXECUTE FUNCTION governance.guard_candidacy();
alter table governance.candidacies enable row level security;
alter table governance.candidacies force row level security;
grant delete, insert, select, update on governance.candidacies to rochdale_app;

create table governance.candidates (
  proposal_id uuid not null,
  place integer not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  constraint candidates_member_unique UNIQUE (proposal_id, member_id),
  constraint candidates_pk PRIMARY KEY (proposal_id, place),
  constraint candidates_place_positive_check CHECK ((place > 0)),
  constraint candidates_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
CREATE INDEX candidates_by_member ON governance.candidates USING btree (cooperative_id, member_id);
create policy owner on governance.candidates as permissive for all to owner using (true) with check (true);
create policy tenant on governance.candidates as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_candidate BEFORE INSERT ON governance.candidates FOR EACH ROW EXECUTE FUNCTION governance.guard_candidate();
CREATE TRIGGER refuse_change BEFORE UPDATE ON governance.candidates FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_delete BEFORE DELETE ON governance.candidates FOR EACH ROW WHEN ((NOT governance.is_forgotten_draft(old.cooperative_id, old.proposal_id))) EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.candidates FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.candidates enable row level security;
alter table governance.candidates force row level security;
grant delete, insert, select on governance.candidates to rochdale_app;

create table governance.comment_mentions (
  comment_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  is_named boolean not null default true,
  told_at timestamp with time zone,
  constraint comment_mentions_comment_fk FOREIGN KEY (comment_id) REFERENCES governance.comments(id),
  constraint comment_mentions_pk PRIMARY KEY (comment_id, member_id)
);
CREATE INDEX comment_mentions_by_member ON governance.comment_mentions USING btree (cooperative_id, member_id, told_at);
create policy owner on governance.comment_mentions as permissive for all to owner using (true) with check (true);
create policy tenant on governance.comment_mentions as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_mention BEFORE INSERT OR DELETE OR UPDATE ON governance.comment_mentions FOR EACH ROW EXECUTE FUNCTION governance.guard_mention();
alter table governance.comment_mentions enable row level security;
alter table governance.comment_mentions force row level security;
grant delete, insert, select on governance.comment_mentions to rochdale_app;
grant update on governance.comment_mentions.is_named to rochdale_app;
grant update on governance.comment_mentions.told_at to rochdale_app;

create table governance.comment_reactions (
  comment_id uuid not null,
  member_id uuid not null,
  kind text not null,
  cooperative_id uuid not null,
  constraint comment_reactions_comment_fk FOREIGN KEY (comment_id) REFERENCES governance.comments(id),
  constraint comment_reactions_kind_check CHECK ((kind = ANY (ARRAY['thanks'::text, 'idea'::text, 'question'::text, 'concern'::text, 'celebrate'::text]))),
  constraint comment_reactions_pk PRIMARY KEY (comment_id, member_id, kind)
);
CREATE INDEX comment_reactions_by_member ON governance.comment_reactions USING btree (cooperative_id, member_id);
create policy owner on governance.comment_reactions as permissive for all to owner using (true) with check (true);
create policy tenant on governance.comment_reactions as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_reaction BEFORE INSERT OR DELETE OR UPDATE ON governance.comment_reactions FOR EACH ROW EXECUTE FUNCTION governance.guard_reaction();
alter table governance.comment_reactions enable row level security;
alter table governance.comment_reactions force row level security;
grant delete, insert, select on governance.comment_reactions to rochdale_app;

create table governance.comments (
  id uuid not null,
  cooperative_id uuid not null,
  proposal_id uuid not null,
  thread_id uuid,
  written_by_member_id uuid not null,
  body text not null,
  written_at timestamp with time zone not null,
  edited_at timestamp with time zone,
  removed_at timestamp with time zone,
  removed_because text,
  removed_by_member_id uuid,
  version integer not null default 1,
  constraint comments_body_check CHECK ((((removed_at IS NULL) = (length(body) > 0)) AND (length(body) <= 10000))),
  constraint comments_pk PRIMARY KEY (id),
  constraint comments_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint comments_removed_check CHECK (((removed_at IS NULL) = (removed_because IS NULL))),
  constraint comments_thread_check CHECK ((thread_id <> id)),
  constraint comments_thread_fk FOREIGN KEY (thread_id) REFERENCES governance.comments(id),
  constraint comments_version_check CHECK (((version >= 1) AND (version <= 20)))
);
CREATE INDEX comments_by_member ON governance.comments USING btree (cooperative_id, written_by_member_id, written_at);
CREATE INDEX comments_by_proposal ON governance.comments USING btree (cooperative_id, proposal_id, written_at, id);
CREATE INDEX comments_by_thread ON governance.comments USING btree (thread_id, written_at, id) WHERE (thread_id IS NOT NULL);
create policy owner on governance.comments as permissive for all to owner using (true) with check (true);
create policy tenant on governance.comments as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_comment BEFORE INSERT OR DELETE OR UPDATE ON governance.comments FOR EACH ROW EXECUTE FUNCTION governance.guard_comment();
alter table governance.comments enable row level security;
alter table governance.comments force row level security;
grant insert, select, update on governance.comments to rochdale_app;

create table governance.count_backs (
  proposal_id uuid not null,
  vacated integer not null,
  cooperative_id uuid not null,
  counted_at timestamp with time zone not null,
  gone jsonb not null,
  sitting jsonb not null,
  elected integer,
  outcome text not null,
  reason text not null,
  count jsonb,
  constraint count_backs_election_fk FOREIGN KEY (proposal_id) REFERENCES governance.elections(proposal_id),
  constraint count_backs_pk PRIMARY KEY (proposal_id, vacated),
  constraint count_backs_vacated_check CHECK ((vacated > 0))
);
create policy owner on governance.count_backs as permissive for all to owner using (true) with check (true);
create policy tenant on governance.count_backs as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON governance.count_backs FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.count_backs FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.count_backs enable row level security;
alter table governance.count_backs force row level security;
grant insert, select on governance.count_backs to rochdale_app;

create table governance.delegations (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  delegate_id uuid not null,
  scope_kind text not null,
  scope_id uuid not null,
  given_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  ended_at timestamp with time zone,
  topic_key text not null default ''::text,
  is_recorded boolean not null default false,
  group_key text not null default ''::text,
  constraint delegations_group_check CHECK (((scope_kind = 'group'::text) = (group_key <> ''::text))),
  constraint delegations_pk PRIMARY KEY (id),
  constraint delegations_recorded_check CHECK (((scope_kind = 'proxy'::text) OR (NOT is_recorded))),
  constraint delegations_scope_check CHECK (((scope_kind = ANY (ARRAY['proxy'::text, 'proposal'::text])) OR (scope_id = cooperative_id))),
  constraint delegations_span_check CHECK (((expires_at > given_at) AND (ended_at >= given_at))),
  constraint delegations_topic_check CHECK (((scope_kind = 'topic'::text) = (topic_key <> ''::text))),
  constraint delegations_two_check CHECK ((member_id <> delegate_id))
);
CREATE INDEX delegations_by_delegate ON governance.delegations USING btree (cooperative_id, delegate_id);
CREATE INDEX delegations_by_member ON governance.delegations USING btree (cooperative_id, member_id);
CREATE INDEX delegations_by_scope ON governance.delegations USING btree (cooperative_id, scope_id);
CREATE UNIQUE INDEX delegations_one_in_force ON governance.delegations USING btree (cooperative_id, member_id, scope_kind, scope_id, topic_key, group_key) WHERE (ended_at IS NULL);
create policy owner on governance.delegations as permissive for all to owner using (true) with check (true);
create policy tenant on governance.delegations as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_delegation BEFORE UPDATE ON governance.delegations FOR EACH ROW EXECUTE FUNCTION governance.guard_delegation();
CREATE TRIGGER refuse_erased_delegation BEFORE INSERT ON governance.delegations FOR EACH ROW EXECUTE FUNCTION governance.refuse_erased_delegation();
alter table governance.delegations enable row level security;
alter table governance.delegations force row level security;
grant delete, insert, select, update on governance.delegations to rochdale_app;

create table governance.documents (
  cooperative_id uuid not null,
  key text not null,
  version integer not null,
  title text not null,
  text text not null,
  text_hash text not null,
  adopted_at timestamp with time zone not null,
  adopted_by_proposal_id uuid not null,
  retired_at timestamp with time zone,
  retired_by_proposal_id uuid,
  constraint documents_key_check CHECK (((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(key) <= 60))),
  constraint documents_pk PRIMARY KEY (cooperative_id, key, version),
  constraint documents_retired_check CHECK (((retired_at IS NULL) = (retired_by_proposal_id IS NULL))),
  constraint documents_text_check CHECK (((length(text) >= 1) AND (length(text) <= 50000))),
  constraint documents_text_hash_check CHECK ((text_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint documents_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint documents_version_check CHECK ((version > 0))
);
CREATE UNIQUE INDEX documents_one_in_force ON governance.documents USING btree (cooperative_id, key) WHERE (retired_at IS NULL);
create policy owner on governance.documents as permissive for all to owner using (true) with check (true);
create policy tenant on governance.documents as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_document BEFORE DELETE OR UPDATE ON governance.documents FOR EACH ROW EXECUTE FUNCTION governance.guard_document();
alter table governance.documents enable row level security;
alter table governance.documents force row level security;
grant insert, select, update on governance.documents to rochdale_app;

CREATE OR REPLACE FUNCTION governance.drop_ballot_box()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    update governance.ballot_boxes set inbox = null, chest = null
      where proposal_id = new.id and cooperative_id = new.cooperative_id;
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION governance.drops_hearing(old governance.proposals, new governance.proposals)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select (governance.is_hearing_over(old)
          or old.is_hearing and old.state in ('cancelled', 'withdrawn')
            and coalesce(old.notice_until, old.opened_at) is null)
        and new.title in ('Hearing', 'Erased') and new.body = ''
  and num_nonnulls(new.urgent_reason, new.ended_reason, new.words_sealed,
    new.ended_reason_sealed) = 0 and to_jsonb(new) - array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed'] = to_jsonb(old) - array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed']
    $function$;

create table governance.elections (
  proposal_id uuid not null,
  cooperative_id uuid not null,
  extended_at timestamp with time zone,
  order_seed text,
  constraint elections_order_seed_check CHECK ((order_seed ~ '^[0-9a-f]{32}$'::text)),
  constraint elections_pk PRIMARY KEY (proposal_id),
  constraint elections_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
create policy owner on governance.elections as permissive for all to owner using (true) with check (true);
create policy tenant on governance.elections as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_election BEFORE UPDATE ON governance.elections FOR EACH ROW EXECUTE FUNCTION governance.guard_election();
alter table governance.elections enable row level security;
alter table governance.elections force row level security;
grant insert, select, update on governance.elections to rochdale_app;

create table governance.electorate (
  proposal_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  member_class text not null,
  weight bigint not null,
  counts_if_cast boolean not null default false,
  constraint electorate_pk PRIMARY KEY (proposal_id, member_id),
  constraint electorate_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint electorate_weight_positive_check CHECK ((weight > 0)),
  constraint electorate_weight_unique UNIQUE (proposal_id, member_id, weight)
);
CREATE INDEX electorate_by_member ON governance.electorate USING btree (cooperative_id, member_id);
create policy owner on governance.electorate as permissive for all to owner using (true) with check (true);
create policy tenant on governance.electorate as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_electorate BEFORE INSERT ON governance.electorate FOR EACH ROW EXECUTE FUNCTION governance.guard_electorate();
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON governance.electorate FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.electorate FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.electorate enable row level security;
alter table governance.electorate force row level security;
grant insert, select, update on governance.electorate to rochdale_app;

CREATE OR REPLACE FUNCTION governance.forgets_terms(old governance.actions, new governance.actions)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
          select new.payload = '{}'::jsonb and new.failure_message is null
            and to_jsonb(new) - array['payload', 'failure_message']
              = to_jsonb(old) - array['payload', 'failure_message']
            and (membership.is_erased(old.cooperative_id, old.about_member_id)
              or exists (select from governance.proposals p
              where p.id = old.proposal_id and p.cooperative_id = old.cooperative_id
                and p.outcome is null
                and membership.is_erased(p.cooperative_id, p.proposer_member_id)
                and (p.state = 'draft'
                  or p.state in ('cancelled', 'withdrawn') and (p.opened_at is null
                    or exists (select from membership.erasures e
                      where e.cooperative_id = p.cooperative_id and e.removes_texts
                        and e.member_id = p.proposer_member_id)))))
        $function$;

CREATE OR REPLACE FUNCTION governance.forgets_texts(old governance.proposals, new governance.proposals)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select old.state in ('cancelled', 'withdrawn') and new.title = 'Erased'
        and new.body = ''
  and num_nonnulls(new.urgent_reason, new.ended_reason, new.words_sealed,
    new.ended_reason_sealed) = 0 and new.options is null
        and to_jsonb(new) - array['options', 'rule'] - array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed']
          = to_jsonb(old) - array['options', 'rule'] - array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed']
        and (new.rule is not distinct from old.rule
          or old.options is not null
            and coalesce(new.rule - 'options' = old.rule - 'options', false))
        and exists (select from membership.erasures e
          where e.cooperative_id = old.cooperative_id and e.removes_texts
            and e.member_id = old.proposer_member_id)
      or old.state not in ('draft', 'notice', 'open', 'extended', 'closed')
        and new.title = 'Erased' and new.body = ''
  and num_nonnulls(new.urgent_reason, new.ended_reason, new.words_sealed,
    new.ended_reason_sealed) = 0 and to_jsonb(new) - array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed'] = to_jsonb(old) - array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed']
        and governance.is_about_erased(old.cooperative_id, old.id)
    $function$;

CREATE OR REPLACE FUNCTION governance.guard_action()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    run_off_of uuid;
    heard boolean;
  BEGIN
    IF tg_op = 'INSERT' THEN
      SELECT run_off_of_id, is_hearing INTO run_off_of, heard FROM governance.proposals
        WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id AND state = 'draft';
      IF NOT found OR new.state <> 'pending' THEN
        RAISE EXCEPTION 'actions belong to a draft' USING errcode = 'restrict_violation';
      END IF;
      IF run_off_of IS NULL AND NOT heard AND governance.is_hearing_kind(new.kind) THEN
        RAISE EXCEPTION 'a vote on % is a hearing', new.kind USING errcode = 'restrict_violation';
      END IF;
      IF new.about_member_id IS NOT NULL THEN
        PERFORM FROM membership.erased_among(new.cooperative_id, ARRAY[new.about_member_id]);
        IF found THEN
          RAISE EXCEPTION 'There is no such member here.'
            USING errcode = 'P0001', detail = 'MEMBER_UNKNOWN';
        END IF;
      END IF;
      IF run_off_of IS NULL AND EXISTS (SELECT FROM governance.actions a
          WHERE a.proposal_id = new.proposal_id AND a.cooperative_id = new.cooperative_id
            AND (a.about_member_id IS NOT NULL OR new.about_member_id IS NOT NULL)) THEN
        RAISE EXCEPTION 'What is about a member is voted on by itself.'
          USING errcode = 'P0001', detail = 'ACTION_STANDS_ALONE';
      END IF;
      RETURN new;
    END IF;
    IF tg_op = 'DELETE' AND old.state = 'pending' AND EXISTS (
        SELECT FROM governance.proposals p
        WHERE p.id = old.proposal_id AND p.cooperative_id = old.cooperative_id
          AND p.state = 'draft' AND NOT p.is_hearing) THEN
      RETURN old;
    END IF;
    IF tg_op = 'DELETE' OR old.state = 'executed'
      OR (new.id, new.cooperative_id, new.proposal_id, new.ordinal, new.kind, new.payload,
          new.about_member_id)
        IS DISTINCT FROM
        (old.id, old.cooperative_id, old.proposal_id, old.ordinal, old.kind, old.payload,
          old.about_member_id) THEN
      RAISE EXCEPTION 'an action is never changed, and runs once'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;

CREATE OR REPLACE FUNCTION governance.guard_amendment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    words constant text[] := array['title', 'body', 'note'];
    ending constant text[] := array['state', 'ended_at', 'ended_by_member_id', 'made_version'];
  begin
    if tg_op = 'INSERT' and new.state = 'proposed' and exists (select from governance.proposals p
        where p.cooperative_id = new.cooperative_id and p.id = new.proposal_id
          and not p.is_hearing and p.state in ('draft', 'notice', 'open', 'extended')) then
      return new;
    end if;
    if tg_op = 'UPDATE' and new.note is null
      and ((new.title, new.body) = ('Erased', '') or (new.title, new.body) = (old.title, old.body))
      and to_jsonb(new) - words = to_jsonb(old) - words
      and (membership.is_erased(old.cooperative_id, old.proposed_by_member_id)
        or exists (select from governance.proposals p
          where p.cooperative_id = old.cooperative_id and p.id = old.proposal_id
            and p.title = 'Erased' and p.body = '')) then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.state = 'proposed' and new.state <> 'proposed'
      and to_jsonb(new) - ending = to_jsonb(old) - ending
      and exists (select from governance.proposals p
        where p.cooperative_id = old.cooperative_id and p.id = old.proposal_id
          and p.state in ('draft', 'notice', 'open', 'extended')) then
      return new;
    end if;
    raise exception 'an amendment ends once, and stays as it was'
      using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_appeal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'INSERT' and new.state = 'pending' then
      perform from governance.proposals p
        where p.id = new.expulsion_id and p.cooperative_id = new.cooperative_id
          and p.state = 'queued' and p.execute_at > new.filed_at
        for update;
      if found and exists (select from governance.actions a
          where a.cooperative_id = new.cooperative_id and a.proposal_id = new.expulsion_id
            and a.kind = 'member.expel')
        and exists (select from governance.actions a
          where a.cooperative_id = new.cooperative_id and a.proposal_id = new.vote_id
            and a.kind = 'appeal.uphold'
            and a.payload ->> 'expulsionId' = new.expulsion_id::text) then
        return new;
      end if;
      raise exception 'There is nothing to appeal against that waits.'
        using errcode = 'P0001', detail = 'APPEAL_TERM_OVER';
    end if;
    if tg_op = 'UPDATE' and old.state = 'pending' and new.state <> 'pending'
      and to_jsonb(new) - array['state', 'decided_at', 'owes_return']
        = to_jsonb(old) - array['state', 'decided_at', 'owes_return'] then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.owes_return and not new.owes_return
      and to_jsonb(new) - 'owes_return' = to_jsonb(old) - 'owes_return' then
      return new;
    end if;
    raise exception 'an appeal is decided once' using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_assembly_vote()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'UPDATE' then
      if old.closed_by is null
        and to_jsonb(new) - 'closed_by' = to_jsonb(old) - 'closed_by' then
        return new;
      end if;
      raise exception 'what an assembly voted on stays' using errcode = 'restrict_violation';
    end if;
    if new.opened_by is null or exists (select from governance.attendances n
        where n.cooperative_id = new.cooperative_id and n.assembly_id = new.assembly_id
          and n.member_id <> new.opened_by and n.seconded_by is null
          and (n.left_at is null and n.confirmed_at is null
              and (n.checked_in_by is null or n.checked_in_by = new.opened_by)
            or n.checked_out_by = new.opened_by)) then
      raise exception 'Another than who opens it says who is there.'
        using errcode = 'P0001', detail = 'ASSEMBLY_NEEDS_ANOTHER';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_attendance()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    one governance.attendances;
  begin
    one := case when tg_op = 'DELETE' then old else new end;
    if not exists (select from governance.assemblies
      where id = one.assembly_id and cooperative_id = one.cooperative_id
        and ended_at is null) then
      raise exception 'members come and go while their assembly goes on'
        using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and old.left_at is null and new.left_at is null
      and (old.checked_in_by is not null and new.checked_in_by is distinct from old.checked_in_by
        or old.seconded_by is not null and new.seconded_by is distinct from old.seconded_by
        or old.confirmed_at is not null
          and new.confirmed_at is distinct from old.confirmed_at) then
      raise exception 'who said that somebody is there stays'
        using errcode = 'restrict_violation';
    end if;
    return one;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_author()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    whose constant uuid := case tg_op when 'DELETE' then old.cooperative_id
      else new.cooperative_id end;
    which constant uuid := case tg_op when 'DELETE' then old.proposal_id else new.proposal_id end;
    said governance.proposals;
  begin
    select * into said from governance.proposals p
      where p.cooperative_id = whose and p.id = which;
    if tg_op = 'DELETE' and (said.state = 'draft' or old.accepted_at is null
      or membership.is_erased(whose, old.member_id)
      or said.title = 'Erased' and said.body = '') then
      return old;
    end if;
    if tg_op = 'INSERT' and said.state = 'draft' and not said.is_hearing
      and not membership.is_erased(whose, new.member_id)
      and (new.accepted_at is null and said.subject_kind is null
        and said.proposer_member_id <> new.member_id and new.since_version = said.version
        or exists (select from governance.authors before where before.cooperative_id = whose
          and before.proposal_id = said.run_off_of_id and before.member_id = new.member_id
          and before.accepted_at is not null)) then
      return new;
    end if;
    if tg_op = 'UPDATE' and said.state = 'draft' and old.accepted_at is null
      and new.accepted_at is not null and not membership.is_erased(whose, new.member_id)
      and to_jsonb(new) - 'accepted_at' = to_jsonb(old) - 'accepted_at' then
      return new;
    end if;
    raise exception 'who wrote it is known once it is put forward'
      using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  DECLARE
    heard boolean;
    held jsonb;
  BEGIN
    IF tg_op = 'UPDATE' AND new.reason IS NULL
      AND to_jsonb(new) - ARRAY['reason', 'reason_sealed']
        = to_jsonb(old) - ARRAY['reason', 'reason_sealed']
      AND (new.reason_sealed IS NULL
          AND (membership.is_erased(old.cooperative_id, old.member_id)
            OR governance.is_about_erased(old.cooperative_id, old.proposal_id)
            OR governance.stood_erased(old.cooperative_id, old.proposal_id))
        OR EXISTS (SELECT FROM governance.proposals p
          WHERE p.cooperative_id = old.cooperative_id AND p.id = old.proposal_id AND p.is_hearing
            AND CASE WHEN new.reason_sealed IS NULL THEN governance.is_hearing_over(p)
              ELSE old.reason IS NOT NULL END)) THEN
      RETURN new;
    END IF;
    IF tg_op = 'UPDATE' THEN
      IF old.superseded_at IS NOT NULL OR new.superseded_at IS NULL
        OR to_jsonb(new) - ARRAY['superseded_at', 'taken_back', 'voided']
        IS DISTINCT FROM to_jsonb(old) - ARRAY['superseded_at', 'taken_back', 'voided']
      THEN
        RAISE EXCEPTION 'a ballot is superseded, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
    ELSIF new.taken_back THEN
      RAISE EXCEPTION 'a ballot is cast before it is taken back'
        USING errcode = 'restrict_violation';
    END IF;
    SELECT is_hearing, rule INTO heard, held FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND state IN ('open', 'extended')
        AND coalesce(new.superseded_at, new.cast_at) >= opened_at
        AND coalesce(new.superseded_at, new.cast_at) < closes_at
      FOR SHARE;
    IF NOT found THEN
      RAISE EXCEPTION 'Voting on this proposal is not open.'
        USING errcode = 'P0001', detail = 'VOTING_CLOSED';
    END IF;
    IF new.voided AND NOT EXISTS (SELECT FROM governance.proposals p
        WHERE p.cooperative_id = new.cooperative_id AND p.id = new.proposal_id
          AND p.amended_at IS NOT NULL) THEN
      RAISE EXCEPTION 'a ballot is void by an amendment' USING errcode = 'restrict_violation';
    END IF;
    IF new.taken_back AND NOT new.voided AND held -> 'mayTakeBack' IS DISTINCT FROM 'true'::jsonb THEN
      RAISE EXCEPTION 'a ballot in this vote stands' USING errcode = 'restrict_violation';
    END IF;
    IF tg_op = 'INSERT'
      AND (heard AND new.reason IS NOT NULL OR NOT heard AND new.reason_sealed IS NOT NULL) THEN
      RAISE EXCEPTION 'reasons lie sealed in hearings, and in nothing else'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;

CREATE OR REPLACE FUNCTION governance.guard_ballot_box()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    is_cast boolean;
    is_counted boolean;
    is_dropped boolean;
  begin
    is_cast := old.counted is null and new.counted is null and new.inbox is not null
      and new.held = old.held + 1
      and governance.is_detached(old.cooperative_id, old.proposal_id, array['open', 'extended']);
    is_counted := old.counted is null and new.counted is not null and new.held = old.held
      and cardinality(new.receipts) = new.held
      and new.held = coalesce((select sum((one ->> 'ballots')::int)
        from jsonb_array_elements(new.counted) one), 0)
      and new.held = (select count(*) from governance.turnout t
        where t.cooperative_id = old.cooperative_id and t.proposal_id = old.proposal_id)
      and governance.is_detached(old.cooperative_id, old.proposal_id, array['open', 'extended']);
    is_dropped := old.counted is null and new.counted is null and new.held = old.held
      and new.inbox is null and new.chest is null
      and governance.is_detached(old.cooperative_id, old.proposal_id,
        array['cancelled', 'withdrawn']);
    if new.proposal_id <> old.proposal_id or new.cooperative_id <> old.cooperative_id
      or not (is_cast or is_counted or is_dropped) then
      raise exception 'a box takes a ballot while its vote is open, and is counted once'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_candidacy()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      perform from governance.proposals where id = new.proposal_id
        and cooperative_id = new.cooperative_id and state = 'notice' and options is null;
      if not found then
        raise exception 'who stands is said before voting opens'
          using errcode = 'restrict_violation';
      end if;
      perform from membership.erased_among(new.cooperative_id, array[new.member_id]);
      if found then
        raise exception 'There is no such member.'
          using errcode = 'P0001', detail = 'MEMBER_UNKNOWN';
      end if;
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION governance.guard_candidate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      perform 1 from governance.proposals p
        where p.id = new.proposal_id and p.cooperative_id = new.cooperative_id
          and (p.state = 'draft' or p.state = 'notice' and exists (select
            from governance.elections e where e.cooperative_id = p.cooperative_id
              and e.proposal_id = p.id and e.order_seed is not null))
          and p.options ->> (new.place - 1) = 'Candidate ' || new.place;
      if not found then
        raise exception 'a candidate is an option of a draft' using errcode = 'restrict_violation';
      end if;
      perform from membership.erased_among(new.cooperative_id, array[new.member_id]);
      if found then
        raise exception 'There is no such member.'
          using errcode = 'P0001', detail = 'MEMBER_UNKNOWN';
      end if;
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION governance.guard_comment()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    removal constant text[] :=
      array['body', 'removed_at', 'removed_because', 'removed_by_member_id'];
    edit constant text[] := array['body', 'edited_at', 'version'];
  begin
    if tg_op = 'INSERT' and new.removed_at is null and new.edited_at is null and new.version = 1
      and governance.is_discussed(new.cooperative_id, new.proposal_id)
      and (new.thread_id is null or exists (select from governance.comments first
        where first.cooperative_id = new.cooperative_id and first.id = new.thread_id
          and first.proposal_id = new.proposal_id and first.thread_id is null)) then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.removed_at is null and new.removed_at is not null
      and to_jsonb(new) - removal = to_jsonb(old) - removal
      and (case new.removed_because
        when 'author' then new.removed_by_member_id = old.written_by_member_id
          and governance.is_discussed(old.cooperative_id, old.proposal_id)
        when 'erased' then new.removed_by_member_id is null
          and (membership.is_erased(old.cooperative_id, old.written_by_member_id)
            or governance.is_forgotten(old.cooperative_id, old.proposal_id))
        else new.removed_because in ('personal-data', 'offence', 'unlawful', 'off-topic')
          and (new.removed_by_member_id is distinct from old.written_by_member_id
            or governance.is_discussed(old.cooperative_id, old.proposal_id)) end) then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.removed_at is null and new.removed_at is null
      and new.version = old.version + 1 and to_jsonb(new) - edit = to_jsonb(old) - edit
      and governance.is_discussed(old.cooperative_id, old.proposal_id) then
      return new;
    end if;
    raise exception 'what was said stands, or is taken out' using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_comment_file()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    said governance.comments;
  begin
    if tg_op = 'DELETE' then
      select * into said from governance.comments c
        where c.cooperative_id = old.cooperative_id and c.id = old.subject_id;
      if said.removed_at is not null then return old; end if;
    elsif (new.subject_kind, new.subject_id) is not distinct from (old.subject_kind, old.subject_id)
    then
      return new;
    elsif old.subject_kind is distinct from 'comment' then
      select * into said from governance.comments c
        where c.cooperative_id = new.cooperative_id and c.id = new.subject_id;
      if said.removed_at is null
        and said.written_by_member_id = new.uploaded_by_member_id
        and governance.is_discussed(said.cooperative_id, said.proposal_id) then
        return new;
      end if;
    end if;
    raise exception 'what a comment shows stays with it' using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_delegation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      IF old.ended_at IS NOT NULL OR new.ended_at IS NULL
        OR to_jsonb(new) - 'ended_at' <> to_jsonb(old) - 'ended_at' THEN
        RAISE EXCEPTION 'a delegation is ended, once, never changed'
          USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END $function$;

CREATE OR REPLACE FUNCTION governance.guard_document()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'DELETE' or old.retired_at is not null
      or to_jsonb(new) - 'retired_at' - 'retired_by_proposal_id'
        <> to_jsonb(old) - 'retired_at' - 'retired_by_proposal_id' then
      raise exception 'a version of a document stays as it was adopted'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_election()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if old.order_seed is not null and new.order_seed is distinct from old.order_seed
        or old.extended_at is not null and new.extended_at is distinct from old.extended_at then
        raise exception 'how candidates were found stays as it was'
          using errcode = 'restrict_violation';
      end if;
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION governance.guard_electorate()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    PERFORM 1 FROM governance.proposals
      WHERE id = new.proposal_id AND cooperative_id = new.cooperative_id
        AND state IN ('draft', 'notice') FOR UPDATE;
    IF NOT found THEN
      RAISE EXCEPTION 'an electorate is drawn before voting opens, never after'
        USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;

CREATE OR REPLACE FUNCTION governance.guard_filing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    filed record;
    held record;
  begin
    if tg_op = 'DELETE' then filed := old; else filed := new; end if;
    select opened_at, title into held from governance.proposals
      where id = filed.proposal_id and cooperative_id = filed.cooperative_id;
    if held.opened_at is not null
      and not (tg_op = 'DELETE' and tg_table_name = 'proposal_tags' and held.title = 'Erased') then
      raise exception 'what a vote is filed under stands once it is open'
        using errcode = 'restrict_violation';
    end if;
    return filed;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_followed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      IF tg_op = 'UPDATE' THEN
        RAISE EXCEPTION 'which ballot another is like is never changed'
          USING errcode = 'restrict_violation';
      END IF;
      PERFORM 1 FROM governance.ballots f JOIN governance.proposals p
          ON p.cooperative_id = f.cooperative_id AND p.id = f.proposal_id
        WHERE f.id = new.follows_id AND f.cooperative_id = new.cooperative_id
          AND f.proposal_id = new.proposal_id AND f.member_id <> new.member_id
          AND f.mark = new.mark AND f.follows_id IS NULL AND f.superseded_at IS NULL
          AND p.rule ? 'delegation' AND NOT p.is_hearing;
      IF NOT found OR new.reason IS NOT NULL OR new.reason_sealed IS NOT NULL THEN
        RAISE EXCEPTION 'a ballot for somebody is like one that stands, where it is offered'
          USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END $function$;

CREATE OR REPLACE FUNCTION governance.guard_handed_paper()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    moves constant text[] := array['state', 'taken_back_by', 'taken_back_at', 'returned_by',
      'returned_at', 'refused_by', 'refused_at', 'disowned_at'];
  begin
    if not governance.has_papers(new.cooperative_id, new.proposal_id)
      or exists (select from governance.paper_counts
        where proposal_id = new.proposal_id and cooperative_id = new.cooperative_id
          and (tg_op = 'INSERT' or confirmed_at is not null))
      or tg_op = 'INSERT' and (new.state <> 'out' or new.handed_out_by is null
        or exists (select from governance.ballots
          where proposal_id = new.proposal_id and member_id = new.member_id
            and cooperative_id = new.cooperative_id and superseded_at is null))
      or tg_op = 'UPDATE' and (to_jsonb(new) - moves <> to_jsonb(old) - moves
        or old.state = 'returned'
        or (old.state, new.state) = ('out', 'returned')) then
      raise exception 'a paper is for who has not voted, and stays on the list'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_mention()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    which constant uuid := case tg_op when 'DELETE' then old.comment_id else new.comment_id end;
    said governance.comments;
    may_change boolean;
  begin
    select * into said from governance.comments c where c.id = which;
    may_change := said.removed_at is null
      and governance.is_discussed(said.cooperative_id, said.proposal_id);
    if tg_op = 'INSERT' and may_change and new.is_named then return new; end if;
    if tg_op = 'UPDATE' and (old.told_at is null or new.told_at = old.told_at)
      and to_jsonb(new) - array['is_named', 'told_at']
        = to_jsonb(old) - array['is_named', 'told_at']
      and (may_change or said.removed_at is not null and not new.is_named
        and new.told_at is not distinct from old.told_at) then
      return new;
    end if;
    if tg_op = 'DELETE' and (said.removed_because = 'erased'
      or membership.is_erased(said.cooperative_id, old.member_id)) then
      return old;
    end if;
    raise exception 'who was told was told, and what was said stands once it is decided'
      using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_new_ballot_box()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if new.held <> 0 or num_nonnulls(new.inbox, new.chest, new.counted, new.receipts) > 0
      or not exists (select from governance.proposals
        where id = new.proposal_id and cooperative_id = new.cooperative_id
          and state in ('draft', 'notice')) then
      raise exception 'a box is made empty, before its vote opens'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_outcome_statement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    removal constant text[] :=
      array['body', 'removed_at', 'removed_because', 'removed_by_member_id'];
  begin
    if tg_op = 'INSERT' then
      if new.body <> '' and new.version = 1 + coalesce((select max(s.version)
          from governance.outcome_statements s where s.cooperative_id = new.cooperative_id
            and s.proposal_id = new.proposal_id), 0)
        and exists (select from governance.proposals p
          where p.cooperative_id = new.cooperative_id and p.id = new.proposal_id
            and p.outcome is not null and not p.is_hearing) then
        return new;
      end if;
      raise exception 'what follows is told of what was decided, version by version'
        using errcode = 'restrict_violation';
    end if;
    if tg_op = 'UPDATE' and new.body = ''
      and to_jsonb(new) - array['body'] = to_jsonb(old) - array['body']
      and (membership.is_erased(old.cooperative_id, old.written_by_member_id)
        or governance.is_forgotten(old.cooperative_id, old.proposal_id)) then
      return new;
    end if;
    if tg_op = 'UPDATE' and old.removed_at is null and old.body <> ''
      and new.removed_at is not null
      and to_jsonb(new) - removal = to_jsonb(old) - removal
      and new.removed_because in ('personal-data', 'offence', 'unlawful', 'off-topic')
      and new.removed_by_member_id <> old.written_by_member_id then
      return new;
    end if;
    raise exception 'what was told to follow stays' using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_paper_count()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    counted bigint := coalesce((select sum((one ->> 'ballots')::bigint)
      from jsonb_array_elements(new.ballots) one), 0);
    is_confirmed boolean := new.confirmed_at is not null;
    handed_out bigint;
    returned bigint;
  begin
    select count(*), count(*) filter (where v.state = 'returned') into handed_out, returned
      from governance.paper_voters v
      where v.proposal_id = new.proposal_id and v.cooperative_id = new.cooperative_id;
    if not governance.has_papers(new.cooperative_id, new.proposal_id)
      or tg_op = 'INSERT' and is_confirmed
      or new.handed_out <> handed_out or counted > handed_out - returned
      or new.spoilt is null and not is_confirmed
      or counted + new.spoilt + new.returned + new.missing <> handed_out
      or new.returned <> returned
      or tg_op = 'UPDATE' and (old.confirmed_at is not null
        or (new.proposal_id, new.cooperative_id) <> (old.proposal_id, old.cooperative_id)
        or is_confirmed and to_jsonb(new) - array['confirmed_by', 'confirmed_at']
          <> to_jsonb(old) - array['confirmed_by', 'confirmed_at']) then
      raise exception 'papers add up, are counted while their vote waits, and confirmed once'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_paper_entry()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if pg_trigger_depth() < 2 then
      raise exception 'what was entered is kept as it is entered anew'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_paper_of_represented()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if exists (select from governance.representatives
          where cooperative_id = new.cooperative_id and organisation_id = new.member_id
            and member_id = case new.state
              when 'taken-back' then new.taken_back_by else new.returned_by end) then
          raise exception 'whoever may cast a vote does not say that its paper came back'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION governance.guard_paper_voter()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      declare
        voter governance.paper_voters;
      begin
        voter := case when tg_op = 'DELETE' then old else new end;
        if not governance.has_papers(voter.cooperative_id, voter.proposal_id)
          or exists (select from governance.paper_counts
            where proposal_id = voter.proposal_id and cooperative_id = voter.cooperative_id)
          or tg_op = 'INSERT' and exists (select from governance.ballots
            where proposal_id = voter.proposal_id and member_id = voter.member_id
              and cooperative_id = voter.cooperative_id and superseded_at is null) then
          raise exception 'a paper is for who has not voted, in a vote that goes on'
            using errcode = 'restrict_violation';
        end if;
        return voter;
      end $function$;

CREATE OR REPLACE FUNCTION governance.guard_policy()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  BEGIN
    IF tg_op = 'DELETE' OR old.retired_at IS NOT NULL
      OR to_jsonb(new) - ARRAY['retired_at', 'retired_by_proposal_id']
        <> to_jsonb(old) - ARRAY['retired_at', 'retired_by_proposal_id'] THEN
      RAISE EXCEPTION 'a version of a policy is never changed' USING errcode = 'restrict_violation';
    END IF;
    RETURN new;
  END $function$;

CREATE OR REPLACE FUNCTION governance.guard_proposal()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    DECLARE
      frozen text[] := ARRAY['id', 'cooperative_id', 'proposer_member_id', 'subject_kind',
        'subject_id', 'created_at', 'run_off_of_id'];
      name text;
    BEGIN
      IF tg_op = 'DELETE' THEN
        RAISE EXCEPTION 'proposals stay on record' USING errcode = 'restrict_violation';
      END IF;
      IF tg_op = 'INSERT' THEN
        IF new.state <> 'draft' THEN
          RAISE EXCEPTION 'a proposal begins as a draft' USING errcode = 'restrict_violation';
        END IF;
        IF new.is_hearing AND new.words_sealed IS NULL THEN
          RAISE EXCEPTION 'what is said in a hearing lies sealed'
            USING errcode = 'restrict_violation';
        END IF;
        RETURN new;
      END IF;
      IF governance.seals_hearing(old, new) THEN
        RETURN new;
      END IF;
      IF old.opened_at IS NULL AND new.title = 'Erased' AND new.body = ''
        AND num_nonnulls(new.urgent_reason, new.words_sealed, new.ended_reason_sealed,
          new.options) = 0
        AND to_jsonb(new) - ARRAY['title', 'body', 'urgent_reason', 'options', 'words_sealed',
            'ended_reason_sealed']
          = to_jsonb(old) - ARRAY['title', 'body', 'urgent_reason', 'options', 'words_sealed',
            'ended_reason_sealed']
        AND membership.is_erased(old.cooperative_id, old.proposer_member_id) THEN
        RETURN new;
      END IF;
      IF new.state <> old.state AND (old.state, new.state) NOT IN (
        ('draft', 'notice'), ('draft', 'open'), ('draft', 'cancelled'), ('draft', 'withdrawn'),
        ('notice', 'open'), ('notice', 'cancelled'), ('notice', 'withdrawn'),
        ('open', 'extended'), ('open', 'closed'), ('open', 'cancelled'), ('open', 'withdrawn'),
        ('extended', 'closed'), ('extended', 'cancelled'), ('extended', 'withdrawn'),
        ('closed', 'passed'), ('closed', 'rejected'), ('closed', 'no-quorum'), ('closed', 'tied'),
        ('passed', 'queued'), ('queued', 'executed'), ('queued', 'execution-failed'),
        ('queued', 'expired'), ('execution-failed', 'queued'), ('execution-failed', 'expired')) THEN
        RAISE EXCEPTION 'a proposal that is % cannot become %', old.state, new.state
          USING errcode = 'P0001', detail = 'PROPOSAL_STATUS_CONFLICT';
      END IF;
      IF old.state <> 'draft' AND new.version <> old.version + 1 THEN
        frozen := frozen || ARRAY['title', 'body', 'amended_at'];
      END IF;
      IF old.state <> 'draft' THEN
        frozen := frozen || ARRAY['urgent_reason', 'visibility', 'options',
          'vote_terms', 'words_sealed'];
      END IF;
      IF old.ended_at IS NOT NULL THEN
        frozen := frozen || ARRAY['ended_reason_sealed'];
      END IF;
      IF old.opened_at IS NOT NULL THEN
        frozen := frozen || ARRAY['policy_id', 'window_hours', 'rule', 'rule_hash', 'opened_at',
          'electorate_size',
          'electorate_weight', 'active_members_weight', 'electorate_hash', 'lot_commitment',
          'lot_seed'];
        IF new.version = old.version + 1 AND new.state = old.state THEN
          IF new.closes_at < old.closes_at THEN
            RAISE EXCEPTION 'an amendment makes no window shorter'
              USING errcode = 'restrict_violation';
          END IF;
          frozen := frozen || ARRAY['extended_from'];
        ELSIF NOT (old.state = 'open' AND new.state = 'extended') THEN
          frozen := frozen || ARRAY['closes_at', 'extended_from'];
        ELSIF new.closes_at <= old.closes_at OR new.extended_from <> old.closes_at THEN
          RAISE EXCEPTION 'an extension makes a window longer' USING errcode = 'restrict_violation';
        END IF;
      END IF;
      IF old.closed_at IS NOT NULL THEN
        frozen := frozen || ARRAY['closed_at'];
      END IF;
      IF old.outcome IS NOT NULL THEN
        frozen := frozen || ARRAY['outcome', 'outcome_reason', 'final_count', 'reading'];
      END IF;
      FOREACH name IN ARRAY frozen LOOP
        IF to_jsonb(new) -> name IS DISTINCT FROM to_jsonb(old) -> name THEN
          RAISE EXCEPTION '% of a proposal that is % is frozen', name, old.state
            USING errcode = 'restrict_violation';
        END IF;
      END LOOP;
      IF new.is_hearing AND (
        new.ended_reason IS NOT NULL AND new.ended_reason IS DISTINCT FROM old.ended_reason
        OR (new.title, new.body, new.urgent_reason) IS DISTINCT FROM
          (old.title, old.body, old.urgent_reason)) THEN
        RAISE EXCEPTION 'what is said in a hearing lies sealed'
          USING errcode = 'restrict_violation';
      END IF;
      RETURN new;
    END $function$;

CREATE OR REPLACE FUNCTION governance.guard_proposal_link()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    link constant governance.proposal_links := case tg_op when 'DELETE' then old else new end;
    said governance.proposals;
    is_gone constant boolean := link.kind = 'member'
      and membership.is_erased(link.cooperative_id, link.subject_id);
  begin
    select * into said from governance.proposals p
      where p.cooperative_id = link.cooperative_id and p.id = link.proposal_id;
    if tg_op = 'INSERT' and said.opened_at is null and not said.is_hearing and not is_gone then
      return new;
    end if;
    if tg_op = 'DELETE' and (said.opened_at is null or is_gone
      or said.title = 'Erased' and said.body = '') then
      return old;
    end if;
    raise exception 'what a vote is about stands once it is open'
      using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_ratification()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'DELETE' or old.state <> 'pending'
          or (new.proposal_id, new.cooperative_id, new.vote_id, new.ratify_by)
            is distinct from (old.proposal_id, old.cooperative_id, old.vote_id, old.ratify_by) then
          raise exception 'what members ratified, or did not, is decided once'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION governance.guard_reaction()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  declare
    which constant uuid := case tg_op when 'DELETE' then old.comment_id else new.comment_id end;
    whose constant uuid := case tg_op when 'DELETE' then old.member_id else new.member_id end;
    said governance.comments;
  begin
    select * into said from governance.comments c where c.id = which;
    if tg_op = 'INSERT' and said.removed_at is null
      and governance.is_discussed(said.cooperative_id, said.proposal_id) then
      return new;
    end if;
    if tg_op = 'DELETE' and (said.removed_at is not null
      or governance.is_discussed(said.cooperative_id, said.proposal_id)
      or membership.is_erased(said.cooperative_id, whose)) then
      return old;
    end if;
    raise exception 'what was said stands once it is decided'
      using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_representative()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      RAISE EXCEPTION 'who votes for an organisation is named or not, never changed'
        USING errcode = 'restrict_violation';
    END $function$;

CREATE OR REPLACE FUNCTION governance.guard_template()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'DELETE' or old.retired_at is not null
          or to_jsonb(new) - 'retired_at' <> to_jsonb(old) - 'retired_at' then
          raise exception 'a version of a template is never changed'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION governance.guard_text()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if new.version <> old.version + 1 then
      raise exception 'versions follow each other' using errcode = 'restrict_violation';
    end if;
    if old.opened_at is not null and old.rule ? 'secrecy' then
      raise exception 'nobody finds whose ballots lie apart: none is made void'
        using errcode = 'restrict_violation';
    end if;
    if old.is_hearing or old.state not in ('draft', 'notice', 'open', 'extended')
      or old.state <> 'draft' and not exists (select from governance.amendments a
        where a.cooperative_id = old.cooperative_id and a.proposal_id = old.id
          and a.made_version = new.version and a.title = new.title and a.body = new.body) then
      raise exception 'a text is edited as long as it is a draft, and amended after that'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_turnout()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if not governance.is_detached(new.cooperative_id, new.proposal_id,
      array['open', 'extended']) then
      raise exception 'Voting on this proposal is not open.'
        using errcode = 'P0001', detail = 'VOTING_CLOSED';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.guard_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'UPDATE' and new.title = 'Erased' and new.body = '' and new.actions = '[]'::jsonb
      and num_nonnulls(new.urgent_reason, new.options, new.vote_terms) = 0
      and (new.proposal_id, new.version, new.cooperative_id, new.window_hours, new.made_at,
          new.follows_shown) =
        (old.proposal_id, old.version, old.cooperative_id, old.window_hours, old.made_at,
          old.follows_shown)
      and new.made_by_member_id is not distinct from old.made_by_member_id then
      return new;
    end if;
    raise exception 'a version stays as it was' using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION governance.has_papers(tenant uuid, vote uuid)
 RETURNS boolean
 LANGUAGE sql
AS $function$
        select exists (select from governance.proposals
          where id = vote and cooperative_id = tenant and rule ? 'paper'
            and rule ->> 'secrecy' is distinct from 'detached'
            and not is_hearing and state in ('open', 'extended'))
      $function$;
grant execute on governance.has_papers(uuid,uuid) to rochdale_app;

CREATE OR REPLACE FUNCTION governance.hold_appealed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if exists (select from governance.appeals a
        where a.cooperative_id = old.cooperative_id and a.expulsion_id = old.id
          and (a.state = 'pending' or a.state = 'upheld' and new.state <> 'expired')) then
      raise exception 'An appeal holds what was decided.'
        using errcode = 'P0001', detail = 'PROPOSAL_STATUS_CONFLICT';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.hold_appellant()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if exists (select from governance.appeals a
            join governance.actions x on x.cooperative_id = a.cooperative_id
              and x.proposal_id = a.expulsion_id
            where a.cooperative_id = new.cooperative_id and a.state = 'pending'
              and x.about_member_id = new.member_id)
          or new.changed_by is not null and exists (select from governance.actions x
            join governance.proposals p on p.cooperative_id = x.cooperative_id
              and p.id = x.proposal_id
            where x.cooperative_id = new.cooperative_id and x.kind = 'member.expel'
              and x.about_member_id = new.member_id and p.state = 'queued') then
          raise exception 'As they stand now, the member cannot be expelled.'
            using errcode = 'P0001', detail = 'STANDING_CHANGE_REFUSED';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION governance.is_about_erased(tenant uuid, vote uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select exists (select from governance.actions a
        where a.cooperative_id = tenant and a.proposal_id = vote
          and membership.is_erased(tenant, a.about_member_id))
    $function$;

CREATE OR REPLACE FUNCTION governance.is_detached(tenant uuid, vote uuid, states text[])
 RETURNS boolean
 LANGUAGE sql
AS $function$
    select exists (select from governance.proposals
      where id = vote and cooperative_id = tenant and rule ->> 'secrecy' = 'detached'
        and state = any (states))
  $function$;
grant execute on governance.is_detached(uuid,uuid,text[]) to rochdale_app;

CREATE OR REPLACE FUNCTION governance.is_discussed(cooperative uuid, proposal uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    select exists (select from governance.proposals p
      where p.cooperative_id = cooperative and p.id = proposal and not p.is_hearing
        and p.state in ('draft', 'notice', 'open', 'extended'))
  $function$;

CREATE OR REPLACE FUNCTION governance.is_forgotten(cooperative uuid, proposal uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    select exists (select from governance.proposals p
        where p.cooperative_id = cooperative and p.id = proposal
          and p.title = 'Erased' and p.body = '')
      or exists (select from governance.candidates c
        where c.cooperative_id = cooperative and c.proposal_id = proposal
          and membership.is_erased(cooperative, c.member_id))
  $function$;

CREATE OR REPLACE FUNCTION governance.is_forgotten_draft(tenant uuid, vote uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select exists (select from governance.proposals p
        where p.cooperative_id = tenant and p.id = vote and p.options is null
          and p.opened_at is null)
    $function$;

CREATE OR REPLACE FUNCTION governance.is_hearing_kind(kind text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
      select kind in ('appeal.uphold', 'application.admit', 'member.expel', 'member.suspend',
        'role.end')
    $function$;

CREATE OR REPLACE FUNCTION governance.is_hearing_over(vote governance.proposals)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
          select vote.is_hearing
            and coalesce(
              coalesce(vote.closed_at, vote.ended_at) < now() - interval '88 days', false)
            and vote.state not in ('draft', 'notice', 'open', 'extended', 'closed')
        $function$;

CREATE OR REPLACE FUNCTION governance.is_undecided(tenant uuid, vote uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
      select exists (select from governance.proposals p
        where p.cooperative_id = tenant and p.id = vote
          and p.state in ('draft', 'notice', 'open', 'extended'))
    $function$;

CREATE OR REPLACE FUNCTION governance.keep_assembly_over()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        raise exception 'an assembly that is over stays over' using errcode = 'restrict_violation';
      end $function$;

CREATE OR REPLACE FUNCTION governance.keep_electorate_salt()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'electorate_salt of a proposal that is % is frozen', old.state
        using errcode = 'restrict_violation';
    end $function$;

CREATE OR REPLACE FUNCTION governance.keep_following()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        raise exception 'how a vote follows another is fixed with it'
          using errcode = 'restrict_violation';
      end $function$;

CREATE OR REPLACE FUNCTION governance.keep_paper_entry()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    insert into governance.paper_entries (proposal_id, nth, cooperative_id, protocol, handed_out,
      ballots, spoilt, returned, missing, content_hash, entered_by, entered_at)
    select old.proposal_id, 1 + count(e.nth), old.cooperative_id, old.protocol, old.handed_out,
      old.ballots, old.spoilt, old.returned, old.missing, old.content_hash, old.entered_by,
      old.entered_at
    from governance.paper_entries e
    where e.proposal_id = old.proposal_id and e.cooperative_id = old.cooperative_id;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.keep_proof_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        begin
          raise exception 'proof_version of a proposal that is % is frozen', old.state
            using errcode = 'restrict_violation';
        end $function$;

CREATE OR REPLACE FUNCTION governance.keep_told_sizes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'what is told of the sizes of a proposal that is % is frozen', old.state
        using errcode = 'restrict_violation';
    end $function$;

create table governance.nominations (
  proposal_id uuid not null,
  member_id uuid not null,
  nominated_by uuid not null,
  cooperative_id uuid not null,
  nominated_at timestamp with time zone not null,
  constraint nominations_election_fk FOREIGN KEY (proposal_id) REFERENCES governance.elections(proposal_id),
  constraint nominations_pk PRIMARY KEY (proposal_id, member_id, nominated_by)
);
CREATE INDEX nominations_by_member ON governance.nominations USING btree (cooperative_id, member_id);
CREATE INDEX nominations_by_nominator ON governance.nominations USING btree (cooperative_id, nominated_by);
create policy owner on governance.nominations as permissive for all to owner using (true) with check (true);
create policy tenant on governance.nominations as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_nomination BEFORE INSERT ON governance.nominations FOR EACH ROW EXECUTE FUNCTION governance.guard_candidacy();
alter table governance.nominations enable row level security;
alter table governance.nominations force row level security;
grant delete, insert, select on governance.nominations to rochdale_app;

create table governance.outcome_statements (
  proposal_id uuid not null,
  version integer not null,
  cooperative_id uuid not null,
  body text not null,
  written_by_member_id uuid not null,
  written_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  removed_because text,
  removed_by_member_id uuid,
  constraint outcome_statements_body_check CHECK ((length(body) <= 10000)),
  constraint outcome_statements_pk PRIMARY KEY (proposal_id, version),
  constraint outcome_statements_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint outcome_statements_removed_check CHECK ((((removed_at IS NULL) = (removed_because IS NULL)) AND ((removed_at IS NULL) = (removed_by_member_id IS NULL)) AND ((removed_at IS NULL) OR (body = ''::text)))),
  constraint outcome_statements_version_check CHECK (((version >= 1) AND (version <= 50)))
);
create policy owner on governance.outcome_statements as permissive for all to owner using (true) with check (true);
create policy tenant on governance.outcome_statements as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_outcome_statement BEFORE INSERT OR DELETE OR UPDATE ON governance.outcome_statements FOR EACH ROW EXECUTE FUNCTION governance.guard_outcome_statement();
alter table governance.outcome_statements enable row level security;
alter table governance.outcome_statements force row level security;
grant insert, select, update on governance.outcome_statements to rochdale_app;

create table governance.paper_askings (
  proposal_id uuid not null,
  step text not null,
  cooperative_id uuid not null,
  asked_at timestamp with time zone not null,
  constraint paper_askings_pk PRIMARY KEY (proposal_id, step),
  constraint paper_askings_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint paper_askings_step_check CHECK ((step = ANY (ARRAY['over'::text, 'reminder'::text])))
);
create policy owner on governance.paper_askings as permissive for all to owner using (true) with check (true);
create policy tenant on governance.paper_askings as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table governance.paper_askings enable row level security;
alter table governance.paper_askings force row level security;
grant insert, select on governance.paper_askings to rochdale_app;

create table governance.paper_counts (
  proposal_id uuid not null,
  cooperative_id uuid not null,
  protocol text not null,
  handed_out integer not null,
  ballots jsonb not null,
  content_hash text not null,
  entered_by uuid not null,
  entered_at timestamp with time zone not null,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  spoilt integer,
  returned integer,
  missing integer,
  constraint paper_counts_another_check CHECK ((confirmed_by <> entered_by)),
  constraint paper_counts_confirmed_check CHECK (((confirmed_by IS NULL) = (confirmed_at IS NULL))),
  constraint paper_counts_handed_out_check CHECK ((handed_out >= 0)),
  constraint paper_counts_hash_check CHECK ((content_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint paper_counts_missing_check CHECK ((missing >= 0)),
  constraint paper_counts_pk PRIMARY KEY (proposal_id),
  constraint paper_counts_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint paper_counts_protocol_check CHECK (((length(protocol) >= 1) AND (length(protocol) <= 5000))),
  constraint paper_counts_returned_check CHECK ((returned >= 0)),
  constraint paper_counts_spoilt_check CHECK ((spoilt >= 0)),
  constraint paper_counts_stated_check CHECK ((num_nonnulls(spoilt, returned, missing) = ANY (ARRAY[0, 3])))
);
create policy owner on governance.paper_counts as permissive for all to owner using (true) with check (true);
create policy tenant on governance.paper_counts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_paper_count BEFORE INSERT OR UPDATE ON governance.paper_counts FOR EACH ROW EXECUTE FUNCTION governance.guard_paper_count();
CREATE TRIGGER keep_paper_entry AFTER UPDATE ON governance.paper_counts FOR EACH ROW WHEN (((new.entered_at <> old.entered_at) OR (new.entered_by <> old.entered_by) OR (new.content_hash <> old.content_hash))) EXECUTE FUNCTION governance.keep_paper_entry();
CREATE TRIGGER refuse_delete BEFORE DELETE ON governance.paper_counts FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.paper_counts FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.paper_counts enable row level security;
alter table governance.paper_counts force row level security;
grant insert, select, update on governance.paper_counts to rochdale_app;

create table governance.paper_entries (
  proposal_id uuid not null,
  nth integer not null,
  cooperative_id uuid not null,
  protocol text not null,
  handed_out integer not null,
  ballots jsonb not null,
  spoilt integer,
  returned integer,
  missing integer,
  content_hash text not null,
  entered_by uuid not null,
  entered_at timestamp with time zone not null,
  constraint paper_entries_count_fk FOREIGN KEY (proposal_id) REFERENCES governance.paper_counts(proposal_id),
  constraint paper_entries_nth_check CHECK ((nth >= 1)),
  constraint paper_entries_pk PRIMARY KEY (proposal_id, nth)
);
create policy owner on governance.paper_entries as permissive for all to owner using (true) with check (true);
create policy tenant on governance.paper_entries as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_paper_entry BEFORE INSERT ON governance.paper_entries FOR EACH ROW EXECUTE FUNCTION governance.guard_paper_entry();
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON governance.paper_entries FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.paper_entries FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.paper_entries enable row level security;
alter table governance.paper_entries force row level security;
grant insert, select on governance.paper_entries to rochdale_app;

create table governance.paper_voters (
  proposal_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  nth integer not null default 1,
  state text not null default 'out'::text,
  handed_out_by uuid,
  handed_out_at timestamp with time zone,
  taken_back_by uuid,
  taken_back_at timestamp with time zone,
  returned_by uuid,
  returned_at timestamp with time zone,
  refused_by uuid,
  refused_at timestamp with time zone,
  disowned_at timestamp with time zone,
  constraint paper_voters_handed_out_check CHECK (((handed_out_by IS NULL) = (handed_out_at IS NULL))),
  constraint paper_voters_nth_check CHECK ((nth >= 1)),
  constraint paper_voters_pk PRIMARY KEY (proposal_id, member_id, nth),
  constraint paper_voters_refused_check CHECK (((refused_by IS NULL) = (refused_at IS NULL))),
  constraint paper_voters_returned_check CHECK ((((returned_by IS NULL) = (returned_at IS NULL)) AND ((state = 'returned'::text) = (returned_by IS NOT NULL)))),
  constraint paper_voters_state_check CHECK ((state = ANY (ARRAY['out'::text, 'taken-back'::text, 'returned'::text]))),
  constraint paper_voters_taken_back_check CHECK ((((taken_back_by IS NULL) = (taken_back_at IS NULL)) AND ((state = 'out'::text) OR (taken_back_by IS NOT NULL)))),
  constraint paper_voters_two_check CHECK (((taken_back_by <> member_id) AND (returned_by <> member_id) AND (returned_by <> taken_back_by))),
  constraint paper_voters_voter_fk FOREIGN KEY (proposal_id, member_id) REFERENCES governance.electorate(proposal_id, member_id)
);
CREATE INDEX paper_voters_by_member ON governance.paper_voters USING btree (cooperative_id, member_id);
CREATE UNIQUE INDEX paper_voters_once ON governance.paper_voters USING btree (proposal_id, member_id) WHERE (state <> 'returned'::text);
create policy owner on governance.paper_voters as permissive for all to owner using (true) with check (true);
create policy tenant on governance.paper_voters as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_paper_of_represented BEFORE UPDATE ON governance.paper_voters FOR EACH ROW WHEN (((new.state <> old.state) AND (new.state <> 'out'::text))) EXECUTE FUNCTION governance.guard_paper_of_represented();
CREATE TRIGGER guard_paper_voter BEFORE INSERT OR UPDATE ON governance.paper_voters FOR EACH ROW EXECUTE FUNCTION governance.guard_handed_paper();
CREATE TRIGGER refuse_delete BEFORE DELETE ON governance.paper_voters FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.paper_voters FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.paper_voters enable row level security;
alter table governance.paper_voters force row level security;
grant insert, select on governance.paper_voters to rochdale_app;
grant update on governance.paper_voters.disowned_at to rochdale_app;
grant update on governance.paper_voters.refused_at to rochdale_app;
grant update on governance.paper_voters.refused_by to rochdale_app;
grant update on governance.paper_voters.returned_at to rochdale_app;
grant update on governance.paper_voters.returned_by to rochdale_app;
grant update on governance.paper_voters.state to rochdale_app;
grant update on governance.paper_voters.taken_back_at to rochdale_app;
grant update on governance.paper_voters.taken_back_by to rochdale_app;

create table governance.policies (
  id uuid not null,
  cooperative_id uuid not null,
  key text not null,
  version integer not null,
  title text not null,
  pack text,
  customs text[] not null,
  rule jsonb not null,
  rule_hash text not null,
  adopted_at timestamp with time zone not null,
  adopted_by_member_id uuid,
  retired_at timestamp with time zone,
  adopted_by_proposal_id uuid,
  retired_by_proposal_id uuid,
  constraint policies_key_shape_check CHECK ((key ~ '^[a-z][a-z0-9-]{0,59}$'::text)),
  constraint policies_pk PRIMARY KEY (id),
  constraint policies_retired_by_check CHECK (((retired_by_proposal_id IS NULL) OR (retired_at IS NOT NULL))),
  constraint policies_rule_hash_hex_check CHECK ((rule_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint policies_version_positive_check CHECK ((version > 0)),
  constraint policies_version_unique UNIQUE (cooperative_id, key, version)
);
CREATE UNIQUE INDEX policies_one_in_force ON governance.policies USING btree (cooperative_id, key) WHERE (retired_at IS NULL);
create policy owner on governance.policies as permissive for all to owner using (true) with check (true);
create policy tenant on governance.policies as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_policy BEFORE DELETE OR UPDATE ON governance.policies FOR EACH ROW EXECUTE FUNCTION governance.guard_policy();
alter table governance.policies enable row level security;
alter table governance.policies force row level security;
grant insert, select, update on governance.policies to rochdale_app;

create table governance.proposal_groups (
  proposal_id uuid not null,
  group_key text not null,
  cooperative_id uuid not null,
  constraint proposal_groups_pk PRIMARY KEY (proposal_id),
  constraint proposal_groups_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
CREATE INDEX proposal_groups_by_group ON governance.proposal_groups USING btree (cooperative_id, group_key, proposal_id);
create policy owner on governance.proposal_groups as permissive for all to owner using (true) with check (true);
create policy tenant on governance.proposal_groups as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_filing BEFORE INSERT OR DELETE OR UPDATE ON governance.proposal_groups FOR EACH ROW EXECUTE FUNCTION governance.guard_filing();
alter table governance.proposal_groups enable row level security;
alter table governance.proposal_groups force row level security;
grant delete, insert, select on governance.proposal_groups to rochdale_app;

create table governance.proposal_links (
  proposal_id uuid not null,
  place integer not null,
  cooperative_id uuid not null,
  kind text not null,
  subject_id uuid,
  document_key text,
  constraint proposal_links_kind_check CHECK ((kind = ANY (ARRAY['expense'::text, 'fund'::text, 'document'::text, 'proposal'::text, 'member'::text]))),
  constraint proposal_links_pk PRIMARY KEY (proposal_id, place),
  constraint proposal_links_place_check CHECK (((place >= 1) AND (place <= 10))),
  constraint proposal_links_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint proposal_links_subject_check CHECK ((((kind = 'document'::text) = (document_key IS NOT NULL)) AND ((kind = 'document'::text) = (subject_id IS NULL))))
);
CREATE INDEX proposal_links_by_subject ON governance.proposal_links USING btree (cooperative_id, kind, subject_id) WHERE (subject_id IS NOT NULL);
create policy owner on governance.proposal_links as permissive for all to owner using (true) with check (true);
create policy tenant on governance.proposal_links as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_proposal_link BEFORE INSERT OR DELETE OR UPDATE ON governance.proposal_links FOR EACH ROW EXECUTE FUNCTION governance.guard_proposal_link();
alter table governance.proposal_links enable row level security;
alter table governance.proposal_links force row level security;
grant delete, insert, select on governance.proposal_links to rochdale_app;

create table governance.proposal_tags (
  proposal_id uuid not null,
  tag text not null,
  cooperative_id uuid not null,
  constraint proposal_tags_pk PRIMARY KEY (proposal_id, tag),
  constraint proposal_tags_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint proposal_tags_tag_check CHECK (((length(tag) >= 1) AND (length(tag) <= 40)))
);
CREATE INDEX proposal_tags_by_tag ON governance.proposal_tags USING btree (cooperative_id, tag, proposal_id);
create policy owner on governance.proposal_tags as permissive for all to owner using (true) with check (true);
create policy tenant on governance.proposal_tags as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_filing BEFORE INSERT OR DELETE OR UPDATE ON governance.proposal_tags FOR EACH ROW EXECUTE FUNCTION governance.guard_filing();
alter table governance.proposal_tags enable row level security;
alter table governance.proposal_tags force row level security;
grant delete, insert, select on governance.proposal_tags to rochdale_app;

create table governance.proposal_topics (
  proposal_id uuid not null,
  topic_key text not null,
  cooperative_id uuid not null,
  constraint proposal_topics_pk PRIMARY KEY (proposal_id, topic_key),
  constraint proposal_topics_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
CREATE INDEX proposal_topics_by_topic ON governance.proposal_topics USING btree (cooperative_id, topic_key, proposal_id);
create policy owner on governance.proposal_topics as permissive for all to owner using (true) with check (true);
create policy tenant on governance.proposal_topics as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_filing BEFORE INSERT OR DELETE OR UPDATE ON governance.proposal_topics FOR EACH ROW EXECUTE FUNCTION governance.guard_filing();
alter table governance.proposal_topics enable row level security;
alter table governance.proposal_topics force row level security;
grant delete, insert, select on governance.proposal_topics to rochdale_app;

create table governance.proposal_versions (
  proposal_id uuid not null,
  version integer not null,
  cooperative_id uuid not null,
  title text not null,
  body text not null,
  urgent_reason text,
  window_hours integer not null,
  options jsonb,
  vote_terms jsonb,
  actions jsonb not null,
  made_by_member_id uuid,
  made_at timestamp with time zone not null,
  follows_shown boolean not null,
  constraint proposal_versions_actions_check CHECK ((jsonb_typeof(actions) = 'array'::text)),
  constraint proposal_versions_pk PRIMARY KEY (proposal_id, version),
  constraint proposal_versions_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
create policy owner on governance.proposal_versions as permissive for all to owner using (true) with check (true);
create policy tenant on governance.proposal_versions as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_version BEFORE DELETE OR UPDATE ON governance.proposal_versions FOR EACH ROW EXECUTE FUNCTION governance.guard_version();
alter table governance.proposal_versions enable row level security;
alter table governance.proposal_versions force row level security;
grant insert, select, update on governance.proposal_versions to rochdale_app;

create table governance.proposals (
  id uuid not null,
  cooperative_id uuid not null,
  title text not null,
  body text not null,
  proposer_member_id uuid,
  subject_kind text,
  subject_id uuid,
  policy_id uuid not null,
  state text not null,
  window_hours integer not null,
  urgent_reason text,
  visibility text not null,
  rule jsonb,
  rule_hash text,
  created_at timestamp with time zone not null,
  notice_until timestamp with time zone,
  opened_at timestamp with time zone,
  closes_at timestamp with time zone,
  extended_from timestamp with time zone,
  closed_at timestamp with time zone,
  electorate_size integer,
  electorate_weight bigint,
  active_members_weight bigint,
  electorate_hash text,
  lot_commitment text,
  lot_seed text,
  outcome text,
  outcome_reason text,
  final_count jsonb,
  execute_at timestamp with time zone,
  execute_before timestamp with time zone,
  executed_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_reason text,
  reading integer not null default 1,
  run_off_of_id uuid,
  electorate_salt text,
  told_size integer,
  told_weight bigint,
  told_members_weight bigint,
  options jsonb,
  proof_version integer not null default 1,
  vote_terms jsonb,
  is_hearing boolean not null default false,
  words_sealed bytea,
  ended_reason_sealed bytea,
  version integer not null default 1,
  follows_as text,
  amended_at timestamp with time zone,
  constraint proposals_body_length_check CHECK ((length(body) <= 50000)),
  constraint proposals_closed_has_time_check CHECK (((state <> ALL (ARRAY['closed'::text, 'passed'::text, 'rejected'::text, 'no-quorum'::text, 'tied'::text, 'queued'::text, 'executed'::text, 'execution-failed'::text, 'expired'::text])) OR (closed_at IS NOT NULL))),
  constraint proposals_ending_once_check CHECK (((ended_reason IS NULL) OR (ended_reason_sealed IS NULL))),
  constraint proposals_follows_known_check CHECK ((follows_as = ANY (ARRAY['escalation'::text, 'ratification'::text]))),
  constraint proposals_follows_whole_check CHECK (((follows_as IS NULL) OR (run_off_of_id IS NOT NULL))),
  constraint proposals_hearing_names_no_options_check CHECK (((NOT is_hearing) OR (options IS NULL))),
  constraint proposals_open_is_opened_check CHECK (((state = ANY (ARRAY['draft'::text, 'notice'::text, 'cancelled'::text, 'withdrawn'::text])) OR (opened_at IS NOT NULL))),
  constraint proposals_opened_whole_check CHECK ((((opened_at IS NULL) = (closes_at IS NULL)) AND ((opened_at IS NULL) = (rule IS NULL)) AND ((opened_at IS NULL) = (rule_hash IS NULL)) AND ((opened_at IS NULL) = (electorate_hash IS NULL)) AND ((opened_at IS NULL) = (electorate_size IS NULL)) AND ((opened_at IS NULL) = (electorate_weight IS NULL)) AND ((opened_at IS NULL) = (active_members_weight IS NULL)))),
  constraint proposals_options_list_check CHECK ((jsonb_typeof(options) = 'array'::text)),
  constraint proposals_outcome_is_state_check CHECK (
CASE
    WHEN (state = ANY (ARRAY['passed'::text, 'rejected'::text, 'no-quorum'::text, 'tied'::text])) THEN (outcome = state)
    WHEN (state = ANY (ARRAY['queued'::text, 'executed'::text, 'execution-failed'::text, 'expired'::text])) THEN (outcome = 'passed'::text)
    ELSE (outcome IS NULL)
END),
  constraint proposals_outcome_known_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'rejected'::text, 'no-quorum'::text, 'tied'::text]))),
  constraint proposals_outcome_whole_check CHECK ((((outcome IS NULL) = (outcome_reason IS NULL)) AND ((outcome IS NULL) = (final_count IS NULL)))),
  constraint proposals_pk PRIMARY KEY (id),
  constraint proposals_policy_fk FOREIGN KEY (policy_id) REFERENCES governance.policies(id),
  constraint proposals_proof_known_check CHECK ((proof_version = ANY (ARRAY[1, 2]))),
  constraint proposals_proof_salted_check CHECK (((proof_version = 1) OR (electorate_salt IS NOT NULL))),
  constraint proposals_reading_known_check CHECK ((reading = ANY (ARRAY[1, 2]))),
  constraint proposals_run_off_fk FOREIGN KEY (run_off_of_id) REFERENCES governance.proposals(id),
  constraint proposals_run_off_unique UNIQUE (run_off_of_id),
  constraint proposals_sealed_is_hearing_check CHECK ((is_hearing OR ((words_sealed IS NULL) AND (ended_reason_sealed IS NULL)))),
  constraint proposals_sealed_says_nothing_check CHECK (((words_sealed IS NULL) OR ((title = 'Hearing'::text) AND (body = ''::text) AND (urgent_reason IS NULL)))),
  constraint proposals_state_known_check CHECK ((state = ANY (ARRAY['draft'::text, 'notice'::text, 'open'::text, 'extended'::text, 'closed'::text, 'passed'::text, 'rejected'::text, 'no-quorum'::text, 'tied'::text, 'queued'::text, 'executed'::text, 'execution-failed'::text, 'expired'::text, 'cancelled'::text, 'withdrawn'::text]))),
  constraint proposals_subject_whole_check CHECK (((subject_kind IS NULL) = (subject_id IS NULL))),
  constraint proposals_title_length_check CHECK (((length(title) >= 1) AND (length(title) <= 200))),
  constraint proposals_told_is_whole_check CHECK ((((opened_at IS NULL) = (told_size IS NULL)) AND ((opened_at IS NULL) = (told_weight IS NULL)) AND ((opened_at IS NULL) = (told_members_weight IS NULL)) AND (told_size >= electorate_size) AND (told_weight >= electorate_weight) AND (told_members_weight >= active_members_weight))),
  constraint proposals_version_check CHECK (((version >= 1) AND (version <= 200))),
  constraint proposals_visibility_known_check CHECK ((visibility = ANY (ARRAY['public'::text, 'members'::text]))),
  constraint proposals_vote_terms_object_check CHECK ((jsonb_typeof(vote_terms) = 'object'::text)),
  constraint proposals_window_positive_check CHECK ((window_hours > 0))
);
CREATE INDEX proposals_by_closing ON governance.proposals USING btree (cooperative_id, closes_at, id) WHERE (closes_at IS NOT NULL);
CREATE INDEX proposals_by_decision ON governance.proposals USING btree (cooperative_id, closed_at, id) WHERE (outcome IS NOT NULL);
CREATE INDEX proposals_by_policy ON governance.proposals USING btree (cooperative_id, policy_id, created_at, id);
CREATE INDEX proposals_by_proposer ON governance.proposals USING btree (cooperative_id, proposer_member_id, created_at, id);
CREATE INDEX proposals_by_state ON governance.proposals USING btree (cooperative_id, state, created_at, id);
CREATE INDEX proposals_by_time ON governance.proposals USING btree (cooperative_id, created_at, id);
CREATE INDEX proposals_due ON governance.proposals USING btree (cooperative_id, state, closes_at, id);
CREATE INDEX proposals_hearings ON governance.proposals USING btree (cooperative_id) WHERE is_hearing;
CREATE UNIQUE INDEX proposals_one_pending_per_subject ON governance.proposals USING btree (cooperative_id, subject_kind, subject_id) WHERE ((subject_id IS NOT NULL) AND (state = ANY (ARRAY['draft'::text, 'notice'::text, 'open'::text, 'extended'::text, 'closed'::text, 'passed'::text, 'queued'::text, 'execution-failed'::text])));
CREATE INDEX proposals_public ON governance.proposals USING btree (cooperative_id, created_at, id) WHERE ((visibility = 'public'::text) AND (outcome IS NOT NULL));
CREATE INDEX proposals_public_by_closing ON governance.proposals USING btree (cooperative_id, closes_at, id) WHERE ((closes_at IS NOT NULL) AND (visibility = 'public'::text) AND (outcome IS NOT NULL));
CREATE INDEX proposals_public_by_policy ON governance.proposals USING btree (cooperative_id, policy_id, created_at, id) WHERE ((visibility = 'public'::text) AND (outcome IS NOT NULL));
create policy owner on governance.proposals as permissive for all to owner using (true) with check (true);
create policy tenant on governance.proposals as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER drop_ballot_box AFTER UPDATE OF state ON governance.proposals FOR EACH ROW WHEN (((old.state = ANY (ARRAY['open'::text, 'extended'::text])) AND (new.state = ANY (ARRAY['cancelled'::text, 'withdrawn'::text])) AND ((new.rule ->> 'secrecy'::text) = 'detached'::text))) EXECUTE FUNCTION governance.drop_ballot_box();
CREATE TRIGGER guard_proposal BEFORE UPDATE ON governance.proposals FOR EACH ROW WHEN (((NOT governance.forgets_texts(old.*, new.*)) AND (NOT governance.drops_hearing(old.*, new.*)) AND (NOT governance.withholds(old.*, new.*)) AND (NOT governance.says_who_stands(old.*, new.*)))) EXECUTE FUNCTION governance.guard_proposal();
CREATE TRIGGER guard_proposal_there BEFORE INSERT OR DELETE ON governance.proposals FOR EACH ROW EXECUTE FUNCTION governance.guard_proposal();
CREATE TRIGGER guard_text BEFORE UPDATE OF version ON governance.proposals FOR EACH ROW WHEN ((old.version IS DISTINCT FROM new.version)) EXECUTE FUNCTION governance.guard_text();
CREATE TRIGGER hold_appealed BEFORE UPDATE OF state ON governance.proposals FOR EACH ROW WHEN (((old.state = 'queued'::text) AND (new.state <> 'queued'::text) AND old.is_hearing)) EXECUTE FUNCTION governance.hold_appealed();
CREATE TRIGGER keep_electorate_salt BEFORE UPDATE OF electorate_salt ON governance.proposals FOR EACH ROW WHEN (((old.opened_at IS NOT NULL) AND (old.electorate_salt IS DISTINCT FROM new.electorate_salt))) EXECUTE FUNCTION governance.keep_electorate_salt();
CREATE TRIGGER keep_following BEFORE UPDATE ON governance.proposals FOR EACH ROW WHEN ((new.follows_as IS DISTINCT FROM old.follows_as)) EXECUTE FUNCTION governance.keep_following();
CREATE TRIGGER keep_hearing BEFORE UPDATE OF is_hearing ON governance.proposals FOR EACH ROW WHEN ((old.is_hearing IS DISTINCT FROM new.is_hearing)) EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER keep_proof_version BEFORE UPDATE OF proof_version ON governance.proposals FOR EACH ROW WHEN (((old.opened_at IS NOT NULL) AND (old.proof_version IS DISTINCT FROM new.proof_version))) EXECUTE FUNCTION governance.keep_proof_version();
CREATE TRIGGER keep_told_sizes BEFORE UPDATE OF told_size, told_weight, told_members_weight ON governance.proposals FOR EACH ROW WHEN (((old.opened_at IS NOT NULL) AND (((old.told_size IS DISTINCT FROM new.told_size) OR (old.told_weight IS DISTINCT FROM new.told_weight)) OR (old.told_members_weight IS DISTINCT FROM new.told_members_weight)))) EXECUTE FUNCTION governance.keep_told_sizes();
CREATE TRIGGER keep_words AFTER INSERT OR DELETE OR UPDATE OF title, body ON governance.proposals FOR EACH ROW EXECUTE FUNCTION platform.keep_words('proposal', 'title', 'body');
CREATE TRIGGER refuse_erased_candidates BEFORE UPDATE OF state ON governance.proposals FOR EACH ROW WHEN (((old.state = ANY (ARRAY['draft'::text, 'notice'::text])) AND (new.state = ANY (ARRAY['notice'::text, 'open'::text])))) EXECUTE FUNCTION governance.refuse_erased_candidates();
alter table governance.proposals enable row level security;
alter table governance.proposals force row level security;
grant insert, select, update on governance.proposals to rochdale_app;

create table governance.ratifications (
  proposal_id uuid not null,
  cooperative_id uuid not null,
  vote_id uuid,
  ratify_by timestamp with time zone not null,
  state text not null,
  decided_at timestamp with time zone,
  undone jsonb not null,
  stands jsonb not null,
  constraint ratifications_decided_check CHECK (((state = 'pending'::text) = (decided_at IS NULL))),
  constraint ratifications_pk PRIMARY KEY (proposal_id),
  constraint ratifications_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id),
  constraint ratifications_stands_check CHECK ((jsonb_typeof(stands) = 'array'::text)),
  constraint ratifications_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'ratified'::text, 'refused'::text]))),
  constraint ratifications_undone_check CHECK ((jsonb_typeof(undone) = 'array'::text)),
  constraint ratifications_vote_fk FOREIGN KEY (vote_id) REFERENCES governance.proposals(id),
  constraint ratifications_vote_unique UNIQUE (vote_id)
);
CREATE INDEX ratifications_pending ON governance.ratifications USING btree (cooperative_id, ratify_by) WHERE (state = 'pending'::text);
create policy owner on governance.ratifications as permissive for all to owner using (true) with check (true);
create policy tenant on governance.ratifications as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_ratification BEFORE DELETE OR UPDATE ON governance.ratifications FOR EACH ROW EXECUTE FUNCTION governance.guard_ratification();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.ratifications FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.ratifications enable row level security;
alter table governance.ratifications force row level security;
grant insert, select, update on governance.ratifications to rochdale_app;

create table governance.recount_turns (
  cooperative_id uuid not null,
  closed_at timestamp with time zone not null,
  proposal_id uuid not null,
  constraint recount_turns_pk PRIMARY KEY (cooperative_id)
);
create policy owner on governance.recount_turns as permissive for all to owner using (true) with check (true);
create policy tenant on governance.recount_turns as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table governance.recount_turns enable row level security;
alter table governance.recount_turns force row level security;
grant insert, select, update on governance.recount_turns to rochdale_app;

CREATE OR REPLACE FUNCTION governance.refuse_erased_candidates()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        declare
          standing uuid[] := array(select c.member_id from governance.candidates c
            where c.cooperative_id = new.cooperative_id and c.proposal_id = new.id);
        begin
          if cardinality(standing) > 0 and exists (
              select from membership.erased_among(new.cooperative_id, standing)) then
            raise exception 'Somebody who stands is on the list of members no more.'
              using errcode = 'P0001', detail = 'PROPOSAL_CANDIDATE_GONE';
          end if;
          return new;
        end $function$;

CREATE OR REPLACE FUNCTION governance.refuse_erased_delegation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      PERFORM FROM membership.erased_among(new.cooperative_id,
        ARRAY[new.member_id, new.delegate_id]);
      IF found THEN
        RAISE EXCEPTION 'There is no such member.'
          USING errcode = 'P0001', detail = 'DELEGATE_NOT_FOUND';
      END IF;
      RETURN new;
    END $function$;

CREATE OR REPLACE FUNCTION governance.refuse_erased_representative()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
      PERFORM FROM membership.erased_among(new.cooperative_id,
        ARRAY[new.organisation_id, new.member_id]);
      IF found THEN
        RAISE EXCEPTION 'There is no such member.'
          USING errcode = 'P0001', detail = 'DELEGATE_NOT_FOUND';
      END IF;
      RETURN new;
    END $function$;

CREATE OR REPLACE FUNCTION governance.refuse_named_ballot()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if governance.is_detached(new.cooperative_id, new.proposal_id,
      array['open', 'extended', 'closed']) then
      raise exception 'a ballot of a detached vote is nobody''s'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION governance.refuse_reason()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    DECLARE
      standing uuid[] := ARRAY(SELECT c.member_id FROM governance.candidates c
        WHERE c.cooperative_id = new.cooperative_id AND c.proposal_id = new.proposal_id);
    BEGIN
      IF cardinality(standing) > 0 AND EXISTS (
          SELECT FROM membership.erased_among(new.cooperative_id, standing)) THEN
        RAISE EXCEPTION 'Somebody who stands is erased.'
          USING errcode = 'P0001', detail = 'BALLOT_REASON_NOT_TAKEN';
      END IF;
      RETURN new;
    END $function$;

CREATE OR REPLACE FUNCTION governance.refuse_second_vote()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if exists (select from governance.paper_voters
      where proposal_id = new.proposal_id and member_id = new.member_id
        and cooperative_id = new.cooperative_id and state <> 'returned') then
      raise exception 'whoever was handed a paper votes by it'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

create table governance.representatives (
  organisation_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  named_at timestamp with time zone not null,
  constraint representatives_pk PRIMARY KEY (organisation_id, member_id),
  constraint representatives_two_check CHECK ((organisation_id <> member_id))
);
CREATE INDEX representatives_by_member ON governance.representatives USING btree (cooperative_id, member_id);
CREATE INDEX representatives_by_organisation ON governance.representatives USING btree (cooperative_id, organisation_id);
create policy owner on governance.representatives as permissive for all to owner using (true) with check (true);
create policy tenant on governance.representatives as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_representative BEFORE UPDATE ON governance.representatives FOR EACH ROW EXECUTE FUNCTION governance.guard_representative();
CREATE TRIGGER refuse_erased_representative BEFORE INSERT ON governance.representatives FOR EACH ROW EXECUTE FUNCTION governance.refuse_erased_representative();
alter table governance.representatives enable row level security;
alter table governance.representatives force row level security;
grant delete, insert, select, update on governance.representatives to rochdale_app;

create table governance.reviews (
  proposal_id uuid not null,
  cooperative_id uuid not null,
  review_on date not null,
  set_by_member_id uuid not null,
  set_at timestamp with time zone not null,
  reminded_at timestamp with time zone,
  constraint reviews_pk PRIMARY KEY (proposal_id),
  constraint reviews_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
CREATE INDEX reviews_due ON governance.reviews USING btree (cooperative_id, review_on) WHERE (reminded_at IS NULL);
create policy owner on governance.reviews as permissive for all to owner using (true) with check (true);
create policy tenant on governance.reviews as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table governance.reviews enable row level security;
alter table governance.reviews force row level security;
grant insert, select, update on governance.reviews to rochdale_app;

CREATE OR REPLACE FUNCTION governance.says_who_stands(old governance.proposals, new governance.proposals)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select old.state = 'notice' and new.state = 'notice' and old.options is null
        and new.options is not null
        and to_jsonb(new) - array['options', 'vote_terms']
          = to_jsonb(old) - array['options', 'vote_terms']
        and exists (select from governance.elections e where e.cooperative_id = old.cooperative_id
          and e.proposal_id = old.id and e.order_seed is not null)
    $function$;

CREATE OR REPLACE FUNCTION governance.seals_hearing(old governance.proposals, new governance.proposals)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select old.is_hearing and new.ended_reason is null
        and (old.words_sealed is null and new.words_sealed is not null
          or old.ended_reason is not null
            and row(new.title, new.body, new.urgent_reason, new.words_sealed)
              is not distinct from row(old.title, old.body, old.urgent_reason, old.words_sealed))
        and (new.ended_reason_sealed is not distinct from old.ended_reason_sealed
          or old.ended_reason is not null)
        and (old.ended_reason is null or new.ended_reason_sealed is not null)
        and to_jsonb(new) - array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed'] = to_jsonb(old) - array['title', 'body', 'urgent_reason', 'ended_reason', 'words_sealed',
  'ended_reason_sealed']
    $function$;

create table governance.seconds (
  proposal_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  seconded_at timestamp with time zone not null,
  version integer not null default 1,
  constraint seconds_pk PRIMARY KEY (proposal_id, member_id, version),
  constraint seconds_proposal_fk FOREIGN KEY (proposal_id) REFERENCES governance.proposals(id)
);
create policy owner on governance.seconds as permissive for all to owner using (true) with check (true);
create policy tenant on governance.seconds as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON governance.seconds FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.seconds FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.seconds enable row level security;
alter table governance.seconds force row level security;
grant insert, select on governance.seconds to rochdale_app;

CREATE OR REPLACE FUNCTION governance.stood_erased(tenant uuid, vote uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select exists (select from governance.candidates c
        where c.cooperative_id = tenant and c.proposal_id = vote
          and membership.is_erased(tenant, c.member_id))
    $function$;

create table governance.templates (
  id uuid not null,
  cooperative_id uuid not null,
  key text not null,
  version integer not null,
  definition jsonb not null,
  kept_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint templates_definition_check CHECK ((jsonb_typeof(definition) = 'object'::text)),
  constraint templates_key_check CHECK (((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(key) <= 60))),
  constraint templates_pk PRIMARY KEY (id),
  constraint templates_version_check CHECK ((version > 0)),
  constraint templates_version_unique UNIQUE (cooperative_id, key, version)
);
CREATE UNIQUE INDEX templates_one_in_force ON governance.templates USING btree (cooperative_id, key) WHERE (retired_at IS NULL);
create policy owner on governance.templates as permissive for all to owner using (true) with check (true);
create policy tenant on governance.templates as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_template BEFORE DELETE OR UPDATE ON governance.templates FOR EACH ROW EXECUTE FUNCTION governance.guard_template();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.templates FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.templates enable row level security;
alter table governance.templates force row level security;
grant insert, select, update on governance.templates to rochdale_app;

create table governance.topics (
  cooperative_id uuid not null,
  key text not null,
  title text not null,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint topics_key_check CHECK (((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(key) <= 60))),
  constraint topics_pk PRIMARY KEY (cooperative_id, key),
  constraint topics_title_check CHECK (((length(title) >= 1) AND (length(title) <= 120)))
);
create policy owner on governance.topics as permissive for all to owner using (true) with check (true);
create policy tenant on governance.topics as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table governance.topics enable row level security;
alter table governance.topics force row level security;
grant insert, select, update on governance.topics to rochdale_app;

create table governance.turnout (
  proposal_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  constraint turnout_pk PRIMARY KEY (proposal_id, member_id),
  constraint turnout_voter_fk FOREIGN KEY (proposal_id, member_id) REFERENCES governance.electorate(proposal_id, member_id)
);
CREATE INDEX turnout_by_member ON governance.turnout USING btree (cooperative_id, member_id);
create policy owner on governance.turnout as permissive for all to owner using (true) with check (true);
create policy tenant on governance.turnout as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_turnout BEFORE INSERT ON governance.turnout FOR EACH ROW EXECUTE FUNCTION governance.guard_turnout();
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON governance.turnout FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON governance.turnout FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table governance.turnout enable row level security;
alter table governance.turnout force row level security;
grant insert, select on governance.turnout to rochdale_app;

CREATE OR REPLACE FUNCTION governance.withholds(old governance.proposals, new governance.proposals)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
      select old.visibility = 'public' and new.visibility = 'members'
        and to_jsonb(new) - 'visibility' = to_jsonb(old) - 'visibility'
    $function$;

create schema identity;
grant usage on schema identity to rochdale_app;

create table identity.accounts (
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  two_factor_enabled boolean not null default false,
  disabled_at timestamp with time zone,
  erased_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  last_used_on date,
  idle_told_on date,
  forgets_invitations boolean not null default false,
  constraint accounts_email_key UNIQUE (email),
  constraint accounts_email_lower_check CHECK ((email = lower(email))),
  constraint accounts_pkey PRIMARY KEY (id)
);
CREATE TRIGGER forget_invited AFTER UPDATE OF erased_at ON identity.accounts FOR EACH ROW WHEN (((old.erased_at IS NULL) AND (new.erased_at IS NOT NULL) AND new.forgets_invitations)) EXECUTE FUNCTION membership.forget_invited();
grant insert, select, update on identity.accounts to rochdale_app;

create table identity.api_keys (
  id uuid not null,
  cooperative_id uuid not null,
  partner_id uuid not null,
  name text not null,
  token_hash text not null,
  hint text not null,
  scopes text[] not null,
  issued_by uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  replaced_by uuid,
  constraint api_keys_expiry_check CHECK (((expires_at IS NULL) OR (expires_at > created_at))),
  constraint api_keys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES identity.api_keys(id),
  constraint api_keys_scopes_check CHECK ((cardinality(scopes) > 0)),
  constraint api_keys_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint api_keys_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX api_keys_partner_idx ON identity.api_keys USING btree (cooperative_id, partner_id, created_at, id);
create policy owner on identity.api_keys as permissive for all to owner using (true) with check (true);
create policy tenant on identity.api_keys as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_api_key BEFORE DELETE ON identity.api_keys FOR EACH ROW EXECUTE FUNCTION identity.keep_api_key();
alter table identity.api_keys enable row level security;
alter table identity.api_keys force row level security;
grant delete, insert, select, update on identity.api_keys to rochdale_app;

create table identity.credentials (
  id uuid not null,
  account_id uuid not null,
  provider text not null,
  subject text not null,
  password_hash text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint credentials_account_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint credentials_pkey PRIMARY KEY (id),
  constraint credentials_provider_subject_key UNIQUE (provider, subject)
);
CREATE INDEX credentials_account_idx ON identity.credentials USING btree (account_id);
CREATE TRIGGER refuse_erased_account BEFORE INSERT ON identity.credentials FOR EACH ROW EXECUTE FUNCTION identity.refuse_erased_account();
grant delete, insert, select, update on identity.credentials to rochdale_app;

CREATE OR REPLACE FUNCTION identity.find_api_key(hash text)
 RETURNS TABLE(id uuid, cooperative_id uuid, partner_id uuid, scopes text[], expires_at timestamp with time zone, last_used_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY SELECT k.id, k.cooperative_id, k.partner_id, k.scopes, k.expires_at, k.last_used_at
      FROM identity.api_keys k
     WHERE k.token_hash = hash AND k.revoked_at IS NULL;
  END $function$;
grant execute on identity.find_api_key(text) to rochdale_app;

CREATE OR REPLACE FUNCTION identity.find_personal_token(hash text)
 RETURNS TABLE(id uuid, cooperative_id uuid, account_id uuid, scopes text[], expires_at timestamp with time zone, last_used_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN
    RETURN QUERY SELECT t.id, t.cooperative_id, t.account_id, t.scopes, t.expires_at, t.last_used_at
      FROM identity.personal_tokens t
      JOIN identity.accounts a ON a.id = t.account_id
     WHERE t.token_hash = hash AND t.revoked_at IS NULL AND a.disabled_at IS NULL;
  END $function$;
grant execute on identity.find_personal_token(text) to rochdale_app;

CREATE OR REPLACE FUNCTION identity.is_erased(account uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
      select exists (select from identity.accounts a
        where a.id = account and a.erased_at is not null)
    $function$;

CREATE OR REPLACE FUNCTION identity.keep_api_key()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        begin
          if old.revoked_at is null
             and (old.expires_at is null or old.expires_at > clock_timestamp()) then
            raise exception 'a key stays while it is in force'
              using errcode = 'restrict_violation';
          end if;
          return old;
        end $function$;

CREATE OR REPLACE FUNCTION identity.keep_personal_token()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        begin
          if old.revoked_at is null and old.expires_at > clock_timestamp() then
            raise exception 'a token stays while it is in force'
              using errcode = 'restrict_violation';
          end if;
          return old;
        end $function$;

CREATE OR REPLACE FUNCTION identity.note_use_of_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
        declare
          today date := (clock_timestamp() at time zone 'UTC')::date;
        begin
          update identity.accounts a set last_used_on = today
            where a.id = new.account_id and a.erased_at is null
              and a.last_used_on is distinct from today;
          return new;
        end $function$;

create table identity.passkeys (
  id uuid not null,
  account_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  sign_count bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint passkeys_account_fk FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint passkeys_credential_check CHECK (((length(credential_id) >= 1) AND (length(credential_id) <= 1400))),
  constraint passkeys_credential_unique UNIQUE (credential_id),
  constraint passkeys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint passkeys_pk PRIMARY KEY (id),
  constraint passkeys_public_key_check CHECK (((octet_length(public_key) >= 1) AND (octet_length(public_key) <= 4000))),
  constraint passkeys_sign_count_check CHECK (((sign_count >= 0) AND (sign_count <= '4294967295'::bigint)))
);
CREATE INDEX passkeys_by_account ON identity.passkeys USING btree (account_id);
CREATE TRIGGER refuse_erased_account BEFORE INSERT ON identity.passkeys FOR EACH ROW EXECUTE FUNCTION identity.refuse_erased_account();
grant delete, insert, select, update on identity.passkeys to rochdale_app;

create table identity.personal_tokens (
  id uuid not null,
  cooperative_id uuid not null,
  account_id uuid not null,
  name text not null,
  token_hash text not null,
  hint text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint personal_tokens_account_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint personal_tokens_expiry_check CHECK ((expires_at > created_at)),
  constraint personal_tokens_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint personal_tokens_pkey PRIMARY KEY (id),
  constraint personal_tokens_scopes_check CHECK ((cardinality(scopes) > 0)),
  constraint personal_tokens_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint personal_tokens_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX personal_tokens_account_idx ON identity.personal_tokens USING btree (cooperative_id, account_id, created_at, id);
create policy owner on identity.personal_tokens as permissive for all to owner using (true) with check (true);
create policy tenant on identity.personal_tokens as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_personal_token BEFORE DELETE ON identity.personal_tokens FOR EACH ROW EXECUTE FUNCTION identity.keep_personal_token();
CREATE TRIGGER refuse_erased_account BEFORE INSERT ON identity.personal_tokens FOR EACH ROW EXECUTE FUNCTION identity.refuse_erased_account();
alter table identity.personal_tokens enable row level security;
alter table identity.personal_tokens force row level security;
grant delete, insert, select, update on identity.personal_tokens to rochdale_app;

create table identity.rate_limits (
  key_hash text not null,
  hits integer not null,
  window_ends_at timestamp with time zone not null,
  constraint rate_limits_hits_check CHECK ((hits > 0)),
  constraint rate_limits_pkey PRIMARY KEY (key_hash)
);
CREATE INDEX rate_limits_window_idx ON identity.rate_limits USING btree (window_ends_at);
grant delete, insert, select, update on identity.rate_limits to rochdale_app;

CREATE OR REPLACE FUNCTION identity.refuse_erased_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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

create table identity.sessions (
  id uuid not null,
  account_id uuid not null,
  token_hash text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint sessions_account_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_hash_check CHECK ((token_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint sessions_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX sessions_account_idx ON identity.sessions USING btree (account_id);
CREATE INDEX sessions_expires_idx ON identity.sessions USING btree (expires_at);
CREATE TRIGGER note_use_of_account BEFORE INSERT OR UPDATE OF expires_at ON identity.sessions FOR EACH ROW EXECUTE FUNCTION identity.note_use_of_account();
CREATE TRIGGER refuse_erased_account BEFORE INSERT ON identity.sessions FOR EACH ROW EXECUTE FUNCTION identity.refuse_erased_account();
grant delete, insert, select, update on identity.sessions to rochdale_app;

create table identity.two_factors (
  id uuid not null,
  account_id uuid not null,
  secret_encrypted text not null,
  backup_codes_encrypted text not null,
  verified boolean not null default true,
  failed_verifications integer not null default 0,
  locked_until timestamp with time zone,
  constraint two_factors_account_fkey FOREIGN KEY (account_id) REFERENCES identity.accounts(id) ON DELETE CASCADE,
  constraint two_factors_account_key UNIQUE (account_id),
  constraint two_factors_pkey PRIMARY KEY (id)
);
CREATE TRIGGER refuse_erased_account BEFORE INSERT ON identity.two_factors FOR EACH ROW EXECUTE FUNCTION identity.refuse_erased_account();
grant delete, insert, select, update on identity.two_factors to rochdale_app;

create table identity.verifications (
  id uuid not null,
  identifier_hash text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint verifications_identifier_hash_check CHECK ((identifier_hash ~ '^[0-9a-f]{64}$'::text)),
  constraint verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX verifications_expires_idx ON identity.verifications USING btree (expires_at);
CREATE INDEX verifications_identifier_idx ON identity.verifications USING btree (identifier_hash);
grant delete, insert, select, update on identity.verifications to rochdale_app;

create schema ledger;
grant usage on schema ledger to rochdale_app;

create table ledger.accounts with (fillfactor=70) (
  id uuid not null,
  cooperative_id uuid not null,
  code text not null,
  name text not null,
  kind text not null,
  currency text not null,
  floor_minor bigint,
  balance_minor bigint not null default 0,
  held_minor bigint not null default 0,
  opened_at timestamp with time zone not null,
  debited_minor numeric not null default 0,
  checkpointed_before timestamp with time zone,
  below_floor_minor bigint not null default 0,
  constraint ledger_accounts_below_check CHECK ((below_floor_minor >= 0)),
  constraint ledger_accounts_code_check CHECK ((code ~ '^[a-z][A-Za-z0-9:._-]{0,99}$'::text)),
  constraint ledger_accounts_code_key UNIQUE (cooperative_id, code, currency),
  constraint ledger_accounts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint ledger_accounts_floor_check CHECK (((floor_minor IS NULL) OR ((
CASE
    WHEN (kind = ANY (ARRAY['asset'::text, 'expense'::text])) THEN balance_minor
    ELSE (- balance_minor)
END - held_minor) >= (floor_minor - below_floor_minor)))),
  constraint ledger_accounts_held_check CHECK ((held_minor >= 0)),
  constraint ledger_accounts_identity_key UNIQUE (id, cooperative_id, currency),
  constraint ledger_accounts_kind_check CHECK ((kind = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text]))),
  constraint ledger_accounts_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint ledger_accounts_pkey PRIMARY KEY (id),
  constraint ledger_accounts_tenant_unique UNIQUE (id, cooperative_id)
);
create policy owner on ledger.accounts as permissive for all to owner using (true) with check (true);
create policy tenant on ledger.accounts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER accounts_follow_postings BEFORE UPDATE ON ledger.accounts FOR EACH ROW WHEN (((pg_trigger_depth() = 0) AND ((((new.balance_minor IS DISTINCT FROM old.balance_minor) OR (new.held_minor IS DISTINCT FROM old.held_minor)) OR (new.debited_minor IS DISTINCT FROM old.debited_minor)) OR (new.below_floor_minor IS DISTINCT FROM old.below_floor_minor)))) EXECUTE FUNCTION ledger.refuse_account_change('balances are never changed but by postings and holds');
CREATE TRIGGER accounts_remain BEFORE DELETE ON ledger.accounts FOR EACH ROW EXECUTE FUNCTION ledger.refuse_account_change('accounts are never removed');
CREATE TRIGGER accounts_remain_all BEFORE TRUNCATE ON ledger.accounts FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_account_change('accounts are never removed');
CREATE TRIGGER accounts_start_empty BEFORE INSERT ON ledger.accounts FOR EACH ROW WHEN (((new.balance_minor <> 0) OR (new.held_minor <> 0) OR (new.debited_minor <> (0)::numeric) OR (new.below_floor_minor <> 0))) EXECUTE FUNCTION ledger.refuse_account_change('an account starts empty');
CREATE TRIGGER accounts_stay_themselves BEFORE UPDATE ON ledger.accounts FOR EACH ROW WHEN (((((((new.id IS DISTINCT FROM old.id) OR (new.cooperative_id IS DISTINCT FROM old.cooperative_id)) OR (new.code IS DISTINCT FROM old.code)) OR (new.kind IS DISTINCT FROM old.kind)) OR (new.currency IS DISTINCT FROM old.currency)) OR (new.opened_at IS DISTINCT FROM old.opened_at))) EXECUTE FUNCTION ledger.refuse_account_change('code, kind and currency are never changed');
CREATE TRIGGER accounts_trim_below BEFORE UPDATE ON ledger.accounts FOR EACH ROW WHEN ((new.below_floor_minor <> 0)) EXECUTE FUNCTION ledger.trim_below_floor();
alter table ledger.accounts enable row level security;
alter table ledger.accounts force row level security;
grant select on ledger.accounts to rochdale_app;
grant insert on ledger.accounts.code to rochdale_app;
grant insert on ledger.accounts.cooperative_id to rochdale_app;
grant insert on ledger.accounts.currency to rochdale_app;
grant insert, update on ledger.accounts.floor_minor to rochdale_app;
grant insert on ledger.accounts.id to rochdale_app;
grant insert on ledger.accounts.kind to rochdale_app;
grant insert, update on ledger.accounts.name to rochdale_app;
grant insert on ledger.accounts.opened_at to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.apply_hold()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    UPDATE ledger.accounts SET held_minor = held_minor
        + CASE TG_OP WHEN 'INSERT' THEN NEW.amount_minor ELSE -NEW.amount_minor END,
        below_floor_minor = below_floor_minor
          + CASE WHEN TG_OP = 'INSERT' AND NEW.is_beyond_floor AND kind = 'asset'
              THEN NEW.amount_minor ELSE 0 END
      WHERE id = NEW.account_id;
    RETURN NULL;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.apply_postings()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  DECLARE
    is_late boolean;
  BEGIN
    IF EXISTS (SELECT FROM added JOIN ledger.transactions t ON t.id = added.transaction_id
      WHERE t.recorded_in <> pg_current_xact_id()::text::bigint OR t.sequence <> added.sequence)
    THEN
      RAISE EXCEPTION 'postings are never added to a transaction that is already recorded'
        USING ERRCODE = 'restrict_violation';
    END IF;
    WITH moved AS (
      SELECT added.account_id, sum(added.amount_minor)::bigint AS amount_minor,
          sum(greatest(added.amount_minor, 0)) AS debit_minor,
          min(added.effective_at) AS earliest,
          bool_and(coalesce(t.outside_fact, undone.outside_fact) IS NOT NULL
            AND added.account_id IS NOT DISTINCT FROM
              coalesce(undone.outside_account_id, t.outside_account_id)) AS has_happened
        FROM added JOIN ledger.transactions t ON t.id = added.transaction_id
          LEFT JOIN ledger.transactions undone ON undone.id = t.reverses_id
        GROUP BY added.account_id
    ), changed AS (
      UPDATE ledger.accounts a SET balance_minor = a.balance_minor + moved.amount_minor,
          debited_minor = a.debited_minor + moved.debit_minor,
          below_floor_minor = a.below_floor_minor
            + CASE WHEN moved.has_happened AND a.kind = 'asset'
                THEN greatest(-moved.amount_minor, 0) ELSE 0 END
        FROM moved WHERE a.id = moved.account_id
        RETURNING a.checkpointed_before >= moved.earliest AS is_late
    )
    SELECT bool_or(changed.is_late) INTO is_late FROM changed;
    IF is_late THEN
      UPDATE ledger.balance_checkpoints c
        SET balance_minor = c.balance_minor + late.amount_minor,
          debited_minor = c.debited_minor + late.debit_minor
        FROM (SELECT k.account_id, k.effective_at, k.sequence, k.position,
            sum(added.amount_minor) AS amount_minor,
            sum(greatest(added.amount_minor, 0)) AS debit_minor
          FROM added JOIN ledger.balance_checkpoints k ON k.account_id = added.account_id
            AND (k.effective_at, k.sequence, k.position)
              > (added.effective_at, added.sequence, added.position)
          GROUP BY k.account_id, k.effective_at, k.sequence, k.position) late
        WHERE (c.account_id, c.effective_at, c.sequence, c.position)
          = (late.account_id, late.effective_at, late.sequence, late.position);
    END IF;
    RETURN NULL;
  END $function$;

create table ledger.balance_checkpoints (
  account_id uuid not null,
  effective_at timestamp with time zone not null,
  sequence bigint not null,
  "position" integer not null,
  cooperative_id uuid not null,
  currency text not null,
  balance_minor numeric not null,
  debited_minor numeric not null,
  constraint balance_checkpoints_account_fk FOREIGN KEY (account_id, cooperative_id, currency) REFERENCES ledger.accounts(id, cooperative_id, currency),
  constraint balance_checkpoints_pk PRIMARY KEY (account_id, effective_at, sequence, "position")
);
create policy owner on ledger.balance_checkpoints as permissive for all to owner using (true) with check (true);
create policy tenant on ledger.balance_checkpoints as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table ledger.balance_checkpoints enable row level security;
alter table ledger.balance_checkpoints force row level security;
grant select on ledger.balance_checkpoints to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.books_lock(cooperative uuid)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT pg_catalog.hashtextextended(cooperative::text, 7700)
  $function$;

CREATE OR REPLACE FUNCTION ledger.check_exchange()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    IF NOT EXISTS (SELECT FROM ledger.transactions t
      WHERE t.id = NEW.transaction_id AND t.cooperative_id = NEW.cooperative_id
        AND t.recorded_in = pg_current_xact_id()::text::bigint)
    THEN
      RAISE EXCEPTION 'a rate is recorded together with its transaction'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.check_header_laws()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    PERFORM ledger.check_laws(NEW.id);
    RETURN NULL;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.check_hold_posted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
      declare
        drawn numeric;
        posted numeric;
      begin
        select sum(case when a.kind in ('asset', 'expense')
            then -p.amount_minor else p.amount_minor end) into drawn
          from ledger.postings p
          join ledger.accounts a on a.id = p.account_id
          join ledger.transactions t on t.id = p.transaction_id
          where p.transaction_id = new.transaction_id and p.account_id = new.account_id
            and t.recorded_in = pg_current_xact_id()::text::bigint;
        select sum(h.posted_minor) into posted from ledger.holds h
          where h.transaction_id = new.transaction_id and h.account_id = new.account_id;
        if drawn is distinct from posted then
          raise exception 'holds are posted by a transaction that takes just that from its account'
            using errcode = 'restrict_violation';
        end if;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION ledger.check_laws(checked uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  DECLARE
    postings bigint;
    currencies text[];
    balanced boolean;
    original uuid;
  BEGIN
    SELECT coalesce(sum(c.postings), 0), array_agg(c.currency ORDER BY c.currency COLLATE "C"),
        coalesce(bool_and(c.total = 0), false)
      INTO postings, currencies, balanced
      FROM (SELECT p.currency, count(*) AS postings, sum(p.amount_minor) AS total
        FROM ledger.postings p WHERE p.transaction_id = checked GROUP BY p.currency) c;
    IF postings < 2 THEN
      RAISE EXCEPTION 'A transaction has at least two postings.'
        USING ERRCODE = 'P0001', DETAIL = 'TOO_FEW_POSTINGS';
    ELSIF NOT balanced THEN
      RAISE EXCEPTION 'The postings of a transaction sum to zero in each currency.'
        USING ERRCODE = 'P0001', DETAIL = 'UNBALANCED_POSTINGS';
    END IF;
    SELECT t.reverses_id INTO original FROM ledger.transactions t WHERE t.id = checked;
    IF original IS NOT NULL THEN
      PERFORM ledger.check_mirror(checked, original);
    ELSIF cardinality(currencies) > 1 AND NOT EXISTS (SELECT FROM ledger.exchanges e
      WHERE e.transaction_id = checked AND currencies = CASE
        WHEN e.sold_currency COLLATE "C" < e.bought_currency COLLATE "C"
        THEN ARRAY[e.sold_currency, e.bought_currency]
        ELSE ARRAY[e.bought_currency, e.sold_currency] END)
    THEN
      RAISE EXCEPTION 'Two currencies meet only in an exchange with its rate.'
        USING ERRCODE = 'P0001', DETAIL = 'MIXED_CURRENCIES';
    END IF;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.check_mirror(reversal uuid, original uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    IF EXISTS (
      (SELECT account_id, -amount_minor FROM ledger.postings WHERE transaction_id = original
       EXCEPT ALL
       SELECT account_id, amount_minor FROM ledger.postings WHERE transaction_id = reversal)
      UNION ALL
      (SELECT account_id, amount_minor FROM ledger.postings WHERE transaction_id = reversal
       EXCEPT ALL
       SELECT account_id, -amount_minor FROM ledger.postings WHERE transaction_id = original))
    THEN
      RAISE EXCEPTION 'A reversal mirrors its transaction posting by posting.'
        USING ERRCODE = 'P0001', DETAIL = 'REVERSAL_DOES_NOT_MIRROR';
    END IF;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.check_posting_laws()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    PERFORM ledger.check_laws(NEW.transaction_id);
    RETURN NULL;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.check_reversal()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  DECLARE
    original ledger.transactions;
  BEGIN
    SELECT * INTO original FROM ledger.transactions
      WHERE id = NEW.reverses_id AND cooperative_id = NEW.cooperative_id;
    IF original.id IS NULL THEN
      RAISE EXCEPTION 'There is no such transaction to reverse.'
        USING ERRCODE = 'P0001', DETAIL = 'TRANSACTION_NOT_FOUND';
    ELSIF original.reverses_id IS NOT NULL THEN
      RAISE EXCEPTION 'A reversal is not reversed: record what happened as a new transaction.'
        USING ERRCODE = 'P0001', DETAIL = 'REVERSAL_OF_REVERSAL';
    ELSIF original.recorded_in = NEW.recorded_in THEN
      RAISE EXCEPTION 'a transaction is reversed only after it was committed'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.check_transaction_time()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    IF EXISTS (SELECT FROM ledger.period_locks
      WHERE cooperative_id = NEW.cooperative_id AND locked_before > NEW.effective_at)
    THEN
      RAISE EXCEPTION 'The books are closed for that day: record it today instead.'
        USING ERRCODE = 'P0001', DETAIL = 'BOOKS_CLOSED';
    END IF;
    RETURN NULL;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.close_books()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    PERFORM pg_advisory_xact_lock(ledger.books_lock(NEW.cooperative_id));
    IF EXISTS (SELECT FROM ledger.period_locks
      WHERE cooperative_id = NEW.cooperative_id AND locked_before >= NEW.locked_before)
    THEN
      RAISE EXCEPTION 'The books are closed up to that day already.'
        USING ERRCODE = 'P0001', DETAIL = 'BOOKS_CLOSED';
    END IF;
    NEW.sequence := nextval('ledger.sequence');
    RETURN NEW;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.drop_descriptions(tenant uuid, before timestamp with time zone, at_most integer)
 RETURNS SETOF uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
grant execute on ledger.drop_descriptions(uuid,timestamp with time zone,integer) to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.drop_memos(tenant uuid, before timestamp with time zone, at_most integer)
 RETURNS SETOF uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
grant execute on ledger.drop_memos(uuid,timestamp with time zone,integer) to rochdale_app;

create table ledger.exchanges (
  transaction_id uuid not null,
  cooperative_id uuid not null,
  sold_minor bigint not null,
  sold_currency text not null,
  bought_minor bigint not null,
  bought_currency text not null,
  rate numeric not null,
  rate_source text not null,
  constraint exchanges_amounts_check CHECK (((sold_minor > 0) AND (bought_minor > 0) AND (rate > (0)::numeric) AND (sold_currency <> bought_currency))),
  constraint exchanges_pkey PRIMARY KEY (transaction_id),
  constraint exchanges_rate_source_check CHECK (((length(rate_source) >= 1) AND (length(rate_source) <= 200))),
  constraint exchanges_transaction_fkey FOREIGN KEY (transaction_id) REFERENCES ledger.transactions(id)
);
create policy owner on ledger.exchanges as permissive for all to owner using (true) with check (true);
create policy tenant on ledger.exchanges as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER exchanges_check AFTER INSERT ON ledger.exchanges FOR EACH ROW EXECUTE FUNCTION ledger.check_exchange();
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON ledger.exchanges FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ledger.exchanges FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table ledger.exchanges enable row level security;
alter table ledger.exchanges force row level security;
grant insert, select on ledger.exchanges to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.forget_descriptions(tenant uuid, ids uuid[], instead text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
grant execute on ledger.forget_descriptions(uuid,uuid[],text) to rochdale_app;

create table ledger.holds with (fillfactor=80) (
  id uuid not null,
  cooperative_id uuid not null,
  account_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  idempotency_key text not null,
  fingerprint text not null,
  source_kind text not null,
  source_id text not null,
  placed_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  state text not null,
  posted_minor bigint,
  transaction_id uuid,
  resolved_at timestamp with time zone,
  is_beyond_floor boolean not null default false,
  constraint holds_account_fkey FOREIGN KEY (account_id, cooperative_id, currency) REFERENCES ledger.accounts(id, cooperative_id, currency),
  constraint holds_amount_check CHECK ((amount_minor > 0)),
  constraint holds_expiry_check CHECK ((expires_at > placed_at)),
  constraint holds_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
  constraint holds_idempotency_key UNIQUE (cooperative_id, idempotency_key),
  constraint holds_pkey PRIMARY KEY (id),
  constraint holds_state_check CHECK (
CASE state
    WHEN 'open'::text THEN ((resolved_at IS NULL) AND (transaction_id IS NULL) AND (posted_minor IS NULL))
    WHEN 'posted'::text THEN ((resolved_at IS NOT NULL) AND (transaction_id IS NOT NULL) AND (posted_minor IS NOT NULL) AND ((posted_minor >= 1) AND (posted_minor <= amount_minor)))
    WHEN 'voided'::text THEN ((resolved_at IS NOT NULL) AND (transaction_id IS NULL) AND (posted_minor IS NULL))
    WHEN 'expired'::text THEN ((resolved_at IS NOT NULL) AND (transaction_id IS NULL) AND (posted_minor IS NULL) AND (expires_at IS NOT NULL) AND (expires_at <= resolved_at))
    ELSE false
END),
  constraint holds_texts_check CHECK ((((length(idempotency_key) >= 1) AND (length(idempotency_key) <= 200)) AND ((length(source_kind) >= 1) AND (length(source_kind) <= 100)) AND ((length(source_id) >= 1) AND (length(source_id) <= 200)))),
  constraint holds_transaction_fkey FOREIGN KEY (transaction_id) REFERENCES ledger.transactions(id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX holds_by_account ON ledger.holds USING btree (cooperative_id, account_id, id);
CREATE INDEX holds_by_id ON ledger.holds USING btree (cooperative_id, id);
CREATE INDEX holds_by_source ON ledger.holds USING btree (cooperative_id, source_kind, source_id);
CREATE INDEX holds_by_state ON ledger.holds USING btree (cooperative_id, state, id);
CREATE INDEX holds_by_transaction ON ledger.holds USING btree (transaction_id) WHERE (transaction_id IS NOT NULL);
CREATE INDEX holds_open_by_account ON ledger.holds USING btree (account_id) WHERE (state = 'open'::text);
CREATE INDEX holds_open_by_expiry ON ledger.holds USING btree (cooperative_id, expires_at) WHERE ((state = 'open'::text) AND (expires_at IS NOT NULL));
create policy owner on ledger.holds as permissive for all to owner using (true) with check (true);
create policy tenant on ledger.holds as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER holds_apply AFTER INSERT OR UPDATE ON ledger.holds FOR EACH ROW EXECUTE FUNCTION ledger.apply_hold();
CREATE CONSTRAINT TRIGGER holds_posted_law AFTER UPDATE ON ledger.holds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state = 'posted'::text)) EXECUTE FUNCTION ledger.check_hold_posted();
CREATE TRIGGER holds_remain BEFORE TRUNCATE ON ledger.holds FOR EACH STATEMENT EXECUTE FUNCTION ledger.resolve_hold_once();
CREATE TRIGGER holds_resolve_once BEFORE INSERT OR DELETE OR UPDATE ON ledger.holds FOR EACH ROW EXECUTE FUNCTION ledger.resolve_hold_once();
alter table ledger.holds enable row level security;
alter table ledger.holds force row level security;
grant insert, select on ledger.holds to rochdale_app;
grant update on ledger.holds.posted_minor to rochdale_app;
grant update on ledger.holds.resolved_at to rochdale_app;
grant update on ledger.holds.state to rochdale_app;
grant update on ledger.holds.transaction_id to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.keep_checkpoints(p_account_id uuid, p_until timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    IF NOT EXISTS (SELECT FROM ledger.accounts
      WHERE id = p_account_id AND cooperative_id = platform.current_cooperative())
    THEN
      RETURN 0;
    END IF;
    RETURN ledger.write_checkpoints(p_account_id, p_until);
  END $function$;
grant execute on ledger.keep_checkpoints(uuid,timestamp with time zone) to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.keep_transaction()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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

CREATE OR REPLACE FUNCTION ledger.keep_words_of_transactions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    begin
      
  insert into platform.search_words (cooperative_id, subject_id, word, kind)
    select one.cooperative_id, one.id, word, 'transaction'
    from added one cross join lateral platform.words_of(concat_ws(' ', one.description)) as word;
      return null;
    end $function$;

create table ledger.period_locks (
  id uuid not null,
  cooperative_id uuid not null,
  locked_before timestamp with time zone not null,
  sequence bigint not null,
  locked_at timestamp with time zone not null,
  constraint period_locks_before_key UNIQUE (cooperative_id, locked_before),
  constraint period_locks_pkey PRIMARY KEY (id)
);
create policy owner on ledger.period_locks as permissive for all to owner using (true) with check (true);
create policy tenant on ledger.period_locks as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER period_locks_close_books BEFORE INSERT ON ledger.period_locks FOR EACH ROW EXECUTE FUNCTION ledger.close_books();
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON ledger.period_locks FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ledger.period_locks FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table ledger.period_locks enable row level security;
alter table ledger.period_locks force row level security;
grant insert, select on ledger.period_locks to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.place_posting()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    SELECT t.sequence INTO NEW.sequence FROM ledger.transactions t WHERE t.id = NEW.transaction_id;
    RETURN NEW;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.post_transaction(p_id uuid, p_cooperative_id uuid, p_idempotency_key text, p_fingerprint text, p_effective_at timestamp with time zone, p_recorded_at timestamp with time zone, p_description text, p_source_kind text, p_source_id text, p_outside_fact text, p_reverses_id uuid, p_account_ids uuid[], p_amounts_minor bigint[], p_memos text[], p_outside_account_id uuid DEFAULT NULL::uuid, OUT transaction_id uuid, OUT effective timestamp with time zone, OUT recorded timestamp with time zone, OUT replayed boolean, OUT currencies text[])
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  DECLARE
    known_fingerprint text;
    place bigint;
    added bigint;
    balanced boolean;
  BEGIN
    IF coalesce(p_outside_fact, p_reverses_id::text) IS NOT NULL THEN
      PERFORM pg_advisory_xact_lock(hashtextextended(
        p_cooperative_id::text || coalesce(p_outside_fact, p_reverses_id::text), 7701));
    END IF;
    INSERT INTO ledger.transactions (id, cooperative_id, idempotency_key, fingerprint,
        effective_at, recorded_at, description, source_kind, source_id, outside_fact, reverses_id,
        outside_account_id)
      VALUES (p_id, p_cooperative_id, p_idempotency_key, p_fingerprint,
        p_effective_at, p_recorded_at, p_description, p_source_kind, p_source_id,
        p_outside_fact, p_reverses_id, p_outside_account_id)
      ON CONFLICT ON CONSTRAINT transactions_idempotency_key DO NOTHING
      RETURNING sequence INTO place;
    replayed := NOT FOUND;
    IF replayed THEN
      SELECT t.id, t.effective_at, t.recorded_at, t.fingerprint
        INTO STRICT transaction_id, effective, recorded, known_fingerprint
        FROM ledger.transactions t
        WHERE t.cooperative_id = p_cooperative_id AND t.idempotency_key = p_idempotency_key;
      IF known_fingerprint <> p_fingerprint THEN
        RAISE EXCEPTION 'This idempotency key was used with another input.'
          USING ERRCODE = 'P0001', DETAIL = 'IDEMPOTENCY_KEY_REUSED';
      END IF;
      RETURN;
    END IF;
    transaction_id := p_id;
    effective := p_effective_at;
    recorded := p_recorded_at;
    WITH locked AS MATERIALIZED (
      SELECT a.id, a.currency FROM ledger.accounts a
        WHERE a.id = ANY (p_account_ids) ORDER BY a.id FOR NO KEY UPDATE
    ), inserted AS (
      INSERT INTO ledger.postings (transaction_id, position, cooperative_id, account_id,
          currency, amount_minor, effective_at, memo, sequence)
        SELECT p_id, given.position, p_cooperative_id, given.account_id,
            locked.currency, given.amount_minor, p_effective_at, given.memo, place
          FROM unnest(p_account_ids, p_amounts_minor, p_memos)
            WITH ORDINALITY AS given (account_id, amount_minor, memo, position)
          JOIN locked ON locked.id = given.account_id
        RETURNING currency, amount_minor
    )
    SELECT coalesce(sum(c.postings), 0), array_agg(c.currency), bool_and(c.total = 0)
      INTO added, currencies, balanced
      FROM (SELECT currency, count(*) AS postings, sum(amount_minor) AS total
        FROM inserted GROUP BY currency) c;
    IF added <> cardinality(p_account_ids) THEN
      RAISE EXCEPTION 'One of the accounts does not exist.'
        USING ERRCODE = 'P0001', DETAIL = 'LEDGER_ACCOUNT_NOT_FOUND';
    ELSIF NOT balanced THEN
      RAISE EXCEPTION 'The postings of a transaction sum to zero in each currency.'
        USING ERRCODE = 'P0001', DETAIL = 'UNBALANCED_POSTINGS';
    END IF;
  END $function$;
grant execute on ledger.post_transaction(uuid,uuid,text,text,timestamp with time zone,timestamp with time zone,text,text,text,text,uuid,uuid[],bigint[],text[],uuid) to rochdale_app;

create table ledger.postings (
  transaction_id uuid not null,
  "position" integer not null,
  cooperative_id uuid not null,
  account_id uuid not null,
  currency text not null,
  amount_minor bigint not null,
  effective_at timestamp with time zone not null,
  memo text,
  sequence bigint not null,
  constraint postings_account_fkey FOREIGN KEY (account_id, cooperative_id, currency) REFERENCES ledger.accounts(id, cooperative_id, currency),
  constraint postings_amount_check CHECK (((amount_minor <> 0) AND (amount_minor <> '-9223372036854775808'::bigint))),
  constraint postings_memo_check CHECK (((length(memo) >= 1) AND (length(memo) <= 500))),
  constraint postings_pkey PRIMARY KEY (transaction_id, "position"),
  constraint postings_position_check CHECK (("position" >= 1)),
  constraint postings_transaction_fkey FOREIGN KEY (transaction_id, cooperative_id, effective_at) REFERENCES ledger.transactions(id, cooperative_id, effective_at)
);
CREATE INDEX postings_by_account ON ledger.postings USING btree (account_id, effective_at, sequence, "position");
create policy owner on ledger.postings as permissive for all to owner using (true) with check (true);
create policy tenant on ledger.postings as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER postings_apply AFTER INSERT ON ledger.postings REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger.apply_postings();
CREATE CONSTRAINT TRIGGER postings_laws AFTER INSERT ON ledger.postings DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_posting_laws();
CREATE TRIGGER postings_place BEFORE INSERT ON ledger.postings FOR EACH ROW WHEN ((new.sequence IS NULL)) EXECUTE FUNCTION ledger.place_posting();
CREATE TRIGGER refuse_change BEFORE UPDATE ON ledger.postings FOR EACH ROW WHEN ((NOT platform.lets_go_of('books'::text, to_jsonb(old.*), to_jsonb(new.*), '{"memo": null}'::jsonb, old.effective_at))) EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_change_there BEFORE DELETE ON ledger.postings FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ledger.postings FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table ledger.postings enable row level security;
alter table ledger.postings force row level security;
grant insert, select on ledger.postings to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.refuse_account_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    RAISE EXCEPTION 'ledger.accounts: %', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
  END $function$;

CREATE OR REPLACE FUNCTION ledger.resolve_hold_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'open' THEN
        RAISE EXCEPTION 'a hold is placed open' USING ERRCODE = 'restrict_violation';
      END IF;
    ELSIF TG_OP = 'UPDATE' THEN
      IF OLD.state <> 'open' THEN
        RAISE EXCEPTION 'The hold was resolved before.'
          USING ERRCODE = 'P0001', DETAIL = 'HOLD_RESOLVED';
      ELSIF NEW.state = 'open' OR (NEW.id, NEW.cooperative_id, NEW.account_id, NEW.currency,
          NEW.amount_minor, NEW.idempotency_key, NEW.fingerprint, NEW.source_kind, NEW.source_id,
          NEW.placed_at, NEW.expires_at, NEW.is_beyond_floor) IS DISTINCT FROM (OLD.id,
          OLD.cooperative_id, OLD.account_id, OLD.currency, OLD.amount_minor, OLD.idempotency_key,
          OLD.fingerprint, OLD.source_kind, OLD.source_id, OLD.placed_at, OLD.expires_at,
          OLD.is_beyond_floor)
      THEN
        RAISE EXCEPTION 'a hold is never changed, only resolved'
          USING ERRCODE = 'restrict_violation';
      END IF;
    ELSE
      RAISE EXCEPTION 'ledger.holds rows are never removed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $function$;

create sequence ledger.sequence;

CREATE OR REPLACE FUNCTION ledger.stamp_transaction()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
      RAISE EXCEPTION 'the books are written at read committed, where a wait ends in fresh data'
        USING ERRCODE = 'feature_not_supported';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(ledger.books_lock(NEW.cooperative_id));
    NEW.sequence := nextval('ledger.sequence');
    NEW.recorded_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
  END $function$;

create table ledger.transactions (
  id uuid not null,
  cooperative_id uuid not null,
  sequence bigint not null,
  recorded_in bigint not null,
  idempotency_key text not null,
  fingerprint text not null,
  effective_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  description text not null,
  source_kind text not null,
  source_id text not null,
  outside_fact text,
  reverses_id uuid,
  outside_account_id uuid,
  constraint transactions_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text)),
  constraint transactions_idempotency_key UNIQUE (cooperative_id, idempotency_key),
  constraint transactions_identity_key UNIQUE (id, cooperative_id, effective_at),
  constraint transactions_outside_account_check CHECK (((outside_account_id IS NULL) OR (outside_fact IS NOT NULL) OR (reverses_id IS NOT NULL))),
  constraint transactions_outside_account_fk FOREIGN KEY (outside_account_id, cooperative_id) REFERENCES ledger.accounts(id, cooperative_id),
  constraint transactions_outside_fact_key UNIQUE (cooperative_id, outside_fact),
  constraint transactions_pkey PRIMARY KEY (id),
  constraint transactions_reversal_check CHECK (((reverses_id IS NULL) OR ((reverses_id <> id) AND (outside_fact IS NULL)))),
  constraint transactions_reverses_fkey FOREIGN KEY (reverses_id) REFERENCES ledger.transactions(id),
  constraint transactions_reverses_key UNIQUE (reverses_id),
  constraint transactions_texts_check CHECK ((((length(idempotency_key) >= 1) AND (length(idempotency_key) <= 200)) AND ((length(description) >= 1) AND (length(description) <= 500)) AND ((length(source_kind) >= 1) AND (length(source_kind) <= 100)) AND ((length(source_id) >= 1) AND (length(source_id) <= 200)) AND ((length(outside_fact) >= 1) AND (length(outside_fact) <= 300))))
);
CREATE INDEX transactions_by_kind ON ledger.transactions USING btree (cooperative_id, source_kind, effective_at, sequence);
CREATE INDEX transactions_by_source ON ledger.transactions USING btree (cooperative_id, source_id);
CREATE INDEX transactions_by_time ON ledger.transactions USING btree (cooperative_id, effective_at, sequence);
create policy owner on ledger.transactions as permissive for all to owner using (true) with check (true);
create policy tenant on ledger.transactions as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_words AFTER INSERT ON ledger.transactions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger.keep_words_of_transactions();
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON ledger.transactions FOR EACH ROW EXECUTE FUNCTION ledger.keep_transaction();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ledger.transactions FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER transactions_check_reversal AFTER INSERT ON ledger.transactions FOR EACH ROW WHEN ((new.reverses_id IS NOT NULL)) EXECUTE FUNCTION ledger.check_reversal();
CREATE TRIGGER transactions_check_time AFTER INSERT ON ledger.transactions FOR EACH ROW EXECUTE FUNCTION ledger.check_transaction_time();
CREATE CONSTRAINT TRIGGER transactions_laws AFTER INSERT ON ledger.transactions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.check_header_laws();
CREATE TRIGGER transactions_stamp BEFORE INSERT ON ledger.transactions FOR EACH ROW EXECUTE FUNCTION ledger.stamp_transaction();
alter table ledger.transactions enable row level security;
alter table ledger.transactions force row level security;
grant insert, select on ledger.transactions to rochdale_app;

CREATE OR REPLACE FUNCTION ledger.trim_below_floor()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    NEW.below_floor_minor := CASE WHEN NEW.floor_minor IS NULL THEN 0
      ELSE greatest(0, least(NEW.below_floor_minor, NEW.floor_minor + NEW.held_minor
        - (CASE WHEN NEW.kind IN ('asset', 'expense') THEN NEW.balance_minor
          ELSE -NEW.balance_minor END))) END;
    RETURN NEW;
  END $function$;

CREATE OR REPLACE FUNCTION ledger.write_checkpoints(p_account_id uuid, p_until timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  DECLARE
    account ledger.accounts;
    newest ledger.balance_checkpoints;
    written integer;
  BEGIN
    -- Whoever posts to the account waits: what is summed up here is all there is.
    SELECT * INTO STRICT account FROM ledger.accounts WHERE id = p_account_id FOR NO KEY UPDATE;
    SELECT * INTO newest FROM ledger.balance_checkpoints c WHERE c.account_id = p_account_id
      ORDER BY c.effective_at DESC, c.sequence DESC, c.position DESC LIMIT 1;
    WITH later AS (
      SELECT p.effective_at, p.sequence, p.position, p.amount_minor,
          greatest(p.amount_minor, 0) AS debit_minor,
          sum(p.amount_minor) OVER earlier AS moved_minor,
          sum(greatest(p.amount_minor, 0)) OVER earlier AS debited_minor,
          row_number() OVER (ORDER BY p.effective_at, p.sequence, p.position) AS nth
        FROM ledger.postings p
        WHERE p.account_id = p_account_id AND p.effective_at < p_until
          AND (p.effective_at, p.sequence, p.position) >= (
            coalesce(newest.effective_at, '-infinity'), coalesce(newest.sequence, 0),
            coalesce(newest.position, 0))
        WINDOW earlier AS (ORDER BY p.effective_at, p.sequence, p.position
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), months AS (
      SELECT (date_trunc('month', effective_at AT TIME ZONE 'UTC') + interval '1 month')
            AT TIME ZONE 'UTC' AS ends_at,
          sum(amount_minor) AS moved_minor, sum(debit_minor) AS debited_minor
        FROM later GROUP BY 1
    ), marks AS (
      SELECT effective_at, sequence, position, moved_minor, debited_minor
        FROM later WHERE nth > 1 AND nth % 256 = 1
      UNION ALL
      SELECT ends_at, 0, 0, sum(moved_minor) OVER (ORDER BY ends_at),
          sum(debited_minor) OVER (ORDER BY ends_at)
        FROM months WHERE ends_at <= p_until
    ), added AS (
      INSERT INTO ledger.balance_checkpoints (account_id, effective_at, sequence, position,
          cooperative_id, currency, balance_minor, debited_minor)
        SELECT p_account_id, effective_at, sequence, position, account.cooperative_id,
            account.currency, coalesce(newest.balance_minor, 0) + moved_minor,
            coalesce(newest.debited_minor, 0) + debited_minor
          FROM marks
        RETURNING effective_at
    ), noted AS (
      UPDATE ledger.accounts SET checkpointed_before = (SELECT max(effective_at) FROM added)
        WHERE id = p_account_id AND EXISTS (SELECT FROM added)
    )
    SELECT count(*) INTO written FROM added;
    RETURN written;
  END $function$;

create schema membership;
grant usage on schema membership to rochdale_app;

create table membership.applications (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  class_key text not null,
  state text not null,
  note text,
  decision_note text,
  decided_by uuid,
  applied_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  note_sealed bytea,
  decision_note_sealed bytea,
  lapse_told_at timestamp with time zone,
  constraint applications_class_fkey FOREIGN KEY (cooperative_id, class_key) REFERENCES membership.member_classes(cooperative_id, key),
  constraint applications_decided_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint applications_decision_note_check CHECK ((length(decision_note) <= 5000)),
  constraint applications_member_fkey FOREIGN KEY (cooperative_id, member_id) REFERENCES membership.members(cooperative_id, id),
  constraint applications_note_check CHECK ((length(note) <= 5000)),
  constraint applications_pkey PRIMARY KEY (id),
  constraint applications_state_check CHECK ((state = ANY (ARRAY['open'::text, 'admitted'::text, 'declined'::text, 'withdrawn'::text])))
);
CREATE INDEX applications_by_member ON membership.applications USING btree (cooperative_id, member_id, applied_at, id);
CREATE INDEX applications_by_state ON membership.applications USING btree (cooperative_id, state, applied_at, id);
CREATE INDEX applications_by_time ON membership.applications USING btree (cooperative_id, applied_at, id);
CREATE UNIQUE INDEX applications_one_open_key ON membership.applications USING btree (member_id) WHERE (state = 'open'::text);
create policy owner on membership.applications as permissive for all to owner using (true) with check (true);
create policy tenant on membership.applications as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table membership.applications enable row level security;
alter table membership.applications force row level security;
grant insert, select, update on membership.applications to rochdale_app;

create table membership.archives (
  id uuid not null,
  cooperative_id uuid not null,
  account_id uuid not null,
  state text not null,
  asked_at timestamp with time zone not null,
  ready_at timestamp with time zone,
  kept_until timestamp with time zone,
  size_bytes bigint,
  ticket_hash text,
  ticket_until timestamp with time zone,
  ended_at timestamp with time zone,
  swept_at timestamp with time zone,
  run_id uuid,
  constraint archives_ended_check CHECK (((state = ANY (ARRAY['fetched'::text, 'over'::text, 'failed'::text])) = (ended_at IS NOT NULL))),
  constraint archives_kept_check CHECK (((ready_at IS NULL) = (kept_until IS NULL))),
  constraint archives_pk PRIMARY KEY (id),
  constraint archives_ready_check CHECK (((state <> 'ready'::text) OR ((ready_at IS NOT NULL) AND (size_bytes > 0)))),
  constraint archives_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'ready'::text, 'fetched'::text, 'over'::text, 'failed'::text]))),
  constraint archives_swept_check CHECK (((swept_at IS NULL) OR (ended_at IS NOT NULL))),
  constraint archives_ticket_check CHECK (((ticket_hash IS NULL) = (ticket_until IS NULL)))
);
CREATE INDEX archives_by_account ON membership.archives USING btree (cooperative_id, account_id, asked_at, id);
CREATE INDEX archives_of_account ON membership.archives USING btree (account_id);
CREATE UNIQUE INDEX archives_open_unique ON membership.archives USING btree (cooperative_id, account_id) WHERE (state = ANY (ARRAY['asked'::text, 'ready'::text]));
create policy owner on membership.archives as permissive for all to owner using (true) with check (true);
create policy tenant on membership.archives as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table membership.archives enable row level security;
alter table membership.archives force row level security;
grant delete, insert, select, update on membership.archives to rochdale_app;

CREATE OR REPLACE FUNCTION membership.claim_actor(tenant uuid, member uuid, held_standing text, held_roles text[], at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      declare
        held integer := 0;
      begin
        perform pg_advisory_xact_lock_shared(membership.standing_lock(tenant, member));
        perform from membership.members m
          where m.cooperative_id = tenant and m.id = member
            and m.standing in (held_standing, 'active');
        if found and cardinality(held_roles) > 0 then
          select count(distinct r.role) into held from membership.role_terms r
            where r.cooperative_id = tenant and r.member_id = member
              and r.role = any (held_roles)
              and r.starts_at <= at and (r.ends_at is null or r.ends_at > at);
        end if;
        if not found or held < cardinality(held_roles) then
          raise exception 'Your standing or your offices changed meanwhile. Look again.'
            using errcode = 'P0001', detail = 'FORBIDDEN';
        end if;
      end $function$;
grant execute on membership.claim_actor(uuid,uuid,text,text[],timestamp with time zone) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.classes_of_cooperatives(cooperatives uuid[])
 RETURNS TABLE(cooperative_id uuid, key text, name text, may_vote boolean, votes integer, open_to text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT c.cooperative_id, c.key, c.name, c.may_vote, c.votes, c.open_to
      FROM membership.member_classes c
     WHERE c.cooperative_id = ANY (cooperatives)
     ORDER BY c.cooperative_id, c.key
  $function$;
grant execute on membership.classes_of_cooperatives(uuid[]) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.cooperative_of_invitation(hash text, OUT cooperative_id uuid)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'membership'
AS $function$
        select i.cooperative_id from membership.invitations i
        where i.token_hash = hash and i.state = 'open'
      $function$;
grant execute on membership.cooperative_of_invitation(text) to rochdale_app;

create table membership.cooperatives (
  id uuid not null,
  slug text not null,
  name text not null,
  currency text not null,
  time_zone text not null,
  settings jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint cooperatives_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint cooperatives_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint cooperatives_pkey PRIMARY KEY (id),
  constraint cooperatives_slug_check CHECK (((slug ~ '^[a-z0-9](-?[a-z0-9])*$'::text) AND ((length(slug) >= 2) AND (length(slug) <= 63)))),
  constraint cooperatives_slug_key UNIQUE (slug)
);
create policy cooperatives_change on membership.cooperatives as permissive for update to public using ((id = platform.current_cooperative())) with check ((id = platform.current_cooperative()));
create policy cooperatives_found on membership.cooperatives as permissive for insert to public with check ((id = platform.current_cooperative()));
create policy cooperatives_owner on membership.cooperatives as permissive for all to owner using (true) with check (true);
create policy cooperatives_read on membership.cooperatives as permissive for select to public using (true);
alter table membership.cooperatives enable row level security;
alter table membership.cooperatives force row level security;
grant insert, select, update on membership.cooperatives to rochdale_app;

CREATE OR REPLACE FUNCTION membership.cooperatives_of_account(account uuid)
 RETURNS TABLE(cooperative_id uuid, member_id uuid, standing text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT m.cooperative_id, m.id, m.standing
      FROM membership.members m
     WHERE m.account_id = account
     ORDER BY m.cooperative_id
  $function$;
grant execute on membership.cooperatives_of_account(uuid) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.end_archives_of_account(account uuid, at timestamp with time zone, long_ago timestamp with time zone)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
          declare
            places uuid[];
          begin
            perform from identity.accounts a where a.id = account and a.erased_at is not null;
            if not found then
              return;
            end if;
            select array_agg(distinct r.cooperative_id) into places
              from membership.archives r where r.account_id = account;
            delete from membership.archives r
              where r.account_id = account and r.state in ('asked', 'failed');
            update membership.archives r
              set state = case r.state when 'ready' then 'over' else r.state end,
                ended_at = long_ago, ticket_hash = null, ticket_until = null, swept_at = null
              where r.account_id = account;
            if platform.current_cooperative() is null then
              return query select unnest(places);
            end if;
          end $function$;
grant execute on membership.end_archives_of_account(uuid,timestamp with time zone,timestamp with time zone) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.erased_among(tenant uuid, ids uuid[])
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      begin
        if tenant is distinct from platform.current_cooperative() then
          raise exception 'members are those of the tenant' using errcode = 'restrict_violation';
        end if;
        perform from membership.members m
          where m.cooperative_id = tenant and m.id = any (ids) order by m.id for share;
        return query select e.member_id from membership.erasures e
          where e.cooperative_id = tenant and e.member_id = any (ids) order by e.member_id;
      end $function$;
grant execute on membership.erased_among(uuid,uuid[]) to rochdale_app;

create table membership.erasures (
  member_id uuid not null,
  cooperative_id uuid not null,
  account_id uuid,
  erased_at timestamp with time zone not null,
  removes_texts boolean not null default false,
  name_marks text[] not null default '{}'::text[],
  constraint erasures_pk PRIMARY KEY (member_id)
);
CREATE INDEX erasures_by_time ON membership.erasures USING btree (cooperative_id, erased_at, member_id);
create policy owner on membership.erasures as permissive for all to owner using (true) with check (true);
create policy tenant on membership.erasures as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE UPDATE ON membership.erasures FOR EACH ROW WHEN ((to_jsonb(new.*) IS DISTINCT FROM (to_jsonb(old.*) || '{"removes_texts": true}'::jsonb))) EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_change_there BEFORE DELETE ON membership.erasures FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON membership.erasures FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table membership.erasures enable row level security;
alter table membership.erasures force row level security;
grant insert, select on membership.erasures to rochdale_app;
grant update on membership.erasures.removes_texts to rochdale_app;

CREATE OR REPLACE FUNCTION membership.forget_invited()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    begin
      update membership.invitations i set is_unwanted = true
        where i.email = lower(old.email) and not i.is_unwanted;
      return null;
    end $function$;

create table membership.group_members (
  group_id uuid not null,
  member_id uuid not null,
  cooperative_id uuid not null,
  joined_at timestamp with time zone not null,
  constraint group_members_group_fk FOREIGN KEY (group_id) REFERENCES membership.working_groups(id),
  constraint group_members_member_fk FOREIGN KEY (cooperative_id, member_id) REFERENCES membership.members(cooperative_id, id),
  constraint group_members_pk PRIMARY KEY (group_id, member_id)
);
CREATE INDEX group_members_by_group ON membership.group_members USING btree (cooperative_id, group_id, joined_at, member_id);
CREATE INDEX group_members_by_member ON membership.group_members USING btree (cooperative_id, member_id);
create policy owner on membership.group_members as permissive for all to owner using (true) with check (true);
create policy tenant on membership.group_members as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_group_member BEFORE INSERT OR UPDATE ON membership.group_members FOR EACH ROW EXECUTE FUNCTION membership.guard_group_member();
alter table membership.group_members enable row level security;
alter table membership.group_members force row level security;
grant delete, insert, select on membership.group_members to rochdale_app;

CREATE OR REPLACE FUNCTION membership.guard_group_member()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    perform from membership.working_groups where id = new.group_id
      and cooperative_id = new.cooperative_id and closed_at is null for share;
    if not found then
      raise exception 'nobody joins a working group that is not open'
        using errcode = 'restrict_violation';
    end if;
    perform from membership.members where id = new.member_id
      and cooperative_id = new.cooperative_id and erased_at is null
      and standing in ('active', 'paused', 'in-arrears', 'suspended') for share;
    if not found then
      raise exception 'only a member is in a working group' using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION membership.guard_working_group()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    if tg_op = 'DELETE' or old.closed_at is not null
      or to_jsonb(new) - 'closed_at' - 'closed_by_proposal_id'
        <> to_jsonb(old) - 'closed_at' - 'closed_by_proposal_id' then
      raise exception 'a working group stays as it was opened'
        using errcode = 'restrict_violation';
    end if;
    return new;
  end $function$;

create table membership.invitations (
  id uuid not null,
  cooperative_id uuid not null,
  email text,
  name text,
  class_key text not null,
  state text not null,
  token_hash text,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  invited_by uuid,
  member_id uuid,
  decided_at timestamp with time zone,
  is_unwanted boolean not null default false,
  constraint invitations_class_fk FOREIGN KEY (cooperative_id, class_key) REFERENCES membership.member_classes(cooperative_id, key),
  constraint invitations_email_check CHECK ((((length(email) >= 3) AND (length(email) <= 320)) AND (email = lower(email)))),
  constraint invitations_expires_check CHECK ((expires_at > sent_at)),
  constraint invitations_member_check CHECK (((state = 'accepted'::text) = (member_id IS NOT NULL))),
  constraint invitations_member_fk FOREIGN KEY (cooperative_id, member_id) REFERENCES membership.members(cooperative_id, id),
  constraint invitations_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint invitations_open_check CHECK (((state <> 'open'::text) OR ((email IS NOT NULL) AND (decided_at IS NULL)))),
  constraint invitations_pk PRIMARY KEY (id),
  constraint invitations_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'revoked'::text]))),
  constraint invitations_token_check CHECK (((state = 'open'::text) = (token_hash IS NOT NULL))),
  constraint invitations_token_unique UNIQUE (token_hash)
);
CREATE INDEX invitations_by_email ON membership.invitations USING btree (email) WHERE (email IS NOT NULL);
CREATE INDEX invitations_by_id ON membership.invitations USING btree (cooperative_id, id);
CREATE INDEX invitations_by_member ON membership.invitations USING btree (cooperative_id, member_id);
CREATE INDEX invitations_by_state ON membership.invitations USING btree (cooperative_id, state, id);
CREATE UNIQUE INDEX invitations_open_unique ON membership.invitations USING btree (cooperative_id, email) WHERE (state = 'open'::text);
create policy owner on membership.invitations as permissive for all to owner using (true) with check (true);
create policy tenant on membership.invitations as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table membership.invitations enable row level security;
alter table membership.invitations force row level security;
grant insert, select, update on membership.invitations to rochdale_app;

CREATE OR REPLACE FUNCTION membership.invited_accounts(accounts uuid[])
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select a.id from identity.accounts a
        where a.id = any (accounts) and a.email_verified and exists (
          select from membership.invitations i where i.email = lower(a.email)
            and i.state = 'open' and i.expires_at > now())
    $function$;
grant execute on membership.invited_accounts(uuid[]) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.is_erased(cooperative uuid, member uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
          select exists (select from membership.erasures e
            where e.cooperative_id = cooperative and e.member_id = member)
        $function$;

CREATE OR REPLACE FUNCTION membership.is_same_actor(account uuid, selector text, at timestamp with time zone, tenant uuid, member uuid, held_standing text, admitted boolean, held_roles text[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      declare
        found_now record;
      begin
        select * into found_now from membership.resolve_actor(account, selector, at);
        return (found_now.cooperative_id, found_now.member_id, found_now.standing,
                found_now.was_admitted)
               is not distinct from (tenant, member, held_standing, admitted)
           and found_now.roles @> held_roles and found_now.roles <@ held_roles;
      end $function$;
grant execute on membership.is_same_actor(uuid,text,timestamp with time zone,uuid,uuid,text,boolean,text[]) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.keep_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  begin
    if tg_op <> 'INSERT' then
      delete from platform.search_words
        where cooperative_id = old.cooperative_id and subject_id = old.id;
    end if;
    if tg_op <> 'DELETE' then
      insert into platform.search_words (cooperative_id, subject_id, word, kind)
        select new.cooperative_id, new.id, word, 'member'
          from platform.words_of(new.display_name) as word
        union all
        select new.cooperative_id, new.id, '~' || word, 'member'
          from platform.words_of(new.pseudonym) as word;
    end if;
    return null;
  end $function$;

CREATE OR REPLACE FUNCTION membership.keeping_accounts(accounts uuid[])
 RETURNS TABLE(account_id uuid, cooperative_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
          select m.account_id, m.cooperative_id from membership.members m
            where m.account_id = any (accounts)
              and (m.admitted_at is not null or m.standing <> 'left')
            order by m.account_id, m.cooperative_id
        $function$;
grant execute on membership.keeping_accounts(uuid[]) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.kept_years(tenant uuid, term text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      select coalesce((select greatest(
          case c.settings ->> 'country'
            when 'AU' then 7
            when 'DE' then case term when 'vouchers' then 8 else 10 end
            when 'GB' then 6
            else 10 end,
          (c.settings ->> (term || 'Years'))::integer)
        from membership.cooperatives c where c.id = tenant), 10)
    $function$;
grant execute on membership.kept_years(uuid,text) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.key_name()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  begin
    new.name_key := left(lower(new.display_name), 50);
    new.pseudonym_key := lower(new.pseudonym);
    new.place_outside := membership.place_of(new.id, 'outside', membership.shown_to(array['public'],
    new.name_visible_to, new.pseudonym, new.pseudonym_visible_to));
    new.place_inside := membership.place_of(new.id, 'inside', membership.shown_to(array['public', 'members'],
    new.name_visible_to, new.pseudonym, new.pseudonym_visible_to));
    return new;
  end $function$;

CREATE OR REPLACE FUNCTION membership.leave_groups()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    delete from membership.group_members
      where cooperative_id = new.cooperative_id and member_id = new.id;
    return null;
  end $function$;

create table membership.member_classes (
  cooperative_id uuid not null,
  key text not null,
  name text not null,
  may_vote boolean not null,
  votes integer not null,
  open_to text not null,
  created_at timestamp with time zone not null,
  constraint member_classes_key_check CHECK ((key ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
  constraint member_classes_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
  constraint member_classes_open_to_check CHECK ((open_to = ANY (ARRAY['person'::text, 'organisation'::text, 'both'::text]))),
  constraint member_classes_pkey PRIMARY KEY (cooperative_id, key),
  constraint member_classes_votes_check CHECK (((votes >= 1) AND (votes <= 1000)))
);
create policy owner on membership.member_classes as permissive for all to owner using (true) with check (true);
create policy tenant on membership.member_classes as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table membership.member_classes enable row level security;
alter table membership.member_classes force row level security;
grant insert, select, update on membership.member_classes to rochdale_app;

create table membership.members (
  id uuid not null,
  cooperative_id uuid not null,
  account_id uuid,
  kind text not null,
  class_key text not null,
  standing text not null,
  standing_since timestamp with time zone not null,
  display_name text,
  name_visible_to text not null default 'members'::text,
  profile_visible_to text not null default 'members'::text,
  applied_at timestamp with time zone not null,
  admitted_at timestamp with time zone,
  left_at timestamp with time zone,
  erased_at timestamp with time zone,
  name_key text,
  pseudonym text,
  pseudonym_key text,
  pseudonym_visible_to text not null default 'officers'::text,
  place_outside bigint not null,
  place_inside bigint not null,
  constraint members_account_key UNIQUE (cooperative_id, account_id),
  constraint members_admitted_check CHECK (((standing = ANY (ARRAY['applicant'::text, 'left'::text])) OR (admitted_at IS NOT NULL))),
  constraint members_class_fkey FOREIGN KEY (cooperative_id, class_key) REFERENCES membership.member_classes(cooperative_id, key),
  constraint members_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text]))),
  constraint members_name_check CHECK ((((erased_at IS NULL) AND ((length(display_name) >= 1) AND (length(display_name) <= 200))) OR ((erased_at IS NOT NULL) AND (display_name IS NULL) AND (account_id IS NULL)))),
  constraint members_name_visible_check CHECK ((name_visible_to = ANY (ARRAY['officers'::text, 'members'::text, 'public'::text]))),
  constraint members_pkey PRIMARY KEY (id),
  constraint members_profile_visible_check CHECK ((profile_visible_to = ANY (ARRAY['officers'::text, 'members'::text, 'public'::text]))),
  constraint members_pseudonym_check CHECK (((pseudonym IS NULL) OR ((erased_at IS NULL) AND ((length(pseudonym) >= 2) AND (length(pseudonym) <= 40))))),
  constraint members_pseudonym_visible_check CHECK ((pseudonym_visible_to = ANY (ARRAY['officers'::text, 'members'::text, 'public'::text]))),
  constraint members_standing_check CHECK ((standing = ANY (ARRAY['applicant'::text, 'active'::text, 'paused'::text, 'in-arrears'::text, 'suspended'::text, 'left'::text, 'expelled'::text]))),
  constraint members_tenant_key UNIQUE (cooperative_id, id)
);
CREATE INDEX members_account_idx ON membership.members USING btree (account_id);
CREATE INDEX members_by_name ON membership.members USING btree (cooperative_id, standing, name_key, id);
CREATE INDEX members_by_place_inside ON membership.members USING btree (cooperative_id, standing, place_inside, id);
CREATE INDEX members_by_place_outside ON membership.members USING btree (cooperative_id, standing, place_outside, id);
CREATE INDEX members_by_pseudonym ON membership.members USING btree (cooperative_id, standing, pseudonym_key, id) WHERE (pseudonym_key IS NOT NULL);
CREATE INDEX members_standing_idx ON membership.members USING btree (cooperative_id, standing, id);
create policy owner on membership.members as permissive for all to owner using (true) with check (true);
create policy tenant on membership.members as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_words AFTER INSERT OR DELETE OR UPDATE OF display_name, pseudonym ON membership.members FOR EACH ROW EXECUTE FUNCTION membership.keep_words();
CREATE TRIGGER key_name BEFORE INSERT OR UPDATE OF display_name, name_key, pseudonym, pseudonym_key, name_visible_to, pseudonym_visible_to, place_outside, place_inside ON membership.members FOR EACH ROW EXECUTE FUNCTION membership.key_name();
CREATE TRIGGER leave_groups AFTER UPDATE ON membership.members FOR EACH ROW WHEN (((new.standing = ANY (ARRAY['applicant'::text, 'left'::text, 'expelled'::text])) OR (new.erased_at IS NOT NULL))) EXECUTE FUNCTION membership.leave_groups();
CREATE TRIGGER refuse_erased_account BEFORE INSERT OR UPDATE OF account_id ON membership.members FOR EACH ROW WHEN ((new.account_id IS NOT NULL)) EXECUTE FUNCTION membership.refuse_erased_account();
alter table membership.members enable row level security;
alter table membership.members force row level security;
grant insert, select, update on membership.members to rochdale_app;

CREATE OR REPLACE FUNCTION membership.members_of_cooperatives(cooperatives uuid[])
 RETURNS TABLE(cooperative_id uuid, members integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT m.cooperative_id, count(*)::integer
      FROM membership.members m
     WHERE m.cooperative_id = ANY (cooperatives)
       AND m.standing IN ('active', 'paused', 'in-arrears')
     GROUP BY m.cooperative_id
  $function$;
grant execute on membership.members_of_cooperatives(uuid[]) to rochdale_app;

CREATE OR REPLACE FUNCTION membership.place_of(member uuid, audience text, shown text)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
    select uuid_hash_extended(member, hashtextextended(audience || ' ' || shown, 0))
  $function$;
grant execute on membership.place_of(uuid,text,text) to rochdale_app;

create table membership.pseudonyms (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid,
  mark text not null,
  taken_at timestamp with time zone not null,
  given_up_at timestamp with time zone,
  constraint pseudonyms_in_use_check CHECK (((member_id IS NOT NULL) OR (given_up_at IS NOT NULL))),
  constraint pseudonyms_pk PRIMARY KEY (id)
);
CREATE INDEX pseudonyms_by_member ON membership.pseudonyms USING btree (cooperative_id, member_id, taken_at, id);
CREATE UNIQUE INDEX pseudonyms_in_use_unique ON membership.pseudonyms USING btree (cooperative_id, member_id) WHERE (given_up_at IS NULL);
CREATE UNIQUE INDEX pseudonyms_mark_unique ON membership.pseudonyms USING btree (cooperative_id, mark);
create policy owner on membership.pseudonyms as permissive for all to owner using (true) with check (true);
create policy tenant on membership.pseudonyms as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table membership.pseudonyms enable row level security;
alter table membership.pseudonyms force row level security;
grant delete, insert, select, update on membership.pseudonyms to rochdale_app;

CREATE OR REPLACE FUNCTION membership.refuse_erased_account()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
        declare
          gone timestamptz;
        begin
          select a.erased_at into gone from identity.accounts a
            where a.id = new.account_id for key share;
          if gone is not null then
            raise exception 'an erased account belongs nowhere any more'
              using errcode = 'restrict_violation';
          end if;
          return new;
        end $function$;

CREATE OR REPLACE FUNCTION membership.resolve_actor(account uuid, selector text, at timestamp with time zone)
 RETURNS TABLE(cooperative_id uuid, member_id uuid, standing text, roles text[], was_admitted boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      #variable_conflict use_column
      DECLARE
        few uuid[];
        chosen uuid;
      BEGIN
        IF selector ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
          SELECT c.id INTO chosen FROM membership.cooperatives c WHERE c.id = selector::uuid;
        ELSIF selector IS NOT NULL THEN
          SELECT c.id INTO chosen FROM membership.cooperatives c WHERE c.slug = selector;
        ELSE
          SELECT array_agg(own.cooperative_id) INTO few FROM (
            SELECT m.cooperative_id FROM membership.members m
             WHERE m.account_id = account AND m.standing NOT IN ('left', 'expelled') LIMIT 2) own;
          IF few IS NULL THEN
            SELECT array_agg(own.cooperative_id) INTO few FROM (
              SELECT m.cooperative_id FROM membership.members m
               WHERE m.account_id = account LIMIT 2) own;
          END IF;
          IF few IS NULL THEN
            SELECT array_agg(e.id) INTO few FROM (
              SELECT c.id FROM membership.cooperatives c LIMIT 2) e;
          END IF;
          IF cardinality(few) = 1 THEN
            chosen := few[1];
          END IF;
        END IF;
        IF chosen IS NULL THEN
          RETURN;
        END IF;
        RETURN QUERY
          SELECT chosen, m.id, m.standing, array(
                   SELECT r.role FROM membership.role_terms r
                    WHERE r.cooperative_id = chosen AND r.member_id = m.id
                      AND r.starts_at <= at AND (r.ends_at IS NULL OR r.ends_at > at)),
                 m.admitted_at IS NOT NULL
            FROM (SELECT 1) request
            LEFT JOIN membership.members m ON m.cooperative_id = chosen AND m.account_id = account;
      END $function$;
grant execute on membership.resolve_actor(uuid,text,timestamp with time zone) to rochdale_app;

create table membership.role_terms (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  role text not null,
  origin text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  appointed_by uuid,
  recorded_at timestamp with time zone not null default now(),
  constraint role_terms_member_fkey FOREIGN KEY (cooperative_id, member_id) REFERENCES membership.members(cooperative_id, id),
  constraint role_terms_origin_check CHECK ((origin = ANY (ARRAY['appointed'::text, 'elected'::text]))),
  constraint role_terms_overlap_excl EXCLUDE USING gist (cooperative_id WITH =, member_id WITH =, role WITH =, tstzrange(starts_at, ends_at) WITH &&),
  constraint role_terms_pkey PRIMARY KEY (id),
  constraint role_terms_range_check CHECK (((ends_at IS NULL) OR (ends_at >= starts_at))),
  constraint role_terms_role_check CHECK ((role = ANY (ARRAY['treasurer'::text, 'secretary'::text, 'membership-officer'::text, 'administrator'::text, 'auditor'::text, 'coordinator'::text])))
);
CREATE INDEX role_terms_member_idx ON membership.role_terms USING btree (cooperative_id, member_id);
create policy owner on membership.role_terms as permissive for all to owner using (true) with check (true);
create policy tenant on membership.role_terms as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table membership.role_terms enable row level security;
alter table membership.role_terms force row level security;
grant insert, select, update on membership.role_terms to rochdale_app;

CREATE OR REPLACE FUNCTION membership.shown_to(audiences text[], name_visible_to text, pseudonym text, pseudonym_visible_to text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
    select case when name_visible_to = any (audiences) then 'name'
      when pseudonym is not null and pseudonym_visible_to = any (audiences) then 'pseudonym'
      else 'nothing' end
  $function$;
grant execute on membership.shown_to(text[],text,text,text) to rochdale_app;

create table membership.standing_changes (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  from_standing text,
  to_standing text not null,
  reason text not null,
  note text,
  changed_by uuid,
  changed_at timestamp with time zone not null,
  note_sealed bytea,
  constraint standing_changes_member_fkey FOREIGN KEY (cooperative_id, member_id) REFERENCES membership.members(cooperative_id, id),
  constraint standing_changes_note_check CHECK ((length(note) <= 5000)),
  constraint standing_changes_pkey PRIMARY KEY (id)
);
CREATE INDEX standing_changes_member_idx ON membership.standing_changes USING btree (cooperative_id, member_id, changed_at, id);
create policy owner on membership.standing_changes as permissive for all to owner using (true) with check (true);
create policy tenant on membership.standing_changes as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER hold_appellant BEFORE INSERT ON membership.standing_changes FOR EACH ROW WHEN (((new.to_standing = ANY (ARRAY['left'::text, 'expelled'::text])) AND (new.from_standing IS DISTINCT FROM 'applicant'::text) AND (new.changed_by IS DISTINCT FROM new.member_id))) EXECUTE FUNCTION governance.hold_appellant();
alter table membership.standing_changes enable row level security;
alter table membership.standing_changes force row level security;
grant insert, select on membership.standing_changes to rochdale_app;
grant update on membership.standing_changes.note to rochdale_app;
grant update on membership.standing_changes.note_sealed to rochdale_app;

CREATE OR REPLACE FUNCTION membership.standing_lock(tenant uuid, member uuid)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
        select pg_catalog.hashtextextended(tenant::text || ' ' || member::text, 8900)
      $function$;
grant execute on membership.standing_lock(uuid,uuid) to rochdale_app;

create table membership.working_groups (
  id uuid not null,
  cooperative_id uuid not null,
  key text not null,
  name text not null,
  purpose text not null,
  opened_at timestamp with time zone not null,
  opened_by_proposal_id uuid not null,
  closed_at timestamp with time zone,
  closed_by_proposal_id uuid,
  constraint working_groups_closed_check CHECK (((closed_at IS NULL) = (closed_by_proposal_id IS NULL))),
  constraint working_groups_key_check CHECK (((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(key) <= 60))),
  constraint working_groups_key_unique UNIQUE (cooperative_id, key),
  constraint working_groups_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint working_groups_pk PRIMARY KEY (id),
  constraint working_groups_purpose_check CHECK (((length(purpose) >= 1) AND (length(purpose) <= 2000)))
);
create policy owner on membership.working_groups as permissive for all to owner using (true) with check (true);
create policy tenant on membership.working_groups as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_working_group BEFORE DELETE OR UPDATE ON membership.working_groups FOR EACH ROW EXECUTE FUNCTION membership.guard_working_group();
alter table membership.working_groups enable row level security;
alter table membership.working_groups force row level security;
grant insert, select, update on membership.working_groups to rochdale_app;

create schema notifications;
grant usage on schema notifications to rochdale_app;

CREATE OR REPLACE FUNCTION notifications.forget_letters_of_account(account uuid, mark bytea, with_invitations boolean)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      declare
        forgotten uuid[];
      begin
        perform from identity.accounts a where a.id = account and a.erased_at is not null;
        if not found then
          return 0;
        end if;
        with gone as (
          delete from notifications.letters l
          where l.address_mark = mark
            and (with_invitations or not (l.cooperative_id is not null and l.state = 'queued'
              and l.kind = 'membership.invitation'))
          returning l.id)
        select coalesce(array_agg(gone.id), '{}') into forgotten from gone;
        delete from platform.jobs j
        where j.name = 'letters.deliver-letter' and j.status in ('done', 'dead')
          and j.key = any (forgotten::text[]);
        return cardinality(forgotten);
      end $function$;
grant execute on notifications.forget_letters_of_account(uuid,bytea,boolean) to rochdale_app;

create table notifications.letters (
  id uuid not null,
  kind text not null,
  sealed bytea,
  state text not null default 'queued'::text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  cooperative_id uuid,
  fact_id uuid,
  member_id uuid,
  sending_since timestamp with time zone,
  tries integer not null default 0,
  address_mark bytea,
  constraint letters_fact_check CHECK (((fact_id IS NULL) = (member_id IS NULL))),
  constraint letters_fact_unique UNIQUE (fact_id, kind, member_id),
  constraint letters_pk PRIMARY KEY (id),
  constraint letters_sent_are_gone CHECK (((state <> 'sent'::text) OR ((sealed IS NULL) AND (sent_at IS NOT NULL)))),
  constraint letters_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'given-up'::text, 'kept'::text])))
);
CREATE INDEX letters_by_address ON notifications.letters USING btree (address_mark) WHERE (address_mark IS NOT NULL);
CREATE INDEX letters_by_time ON notifications.letters USING btree (created_at, id);
create policy kept on notifications.letters as permissive for select to public using (((state = 'kept'::text) AND (platform.current_cooperative() IS NULL)));
create policy outside_tenants on notifications.letters as permissive for all to public using (((cooperative_id IS NULL) AND (platform.current_cooperative() IS NULL))) with check (((cooperative_id IS NULL) AND (platform.current_cooperative() IS NULL)));
create policy owner on notifications.letters as permissive for all to owner using (true) with check (true);
create policy tenant on notifications.letters as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table notifications.letters enable row level security;
alter table notifications.letters force row level security;
grant delete, insert, select, update on notifications.letters to rochdale_app;

create table notifications.webhook_deliveries (
  id uuid not null,
  cooperative_id uuid not null,
  endpoint_id uuid not null,
  fact_id uuid not null,
  state text not null default 'queued'::text,
  last_status integer,
  created_at timestamp with time zone not null,
  delivered_at timestamp with time zone,
  attempts integer default 0,
  tried_at timestamp with time zone,
  queued_at timestamp with time zone,
  constraint webhook_deliveries_endpoint_fk FOREIGN KEY (endpoint_id) REFERENCES notifications.webhook_endpoints(id),
  constraint webhook_deliveries_once UNIQUE (endpoint_id, fact_id),
  constraint webhook_deliveries_pk PRIMARY KEY (id),
  constraint webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'delivered'::text, 'given-up'::text, 'dropped'::text])))
);
CREATE INDEX webhook_deliveries_by_endpoint ON notifications.webhook_deliveries USING btree (cooperative_id, endpoint_id, created_at, id);
CREATE INDEX webhook_deliveries_by_endpoint_state ON notifications.webhook_deliveries USING btree (cooperative_id, endpoint_id, state, created_at, id);
CREATE INDEX webhook_deliveries_by_state ON notifications.webhook_deliveries USING btree (cooperative_id, state, created_at, id);
CREATE INDEX webhook_deliveries_by_time ON notifications.webhook_deliveries USING btree (cooperative_id, created_at, id);
create policy owner on notifications.webhook_deliveries as permissive for all to owner using (true) with check (true);
create policy relay on notifications.webhook_deliveries as permissive for insert to public with check ((platform.current_cooperative() IS NULL));
create policy tenant on notifications.webhook_deliveries as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table notifications.webhook_deliveries enable row level security;
alter table notifications.webhook_deliveries force row level security;
grant insert, select, update on notifications.webhook_deliveries to rochdale_app;

create table notifications.webhook_endpoints (
  id uuid not null,
  cooperative_id uuid not null,
  url text not null,
  types text[] not null,
  secret_sealed bytea not null,
  created_at timestamp with time zone not null,
  removed_at timestamp with time zone,
  failures integer not null default 0,
  quiet_until timestamp with time zone,
  wakes_until timestamp with time zone,
  constraint webhook_endpoints_failures_check CHECK ((failures >= 0)),
  constraint webhook_endpoints_pk PRIMARY KEY (id)
);
CREATE INDEX webhook_endpoints_active ON notifications.webhook_endpoints USING btree (cooperative_id) WHERE (removed_at IS NULL);
create policy owner on notifications.webhook_endpoints as permissive for all to owner using (true) with check (true);
create policy relay on notifications.webhook_endpoints as permissive for select to public using ((platform.current_cooperative() IS NULL));
create policy tenant on notifications.webhook_endpoints as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table notifications.webhook_endpoints enable row level security;
alter table notifications.webhook_endpoints force row level security;
grant insert, select, update on notifications.webhook_endpoints to rochdale_app;

create schema partners;
grant usage on schema partners to rochdale_app;

CREATE OR REPLACE FUNCTION partners.add_usage_events(p_cooperative_id uuid, p_partner_id uuid, p_sources text[], p_event_ids text[], p_payload_hashes text[], p_meter_keys text[], p_member_ids uuid[], p_quantities numeric[], p_moments timestamp with time zone[], p_received_at timestamp with time zone)
 RETURNS integer[]
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
  DECLARE
    added integer[];
  BEGIN
    BEGIN
      INSERT INTO partners.usage_events (cooperative_id, partner_id, source, event_id,
          payload_hash, meter_key, member_id, quantity, occurred_at, received_at)
        SELECT p_cooperative_id, p_partner_id, given.source, given.event_id, given.payload_hash,
            given.meter_key, given.member_id, given.quantity, given.occurred_at,
            p_received_at + (given.nth - 1) * interval '1 microsecond'
          FROM unnest(p_sources, p_event_ids, p_payload_hashes, p_meter_keys, p_member_ids,
            p_quantities, p_moments) WITH ORDINALITY AS given (source, event_id, payload_hash,
            meter_key, member_id, quantity, occurred_at, nth)
         ORDER BY given.source COLLATE "C", given.event_id COLLATE "C";
      RETURN NULL;
    EXCEPTION WHEN unique_violation THEN
      NULL;
    END;
    WITH given AS MATERIALIZED (
      SELECT * FROM unnest(p_sources, p_event_ids, p_payload_hashes, p_meter_keys, p_member_ids,
        p_quantities, p_moments) WITH ORDINALITY AS event (source, event_id, payload_hash,
        meter_key, member_id, quantity, occurred_at, nth)
    ), inserted AS (
      INSERT INTO partners.usage_events (cooperative_id, partner_id, source, event_id,
          payload_hash, meter_key, member_id, quantity, occurred_at, received_at)
        SELECT p_cooperative_id, p_partner_id, given.source, given.event_id, given.payload_hash,
            given.meter_key, given.member_id, given.quantity, given.occurred_at,
            p_received_at + (given.nth - 1) * interval '1 microsecond'
          FROM given
         ORDER BY given.source COLLATE "C", given.event_id COLLATE "C"
      ON CONFLICT ON CONSTRAINT usage_events_pk DO NOTHING
      RETURNING source, event_id
    )
    SELECT coalesce(array_agg(given.nth::integer), '{}') INTO added
      FROM given JOIN inserted USING (source, event_id);
    RETURN added;
  END $function$;
grant execute on partners.add_usage_events(uuid,uuid,text[],text[],text[],text[],uuid[],numeric[],timestamp with time zone[],timestamp with time zone) to rochdale_app;

CREATE OR REPLACE FUNCTION partners.await_reports(tenant uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
        begin
          perform pg_advisory_xact_lock(
            hashtextextended('partners.reports ' || tenant::text, 0));
          raise exception 'they are over' using errcode = 'PRLBK';
        exception when sqlstate 'PRLBK' then
          null;
        end $function$;
grant execute on partners.await_reports(uuid) to rochdale_app;

CREATE OR REPLACE FUNCTION partners.drop_usage(tenant uuid, before timestamp with time zone, at_most integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
        begin
          if tenant is distinct from platform.current_cooperative() then
            return;
          end if;
          perform pg_advisory_xact_lock(
            hashtextextended('partners.periods ' || tenant::text, 0));
          return query with gone as (
            delete from partners.usage_events u using (
              select e.partner_id, e.source, e.event_id
              from partners.periods p join partners.usage_events e on e.period_id = p.id
              where p.cooperative_id = tenant and e.cooperative_id = tenant
                and p.closed_at < before
              union all
              select e.partner_id, e.source, e.event_id from partners.usage_events e
              where e.cooperative_id = tenant and e.period_id is null
                and e.occurred_at < before + interval '1 day' and e.received_at < before
                and (e.retracted_event_id is null or not exists (
                  select from partners.usage_events o where o.cooperative_id = tenant
                    and o.partner_id = e.partner_id and o.source = e.retracted_source
                    and o.event_id = e.retracted_event_id))
              limit at_most) old
            where u.cooperative_id = tenant and u.partner_id = old.partner_id
              and u.source = old.source and u.event_id = old.event_id
            returning u.partner_id, u.member_id
          ), known as (
            insert into partners.past_users (cooperative_id, member_id, partner_id)
              select distinct tenant, g.member_id, g.partner_id from gone g
              where g.member_id is not null and not exists (select from partners.erased_users t
                where t.cooperative_id = tenant and t.partner_id = g.partner_id
                  and t.member_id = g.member_id)
              on conflict do nothing
          )
          select g.partner_id from gone g;
        end $function$;
grant execute on partners.drop_usage(uuid,timestamp with time zone,integer) to rochdale_app;

create table partners.erased_users (
  id uuid not null,
  cooperative_id uuid not null,
  partner_id uuid not null,
  member_id uuid not null,
  told_on date,
  constraint erased_users_once_unique UNIQUE (cooperative_id, partner_id, member_id),
  constraint erased_users_partner_fk FOREIGN KEY (partner_id) REFERENCES partners.partners(id),
  constraint erased_users_pk PRIMARY KEY (id)
);
CREATE INDEX erased_users_by_day ON partners.erased_users USING btree (cooperative_id, partner_id, told_on, id);
CREATE INDEX erased_users_untold ON partners.erased_users USING btree (cooperative_id) WHERE (told_on IS NULL);
create policy owner on partners.erased_users as permissive for all to owner using (true) with check (true);
create policy tenant on partners.erased_users as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON partners.erased_users FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER tell_erased_user BEFORE DELETE OR UPDATE ON partners.erased_users FOR EACH ROW EXECUTE FUNCTION partners.tell_erased_user();
alter table partners.erased_users enable row level security;
alter table partners.erased_users force row level security;
grant insert, select on partners.erased_users to rochdale_app;
grant update on partners.erased_users.told_on to rochdale_app;

create table partners.erasure_announcements (
  member_id uuid not null,
  cooperative_id uuid not null,
  told_on date,
  noted_on date,
  constraint erasure_announcements_pk PRIMARY KEY (member_id)
);
CREATE INDEX erasure_announcements_by_day ON partners.erasure_announcements USING btree (cooperative_id, told_on);
create policy owner on partners.erasure_announcements as permissive for all to owner using (true) with check (true);
create policy tenant on partners.erasure_announcements as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON partners.erasure_announcements FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER tell_erasure BEFORE DELETE OR UPDATE ON partners.erasure_announcements FOR EACH ROW EXECUTE FUNCTION partners.tell_erased_user();
alter table partners.erasure_announcements enable row level security;
alter table partners.erasure_announcements force row level security;
grant insert, select on partners.erasure_announcements to rochdale_app;
grant update on partners.erasure_announcements.told_on to rochdale_app;

CREATE OR REPLACE FUNCTION partners.forget_event_ids(tenant uuid, erased_id uuid, partner uuid, period uuid, at_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
        declare
          sources text[];
          ids text[];
          fresh text[];
          forgotten integer;
        begin
          select array_agg(e.source), array_agg(e.event_id), array_agg(gen_random_uuid()::text)
            into sources, ids, fresh
            from (select u.source, u.event_id from partners.usage_events u
              where u.cooperative_id = tenant and u.partner_id = partner
                and u.member_id = erased_id and (u.period_id = period
                  or period is null and u.period_id is null)
                and not partners.is_forgotten(u.source, u.event_id) limit at_most) e;
          update partners.usage_events r set source = 'erased',
              event_id = gen_random_uuid()::text, retracted_source = 'erased',
              retracted_event_id = own.fresh,
              payload_hash = encode(sha256(uuid_send(gen_random_uuid())), 'hex')
            from unnest(sources, ids, fresh) as own (source, event_id, fresh)
            where r.cooperative_id = tenant and r.partner_id = partner
              and r.retracted_source = own.source and r.retracted_event_id = own.event_id;
          update partners.usage_events e set source = 'erased', event_id = own.fresh
            from unnest(sources, ids, fresh) as own (source, event_id, fresh)
            where e.cooperative_id = tenant and e.partner_id = partner
              and e.source = own.source and e.event_id = own.event_id;
          get diagnostics forgotten = row_count;
          return forgotten;
        end $function$;
grant execute on partners.forget_event_ids(uuid,uuid,uuid,uuid,integer) to rochdale_app;

CREATE OR REPLACE FUNCTION partners.forgets_event_id(e partners.usage_events, after partners.usage_events)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
AS $function$
        begin
          if not partners.is_forgotten(after.source, after.event_id)
            or not partners.is_forgotten(coalesce(after.retracted_source, after.source),
              coalesce(after.retracted_event_id, after.event_id))
            or (e.cooperative_id, e.partner_id, e.meter_key, e.member_id, e.quantity,
              e.occurred_at, e.received_at, e.period_id) is distinct from
              (after.cooperative_id, after.partner_id, after.meter_key, after.member_id,
              after.quantity, after.occurred_at, after.received_at, after.period_id)
          then
            return false;
          end if;
          if e.member_id is not null then
            return membership.is_erased(e.cooperative_id, e.member_id);
          end if;
          return exists (select from partners.usage_events o
            where o.cooperative_id = e.cooperative_id and o.partner_id = e.partner_id
              and o.source = e.retracted_source and o.event_id = e.retracted_event_id
              and membership.is_erased(o.cooperative_id, o.member_id));
        end $function$;

CREATE OR REPLACE FUNCTION partners.hash_events(p_salt text, p_cooperative_id uuid, p_partner_id uuid, p_period_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
    select encode(sha256(convert_to(concat_ws(chr(10), p_salt, string_agg(
        concat_ws(chr(10), source, event_id, retracted_source, retracted_event_id, meter_key,
          trim_scale(quantity)::text, case when meter_key is not null then
            to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end),
        chr(10) order by source collate "C", event_id collate "C")), 'UTF8')), 'hex')
    from partners.usage_events
    where cooperative_id = p_cooperative_id and partner_id = p_partner_id
      and period_id = p_period_id $function$;
grant execute on partners.hash_events(text,uuid,uuid,uuid) to public;
grant execute on partners.hash_events(text,uuid,uuid,uuid) to rochdale_app;

CREATE OR REPLACE FUNCTION partners.is_forgotten(source text, event_id text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
          select source = 'erased'
            and event_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        $function$;

CREATE OR REPLACE FUNCTION partners.keep_share_part()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if old.shared_at >= now() - interval '729 days' then
        raise exception 'whose dues a share is of is kept for two years'
          using errcode = 'restrict_violation';
      end if;
      if partners.share_waits(old) then
        raise exception 'whose dues a share is of is kept until it is told'
          using errcode = 'restrict_violation';
      end if;
      return old;
    end $function$;

CREATE OR REPLACE FUNCTION partners.keep_statement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    declare
      changing constant text[] :=
        array['state', 'approved_by_account_id', 'approved_at', 'transaction_id', 'payout_id'];
      asked boolean := tg_op = 'UPDATE' and new.events_hash is null
        and exists (select from partners.usage_events e where e.period_id = old.period_id
          and e.partner_id = old.partner_id and partners.is_forgotten(e.source, e.event_id));
    begin
      if asked then
        new.events_hash := old.events_hash;
      end if;
      if tg_op = 'DELETE' or to_jsonb(old) - changing is distinct from to_jsonb(new) - changing then
        raise exception 'a statement stays as it was drawn up' using errcode = 'restrict_violation';
      end if;
      if asked then
        new.events_hash := partners.hash_events(new.events_salt, new.cooperative_id,
          new.partner_id, new.period_id);
      end if;
      return new;
    end $function$;

CREATE OR REPLACE FUNCTION partners.keep_usage_event()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'DELETE' and partners.lets_usage_go(old) then
          return old;
        end if;
        if tg_op = 'DELETE' or (old.period_id is not null or
          (old.cooperative_id, old.partner_id, old.source, old.event_id, old.payload_hash,
           old.meter_key, old.member_id, old.quantity, old.occurred_at, old.received_at,
           old.retracted_source, old.retracted_event_id)
          is distinct from
          (new.cooperative_id, new.partner_id, new.source, new.event_id, new.payload_hash,
           new.meter_key, new.member_id, new.quantity, new.occurred_at, new.received_at,
           new.retracted_source, new.retracted_event_id))
          and not partners.forgets_event_id(old, new)
        then
          raise exception 'a usage event stays as it came, and counts in one period'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION partners.lets_usage_go(e partners.usage_events)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
          select case when e.period_id is null then e.received_at
              else (select p.closed_at from partners.periods p
                where p.cooperative_id = e.cooperative_id and p.id = e.period_id) end
            < now() - interval '729 days'
        $function$;

create table partners.meters (
  id uuid not null,
  cooperative_id uuid not null,
  key text not null,
  name text not null,
  unit text not null,
  aggregation text not null,
  created_at timestamp with time zone not null,
  constraint meters_aggregation_known CHECK ((aggregation = ANY (ARRAY['sum'::text, 'count'::text, 'max'::text, 'last'::text, 'unique'::text]))),
  constraint meters_key_unique UNIQUE (cooperative_id, key),
  constraint meters_pk PRIMARY KEY (id)
);
create policy owner on partners.meters as permissive for all to owner using (true) with check (true);
create policy tenant on partners.meters as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table partners.meters enable row level security;
alter table partners.meters force row level security;
grant insert, select on partners.meters to rochdale_app;

create table partners.month_parts (
  cooperative_id uuid not null,
  period_id uuid not null,
  member_id uuid not null,
  part numeric not null,
  constraint month_parts_part_check CHECK ((part > (0)::numeric)),
  constraint month_parts_period_fk FOREIGN KEY (period_id) REFERENCES partners.periods(id),
  constraint month_parts_pk PRIMARY KEY (period_id, member_id)
);
CREATE INDEX month_parts_by_cooperative ON partners.month_parts USING btree (cooperative_id);
create policy owner on partners.month_parts as permissive for all to owner using (true) with check (true);
create policy tenant on partners.month_parts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON partners.month_parts FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON partners.month_parts FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table partners.month_parts enable row level security;
alter table partners.month_parts force row level security;
grant insert, select on partners.month_parts to rochdale_app;

create table partners.partners (
  id uuid not null,
  cooperative_id uuid not null,
  name text not null,
  website text,
  agreed_on date not null,
  ended_on date,
  created_at timestamp with time zone not null,
  constraint partners_name_unique UNIQUE (cooperative_id, name),
  constraint partners_pk PRIMARY KEY (id)
);
create policy owner on partners.partners as permissive for all to owner using (true) with check (true);
create policy tenant on partners.partners as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table partners.partners enable row level security;
alter table partners.partners force row level security;
grant insert, select, update on partners.partners to rochdale_app;

create table partners.past_users (
  cooperative_id uuid not null,
  member_id uuid not null,
  partner_id uuid not null,
  constraint past_users_pk PRIMARY KEY (cooperative_id, member_id, partner_id)
);
create policy owner on partners.past_users as permissive for all to owner using (true) with check (true);
create policy tenant on partners.past_users as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table partners.past_users enable row level security;
alter table partners.past_users force row level security;
grant delete, select on partners.past_users to rochdale_app;

create table partners.periods (
  id uuid not null,
  cooperative_id uuid not null,
  starts_on date not null,
  ends_on date not null,
  policy_id uuid not null,
  currency text not null,
  paid_minor bigint not null,
  coop_minor bigint not null,
  unused_minor bigint not null,
  carry jsonb not null,
  input_hash text not null,
  transaction_id uuid,
  closed_at timestamp with time zone not null,
  constraint periods_pk PRIMARY KEY (id),
  constraint periods_policy_fk FOREIGN KEY (policy_id) REFERENCES partners.pool_policies(id),
  constraint periods_span CHECK ((ends_on >= starts_on)),
  constraint periods_start_unique UNIQUE (cooperative_id, starts_on)
);
create policy owner on partners.periods as permissive for all to owner using (true) with check (true);
create policy tenant on partners.periods as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON partners.periods FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON partners.periods FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table partners.periods enable row level security;
alter table partners.periods force row level security;
grant insert, select on partners.periods to rochdale_app;

create table partners.pool_policies (
  id uuid not null,
  cooperative_id uuid not null,
  version integer not null,
  rule text not null,
  coop_share text not null,
  lambda text not null,
  meter_key text not null,
  currency text not null,
  unused_goes_to text not null,
  minimum_payout_minor bigint not null,
  grace_days integer not null,
  adopted_at timestamp with time zone not null,
  constraint pool_policies_currency CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint pool_policies_grace CHECK (((grace_days >= 0) AND (grace_days <= 60))),
  constraint pool_policies_minimum CHECK ((minimum_payout_minor >= 0)),
  constraint pool_policies_pk PRIMARY KEY (id),
  constraint pool_policies_rule_known CHECK ((rule = ANY (ARRAY['user-centric'::text, 'pro-rata'::text, 'equal-per-member'::text, 'hybrid'::text]))),
  constraint pool_policies_unused_known CHECK ((unused_goes_to = ANY (ARRAY['solidarity'::text, 'co-operative'::text]))),
  constraint pool_policies_version_unique UNIQUE (cooperative_id, version)
);
create policy owner on partners.pool_policies as permissive for all to owner using (true) with check (true);
create policy tenant on partners.pool_policies as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON partners.pool_policies FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON partners.pool_policies FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table partners.pool_policies enable row level security;
alter table partners.pool_policies force row level security;
grant insert, select on partners.pool_policies to rochdale_app;

create table partners.share_parts (
  id uuid not null,
  cooperative_id uuid not null,
  partner_id uuid not null,
  period_id uuid not null,
  member_id uuid not null,
  part numeric not null,
  shared_at timestamp with time zone not null,
  constraint share_parts_once_unique UNIQUE (cooperative_id, partner_id, period_id, member_id),
  constraint share_parts_part_check CHECK ((part > (0)::numeric)),
  constraint share_parts_partner_fk FOREIGN KEY (partner_id) REFERENCES partners.partners(id),
  constraint share_parts_period_fk FOREIGN KEY (period_id) REFERENCES partners.periods(id),
  constraint share_parts_pk PRIMARY KEY (id)
);
create policy owner on partners.share_parts as permissive for all to owner using (true) with check (true);
create policy tenant on partners.share_parts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_share_part BEFORE DELETE ON partners.share_parts FOR EACH ROW EXECUTE FUNCTION partners.keep_share_part();
CREATE TRIGGER refuse_change BEFORE UPDATE ON partners.share_parts FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
alter table partners.share_parts enable row level security;
alter table partners.share_parts force row level security;
grant delete, insert, select on partners.share_parts to rochdale_app;

CREATE OR REPLACE FUNCTION partners.share_waits(p_part partners.share_parts)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
    select exists (select from partners.statements s
      join partners.periods p on p.cooperative_id = s.cooperative_id and p.id = s.period_id
      where s.cooperative_id = p_part.cooperative_id and s.partner_id = p_part.partner_id
        and s.period_id = p_part.period_id and s.currency = p.currency and s.waits
        and not exists (select from partners.statements t
          join partners.periods q on q.cooperative_id = t.cooperative_id and q.id = t.period_id
          where t.cooperative_id = s.cooperative_id and t.partner_id = s.partner_id
            and t.currency = s.currency and not t.waits and q.starts_on > p.starts_on))
  $function$;

create table partners.statements (
  id uuid not null,
  cooperative_id uuid not null,
  partner_id uuid not null,
  period_id uuid not null,
  share_minor bigint not null,
  accrued_minor bigint not null,
  amount_minor bigint not null,
  currency text not null,
  events bigint not null,
  late_events bigint not null,
  events_hash text not null,
  quantity numeric not null,
  state text not null,
  approved_by_account_id uuid,
  approved_at timestamp with time zone,
  transaction_id uuid,
  payout_id uuid,
  created_at timestamp with time zone not null,
  waits boolean not null,
  waited_minor bigint not null,
  untold_minor bigint not null,
  events_salt text not null,
  constraint statements_accrued CHECK ((accrued_minor >= 0)),
  constraint statements_one_per_period UNIQUE (cooperative_id, partner_id, period_id, currency),
  constraint statements_partner_fk FOREIGN KEY (partner_id) REFERENCES partners.partners(id),
  constraint statements_payout_unique UNIQUE (payout_id),
  constraint statements_period_fk FOREIGN KEY (period_id) REFERENCES partners.periods(id),
  constraint statements_pk PRIMARY KEY (id),
  constraint statements_share CHECK ((share_minor >= 0)),
  constraint statements_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'accrued'::text, 'paid'::text, 'payout-failed'::text]))),
  constraint statements_sum_check CHECK ((amount_minor = (((share_minor + waited_minor) - untold_minor) + accrued_minor))),
  constraint statements_untold_check CHECK (((waited_minor >= 0) AND ((untold_minor >= 0) AND (untold_minor <= (share_minor + waited_minor))) AND (waits OR (untold_minor = 0))))
);
CREATE INDEX statements_by_partner ON partners.statements USING btree (cooperative_id, partner_id, created_at, id);
CREATE INDEX statements_by_state ON partners.statements USING btree (cooperative_id, state, created_at, id);
CREATE INDEX statements_by_time ON partners.statements USING btree (cooperative_id, created_at, id);
create policy owner on partners.statements as permissive for all to owner using (true) with check (true);
create policy tenant on partners.statements as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_statement BEFORE DELETE OR UPDATE ON partners.statements FOR EACH ROW EXECUTE FUNCTION partners.keep_statement();
alter table partners.statements enable row level security;
alter table partners.statements force row level security;
grant insert, select, update on partners.statements to rochdale_app;

CREATE OR REPLACE FUNCTION partners.tell_erased_user()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
        begin
          if tg_op = 'UPDATE' and old.told_on is null and new.told_on is not null
            and to_jsonb(old) - 'told_on' = to_jsonb(new) - 'told_on'
          then
            return new;
          end if;
          raise exception 'who was erased is told once, and stays told'
            using errcode = 'restrict_violation';
        end $function$;

create table partners.told_parts (
  cooperative_id uuid not null,
  statement_id uuid not null,
  member_id uuid not null,
  part numeric not null,
  constraint told_parts_part_check CHECK ((part > (0)::numeric)),
  constraint told_parts_pk PRIMARY KEY (statement_id, member_id),
  constraint told_parts_statement_fk FOREIGN KEY (statement_id) REFERENCES partners.statements(id)
);
CREATE INDEX told_parts_by_cooperative ON partners.told_parts USING btree (cooperative_id);
create policy owner on partners.told_parts as permissive for all to owner using (true) with check (true);
create policy tenant on partners.told_parts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON partners.told_parts FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON partners.told_parts FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table partners.told_parts enable row level security;
alter table partners.told_parts force row level security;
grant insert, select on partners.told_parts to rochdale_app;

create table partners.usage_events (
  cooperative_id uuid not null,
  partner_id uuid not null,
  source text not null,
  event_id text not null,
  payload_hash text not null,
  meter_key text,
  member_id uuid,
  quantity numeric,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  period_id uuid,
  retracted_source text,
  retracted_event_id text,
  constraint usage_events_kind_check CHECK (
CASE
    WHEN (retracted_event_id IS NULL) THEN ((retracted_source IS NULL) AND (num_nulls(meter_key, member_id, quantity) = 0))
    ELSE ((retracted_source IS NOT NULL) AND (num_nonnulls(meter_key, member_id, quantity) = 0) AND ((retracted_source <> source) OR (retracted_event_id <> event_id)))
END),
  constraint usage_events_pk PRIMARY KEY (cooperative_id, partner_id, source, event_id)
);
CREATE INDEX usage_events_by_member ON partners.usage_events USING btree (period_id, partner_id, member_id, received_at) WHERE (period_id IS NOT NULL);
CREATE INDEX usage_events_by_meter ON partners.usage_events USING btree (period_id, partner_id, meter_key, received_at) WHERE (period_id IS NOT NULL);
CREATE INDEX usage_events_by_period ON partners.usage_events USING btree (period_id, partner_id, received_at) WHERE (period_id IS NOT NULL);
CREATE INDEX usage_events_by_receipt ON partners.usage_events USING btree (cooperative_id, partner_id, received_at);
CREATE INDEX usage_events_of_member ON partners.usage_events USING btree (cooperative_id, member_id);
CREATE UNIQUE INDEX usage_events_retracted_unique ON partners.usage_events USING btree (cooperative_id, partner_id, retracted_source, retracted_event_id) WHERE (retracted_event_id IS NOT NULL);
CREATE INDEX usage_events_retractions ON partners.usage_events USING btree (cooperative_id, partner_id, received_at) WHERE (retracted_event_id IS NOT NULL);
CREATE INDEX usage_events_waiting ON partners.usage_events USING btree (cooperative_id, occurred_at) WHERE (period_id IS NULL);
create policy owner on partners.usage_events as permissive for all to owner using (true) with check (true);
create policy tenant on partners.usage_events as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_usage_event BEFORE DELETE OR UPDATE ON partners.usage_events FOR EACH ROW EXECUTE FUNCTION partners.keep_usage_event();
alter table partners.usage_events enable row level security;
alter table partners.usage_events force row level security;
grant insert, select, update on partners.usage_events to rochdale_app;

create schema payments;
grant usage on schema payments to rochdale_app;

create table payments.bank_accounts (
  id uuid not null,
  cooperative_id uuid not null,
  label text not null,
  holder_name text not null,
  account_number text not null,
  bic text,
  currency text not null,
  rail text not null,
  ledger_account_id uuid not null,
  created_at timestamp with time zone not null,
  books_before_id uuid,
  constraint bank_accounts_currency CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint bank_accounts_label_unique UNIQUE (cooperative_id, label),
  constraint bank_accounts_number_unique UNIQUE (cooperative_id, account_number, currency),
  constraint bank_accounts_pk PRIMARY KEY (id),
  constraint bank_accounts_rail_check CHECK ((rail ~ '^[a-z][a-z0-9-]*$'::text))
);
create policy owner on payments.bank_accounts as permissive for all to owner using (true) with check (true);
create policy tenant on payments.bank_accounts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table payments.bank_accounts enable row level security;
alter table payments.bank_accounts force row level security;
grant insert, select on payments.bank_accounts to rochdale_app;

create table payments.bank_lines (
  id uuid not null,
  cooperative_id uuid not null,
  bank_account_id uuid not null,
  statement_id uuid,
  identity text not null,
  booking_date date not null,
  value_date date,
  amount_minor bigint not null,
  currency text not null,
  reversal boolean not null,
  end_to_end_id text,
  bank_reference text,
  counterparty_name text,
  counterparty_account text,
  reference text,
  free_text text,
  raw jsonb not null,
  state text not null,
  matched_kind text,
  matched_id uuid,
  matched_because text,
  transaction_id uuid,
  matched_at timestamp with time zone,
  recorded_at timestamp with time zone not null,
  source text,
  matches_undone integer not null default 0,
  entry_id uuid not null,
  doubt text,
  rival_line_id uuid,
  locked_at timestamp with time zone,
  locked_because text,
  constraint bank_lines_account_fk FOREIGN KEY (bank_account_id) REFERENCES payments.bank_accounts(id),
  constraint bank_lines_amount_not_zero CHECK ((amount_minor <> 0)),
  constraint bank_lines_doubt_check CHECK ((((state <> 'unclear'::text) OR (doubt IS NOT NULL)) AND ((state <> 'repeated'::text) OR (rival_line_id IS NOT NULL)))),
  constraint bank_lines_identity_unique UNIQUE (cooperative_id, bank_account_id, identity),
  constraint bank_lines_lock_check CHECK (((locked_because IS NULL) OR ((locked_at IS NOT NULL) AND (locked_because = ANY (ARRAY['booked'::text, 'repeats'::text, 'account'::text, 'words'::text]))))),
  constraint bank_lines_match_whole CHECK (((state = 'matched'::text) = ((matched_kind IS NOT NULL) AND (matched_id IS NOT NULL) AND (matched_because IS NOT NULL) AND (transaction_id IS NOT NULL)))),
  constraint bank_lines_origin_check CHECK (((statement_id IS NULL) <> (source IS NULL))),
  constraint bank_lines_pk PRIMARY KEY (id),
  constraint bank_lines_rival_fk FOREIGN KEY (rival_line_id) REFERENCES payments.bank_lines(id),
  constraint bank_lines_state_known CHECK ((state = ANY (ARRAY['new'::text, 'flagged'::text, 'matched'::text, 'unclear'::text, 'repeated'::text]))),
  constraint bank_lines_statement_fk FOREIGN KEY (statement_id) REFERENCES payments.bank_statements(id),
  constraint bank_lines_undone_check CHECK ((matches_undone >= 0))
);
CREATE INDEX bank_lines_by_account ON payments.bank_lines USING btree (cooperative_id, bank_account_id, booking_date, id);
CREATE INDEX bank_lines_by_amount ON payments.bank_lines USING btree (cooperative_id, currency, amount_minor, id);
CREATE INDEX bank_lines_by_amount_of_account ON payments.bank_lines USING btree (cooperative_id, bank_account_id, currency, amount_minor, id);
CREATE INDEX bank_lines_by_amount_of_state ON payments.bank_lines USING btree (cooperative_id, state, currency, amount_minor, id);
CREATE INDEX bank_lines_by_counterparty ON payments.bank_lines USING btree (cooperative_id, counterparty_account) WHERE (counterparty_account IS NOT NULL);
CREATE INDEX bank_lines_by_date ON payments.bank_lines USING btree (cooperative_id, booking_date, id);
CREATE INDEX bank_lines_by_end_to_end_id ON payments.bank_lines USING btree (cooperative_id, end_to_end_id) WHERE (end_to_end_id IS NOT NULL);
CREATE INDEX bank_lines_by_entry ON payments.bank_lines USING btree (cooperative_id, entry_id);
CREATE INDEX bank_lines_by_rival ON payments.bank_lines USING btree (rival_line_id) WHERE (rival_line_id IS NOT NULL);
CREATE INDEX bank_lines_by_state ON payments.bank_lines USING btree (cooperative_id, state, booking_date, id);
CREATE INDEX bank_lines_open ON payments.bank_lines USING btree (cooperative_id, statement_id) WHERE (state <> 'matched'::text);
CREATE UNIQUE INDEX bank_lines_transaction_unique ON payments.bank_lines USING btree (transaction_id) WHERE (transaction_id IS NOT NULL);
create policy owner on payments.bank_lines as permissive for all to owner using (true) with check (true);
create policy tenant on payments.bank_lines as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER forget_booked_words AFTER UPDATE OF locked_at, transaction_id, matched_because ON payments.bank_lines FOR EACH ROW WHEN (((new.locked_at IS NOT NULL) OR (new.matched_because = ''::text))) EXECUTE FUNCTION payments.forget_booked_words();
CREATE TRIGGER forget_closed_words AFTER UPDATE OF locked_at ON payments.bank_lines FOR EACH ROW WHEN (((old.locked_at IS NULL) AND (new.locked_at IS NOT NULL) AND (new.source IS NOT NULL))) EXECUTE FUNCTION collections.forget_closed_words();
CREATE TRIGGER forget_words AFTER UPDATE OF locked_at ON payments.bank_lines FOR EACH ROW WHEN ((new.locked_at IS NOT NULL)) EXECUTE FUNCTION payments.forget_words_of_line();
CREATE TRIGGER keep_bank_line BEFORE UPDATE ON payments.bank_lines FOR EACH ROW WHEN (((NOT payments.forgets_payer(old.*, new.*)) AND (NOT payments.locks_line(old.*, new.*)) AND (NOT payments.unlocks_line(old.*, new.*)) AND (NOT payments.forgets_match(old.*, new.*)))) EXECUTE FUNCTION payments.keep_bank_line();
CREATE TRIGGER keep_bank_line_there BEFORE DELETE ON payments.bank_lines FOR EACH ROW EXECUTE FUNCTION payments.keep_bank_line();
CREATE TRIGGER keep_changed_words AFTER UPDATE OF counterparty_name, counterparty_account, reference, end_to_end_id, free_text ON payments.bank_lines FOR EACH ROW WHEN ((new.locked_at IS NULL)) EXECUTE FUNCTION platform.keep_words('bank-line', 'counterparty_name', 'counterparty_account', 'reference', 'end_to_end_id', 'free_text');
CREATE TRIGGER keep_line_locked BEFORE UPDATE OF locked_at, locked_because ON payments.bank_lines FOR EACH ROW WHEN ((((old.locked_at IS DISTINCT FROM new.locked_at) OR (old.locked_because IS DISTINCT FROM new.locked_because)) AND (NOT payments.locks_line(old.*, new.*)) AND (NOT payments.unlocks_line(old.*, new.*)))) EXECUTE FUNCTION payments.keep_line_locked();
CREATE TRIGGER keep_unlocked_words AFTER UPDATE OF locked_at ON payments.bank_lines FOR EACH ROW WHEN (((old.locked_at IS NOT NULL) AND (new.locked_at IS NULL))) EXECUTE FUNCTION platform.keep_words('bank-line', 'counterparty_name', 'counterparty_account', 'reference', 'end_to_end_id', 'free_text');
CREATE TRIGGER keep_words AFTER INSERT ON payments.bank_lines REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION payments.keep_words_of_bank_lines();
CREATE TRIGGER say_nothing BEFORE UPDATE ON payments.bank_lines FOR EACH ROW WHEN ((new.matched_because <> ''::text)) EXECUTE FUNCTION payments.say_nothing_of_line();
alter table payments.bank_lines enable row level security;
alter table payments.bank_lines force row level security;
grant insert, select, update on payments.bank_lines to rochdale_app;

create table payments.bank_sightings (
  cooperative_id uuid not null,
  statement_id uuid not null,
  place integer not null,
  entry_id uuid not null,
  facts jsonb not null,
  constraint bank_sightings_pk PRIMARY KEY (statement_id, place, entry_id),
  constraint bank_sightings_statement_fk FOREIGN KEY (statement_id) REFERENCES payments.bank_statements(id)
);
CREATE INDEX bank_sightings_by_entry ON payments.bank_sightings USING btree (cooperative_id, entry_id);
create policy owner on payments.bank_sightings as permissive for all to owner using (true) with check (true);
create policy tenant on payments.bank_sightings as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_sighting BEFORE DELETE OR UPDATE ON payments.bank_sightings FOR EACH ROW EXECUTE FUNCTION payments.keep_sighting();
alter table payments.bank_sightings enable row level security;
alter table payments.bank_sightings force row level security;
grant insert, select on payments.bank_sightings to rochdale_app;
grant update on payments.bank_sightings.facts to rochdale_app;

create table payments.bank_statements (
  id uuid not null,
  cooperative_id uuid not null,
  file_id uuid not null,
  bank_account_id uuid not null,
  reference text,
  from_date date,
  to_date date,
  opening_minor bigint,
  closing_minor bigint,
  balanced text not null,
  lines_new integer not null,
  lines_known integer not null,
  recorded_at timestamp with time zone not null,
  format text,
  sequence text,
  lines_unclear integer not null default 0,
  constraint bank_statements_account_fk FOREIGN KEY (bank_account_id) REFERENCES payments.bank_accounts(id),
  constraint bank_statements_balanced_known CHECK ((balanced = ANY (ARRAY['balanced'::text, 'unbalanced'::text, 'unknown'::text]))),
  constraint bank_statements_file_fk FOREIGN KEY (file_id) REFERENCES payments.statement_files(id),
  constraint bank_statements_pk PRIMARY KEY (id)
);
CREATE INDEX bank_statements_by_account ON payments.bank_statements USING btree (cooperative_id, bank_account_id, to_date, id);
CREATE INDEX bank_statements_by_file ON payments.bank_statements USING btree (cooperative_id, file_id, id);
create policy owner on payments.bank_statements as permissive for all to owner using (true) with check (true);
create policy tenant on payments.bank_statements as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table payments.bank_statements enable row level security;
alter table payments.bank_statements force row level security;
grant insert, select on payments.bank_statements to rochdale_app;

create table payments.csv_profiles (
  id uuid not null,
  cooperative_id uuid not null,
  name text not null,
  mapping jsonb not null,
  month_first boolean not null default false,
  saved_by_account_id uuid,
  saved_at timestamp with time zone not null,
  constraint csv_profiles_name_check CHECK (((name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(name) <= 60))),
  constraint csv_profiles_name_unique UNIQUE (cooperative_id, name),
  constraint csv_profiles_pk PRIMARY KEY (id)
);
create policy owner on payments.csv_profiles as permissive for all to owner using (true) with check (true);
create policy tenant on payments.csv_profiles as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table payments.csv_profiles enable row level security;
alter table payments.csv_profiles force row level security;
grant delete, insert, select, update on payments.csv_profiles to rochdale_app;

create table payments.erased_accounts (
  cooperative_id uuid not null,
  fingerprint text not null,
  seen_at timestamp with time zone not null,
  shown_by_line_id uuid,
  constraint erased_accounts_pk PRIMARY KEY (cooperative_id, fingerprint)
);
create policy owner on payments.erased_accounts as permissive for all to owner using (true) with check (true);
create policy tenant on payments.erased_accounts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table payments.erased_accounts enable row level security;
alter table payments.erased_accounts force row level security;
grant delete, insert, select, update on payments.erased_accounts to rochdale_app;

CREATE OR REPLACE FUNCTION payments.forget_booked_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
      begin
        if new.locked_at is null and not payments.was_for_erased(new.cooperative_id, new.id) then
          return null;
        end if;
        update payments.undone_matches u set because = ''
          where u.cooperative_id = new.cooperative_id and u.line_id = new.id and u.because <> '';
        perform ledger.forget_descriptions(new.cooperative_id, array(
          select t.id from ledger.transactions t
          where t.cooperative_id = new.cooperative_id and t.source_id = new.id::text
            and t.source_kind = 'bank-line'), 'Bank line');
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION payments.forget_words_of_line()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
      begin
        delete from platform.search_words
          where cooperative_id = new.cooperative_id and subject_id = new.id;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION payments.forgets_match(line payments.bank_lines, after payments.bank_lines)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    select coalesce(line.matched_because <> '' and after.matched_because = ''
      and to_jsonb(line) - 'matched_because' = to_jsonb(after) - 'matched_because'
      and payments.was_for_erased(line.cooperative_id, line.id), false)
  $function$;

CREATE OR REPLACE FUNCTION payments.forgets_payer(line payments.bank_lines, after payments.bank_lines)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
        select platform.lets_go(to_jsonb(line), to_jsonb(after), jsonb_build_object(
          'counterparty_name', null, 'counterparty_account', null, 'reference', null,
          'free_text', null, 'end_to_end_id', null, 'raw', '{}'::jsonb,
          'matched_because', left(line.matched_because, 0)), line.recorded_at)
      $function$;

CREATE OR REPLACE FUNCTION payments.is_sealed(kept bytea)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
    select substring(kept from 1 for 4) = 'rst1'::bytea
  $function$;

CREATE OR REPLACE FUNCTION payments.keep_bank_line()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'DELETE' or
          (old.id, old.cooperative_id, old.bank_account_id, old.statement_id, old.source,
           old.identity, old.booking_date, old.value_date, old.amount_minor, old.currency)
          is distinct from
          (new.id, new.cooperative_id, new.bank_account_id, new.statement_id, new.source,
           new.identity, new.booking_date, new.value_date, new.amount_minor, new.currency)
          or (old.reversal and not new.reversal)
          or (old.state = 'matched' and (old.reversal, old.raw) is distinct from
            (new.reversal, new.raw))
          or (old.raw is distinct from new.raw and exists (
            select from jsonb_each(old.raw)
            where value not in ('null', '[]') and new.raw -> key is distinct from value))
          or new.matches_undone <> old.matches_undone + (old.state = 'matched')::integer
          or (old.state = 'matched' and new.state = 'matched')
        then
          raise exception 'a bank line stays as the bank wrote it, and is matched once'
            using errcode = 'restrict_violation';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION payments.keep_entered()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
  begin
    raise exception 'who entered what a payout pays does not change'
      using errcode = 'restrict_violation';
  end $function$;

CREATE OR REPLACE FUNCTION payments.keep_line_locked()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'a bank line that is locked stays locked'
        using errcode = 'restrict_violation';
    end $function$;

CREATE OR REPLACE FUNCTION payments.keep_name()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
          begin
            raise exception 'What a bank knows it by never changes.'
              using errcode = 'check_violation';
          end $function$;

CREATE OR REPLACE FUNCTION payments.keep_payment_file()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      if tg_op = 'UPDATE' and new.withdrawal_reason = ''
        and to_jsonb(new) - 'withdrawal_reason' = to_jsonb(old) - 'withdrawal_reason'
        and payments.pays_erased(old.cooperative_id, old.id)
      then
        return new;
      end if;
      if tg_op = 'DELETE' or old.state = 'withdrawn' or (old.state = 'written' and (
        new.state = 'ordered' or
        (old.id, old.cooperative_id, old.bank_account_id, old.format, old.bytes, old.sha256,
         old.sealed_sha256, old.payouts, old.total_minor, old.currency, old.ordered_by_account_id,
         old.ordered_at, old.written_at)
        is distinct from
        (new.id, new.cooperative_id, new.bank_account_id, new.format, new.bytes, new.sha256,
         new.sealed_sha256, new.payouts, new.total_minor, new.currency, new.ordered_by_account_id,
         new.ordered_at, new.written_at)))
      then
        raise exception 'a payment file is written once' using errcode = 'restrict_violation';
      end if;
      return new;
    end $function$;

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

CREATE OR REPLACE FUNCTION payments.keep_payout_memo()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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

CREATE OR REPLACE FUNCTION payments.keep_sighting()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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

CREATE OR REPLACE FUNCTION payments.keep_status_report()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'what a bank said stays said' using errcode = 'restrict_violation';
    end $function$;

CREATE OR REPLACE FUNCTION payments.keep_undone_match()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
      begin
        if tg_op = 'INSERT' then
          if exists (select from payments.bank_lines l where l.cooperative_id = new.cooperative_id
              and l.id = new.line_id and l.locked_at is not null)
            or exists (select from unnest(new.member_ids) as member
              where membership.is_erased(new.cooperative_id, member))
            or payments.was_for_erased(new.cooperative_id, new.line_id)
          then
            new.because := '';
          end if;
          return new;
        end if;
        if tg_op = 'UPDATE' and new.because = ''
          and to_jsonb(new) - 'because' = to_jsonb(old) - 'because'
          and (payments.was_for_erased(old.cooperative_id, old.line_id)
            or exists (select from payments.bank_lines l
              where l.cooperative_id = old.cooperative_id and l.id = old.line_id
                and l.locked_at is not null))
        then
          return new;
        end if;
        raise exception 'payments.undone_matches rows are never changed or removed'
          using errcode = 'restrict_violation';
      end $function$;

CREATE OR REPLACE FUNCTION payments.keep_words_of_bank_lines()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
      begin
        insert into platform.search_words (cooperative_id, subject_id, word, kind)
          select one.cooperative_id, one.id, word, 'bank-line'
          from added one cross join lateral platform.words_of(concat_ws(' ',
            one.counterparty_name, one.counterparty_account, one.reference, one.end_to_end_id,
            one.free_text)) as word
          where one.locked_at is null;
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION payments.keeps_file(was payments.payment_files, after payments.payment_files)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
        select case
          when to_jsonb(was) - '{bytes,sealed_sha256}'::text[]
            <> to_jsonb(after) - '{bytes,sealed_sha256}'::text[] then false
          when length(after.bytes) = 0 and after.sealed_sha256 is null then payments.never_went(was)
          else length(was.bytes) > 0 and was.sealed_sha256 is null
            and payments.is_sealed(after.bytes)
            and after.sealed_sha256 = encode(sha256(after.bytes), 'hex')
          end
      $function$;

CREATE OR REPLACE FUNCTION payments.lock_bank_accounts()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  BEGIN
    LOCK TABLE payments.bank_accounts IN ACCESS EXCLUSIVE MODE;
  END $function$;
grant execute on payments.lock_bank_accounts() to rochdale_app;

CREATE OR REPLACE FUNCTION payments.locks_line(line payments.bank_lines, after payments.bank_lines)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    select (line.locked_at is null and after.locked_at is not null
        or line.locked_at is not distinct from after.locked_at
          and coalesce(line.locked_because in ('booked', 'repeats'), false)
          and after.locked_because in ('account', 'words'))
      and after.locked_because is not null
      and to_jsonb(line) - array['locked_at', 'locked_because']
        = to_jsonb(after) - array['locked_at', 'locked_because']
  $function$;

CREATE OR REPLACE FUNCTION payments.never_went(file payments.payment_files)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
        select file.state = 'withdrawn' and not exists (select from payments.payouts p
          where p.cooperative_id = file.cooperative_id and p.payment_file_id = file.id
            and p.state not in ('rejected', 'cancelled'))
      $function$;

create table payments.payee_details (
  id uuid not null,
  cooperative_id uuid not null,
  payee_kind text not null,
  payee_id uuid not null,
  sealed bytea not null,
  masked text not null,
  usable_from timestamp with time zone not null,
  set_by_account_id uuid,
  set_at timestamp with time zone not null,
  superseded_at timestamp with time zone,
  constraint payee_details_kind_known CHECK ((payee_kind = ANY (ARRAY['member'::text, 'partner'::text]))),
  constraint payee_details_pk PRIMARY KEY (id)
);
CREATE UNIQUE INDEX payee_details_one_current ON payments.payee_details USING btree (cooperative_id, payee_kind, payee_id) WHERE (superseded_at IS NULL);
create policy owner on payments.payee_details as permissive for all to owner using (true) with check (true);
create policy tenant on payments.payee_details as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table payments.payee_details enable row level security;
alter table payments.payee_details force row level security;
grant insert, select, update on payments.payee_details to rochdale_app;

create table payments.payment_files (
  id uuid not null,
  cooperative_id uuid not null,
  bank_account_id uuid not null,
  state text not null default 'ordered'::text,
  format text not null,
  bytes bytea,
  sha256 text,
  payouts integer not null,
  total_minor bigint not null,
  currency text not null,
  ordered_by_account_id uuid,
  ordered_at timestamp with time zone not null,
  written_at timestamp with time zone,
  withdrawal_reason text,
  withdrawal_asked_by_account_id uuid,
  withdrawal_asked_at timestamp with time zone,
  withdrawn_by_account_id uuid,
  withdrawn_at timestamp with time zone,
  message_id text not null default replace((gen_random_uuid())::text, '-'::text, ''::text),
  sealed_sha256 text,
  constraint payment_files_account_fk FOREIGN KEY (bank_account_id) REFERENCES payments.bank_accounts(id),
  constraint payment_files_message_id_form CHECK ((message_id ~ '^[0-9a-f]{32}$'::text)),
  constraint payment_files_message_id_unique UNIQUE (message_id),
  constraint payment_files_pk PRIMARY KEY (id),
  constraint payment_files_state_check CHECK ((state = ANY (ARRAY['ordered'::text, 'written'::text, 'withdrawn'::text]))),
  constraint payment_files_withdrawal_check CHECK ((((withdrawal_reason IS NOT NULL) = (withdrawal_asked_at IS NOT NULL)) AND ((withdrawal_reason IS NOT NULL) = (withdrawal_asked_by_account_id IS NOT NULL)) AND ((state = 'withdrawn'::text) = (withdrawn_at IS NOT NULL)) AND ((state = 'withdrawn'::text) = (withdrawn_by_account_id IS NOT NULL)) AND ((state <> 'withdrawn'::text) OR (withdrawal_asked_by_account_id <> withdrawn_by_account_id)))),
  constraint payment_files_written_check CHECK (((state <> 'ordered'::text) = ((bytes IS NOT NULL) AND (sha256 IS NOT NULL) AND (written_at IS NOT NULL))))
);
CREATE INDEX payment_files_by_account ON payments.payment_files USING btree (cooperative_id, bank_account_id, ordered_at, id);
CREATE INDEX payment_files_by_time ON payments.payment_files USING btree (cooperative_id, ordered_at, id);
create policy owner on payments.payment_files as permissive for all to owner using (true) with check (true);
create policy tenant on payments.payment_files as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_name BEFORE UPDATE OF message_id ON payments.payment_files FOR EACH ROW WHEN ((old.message_id IS DISTINCT FROM new.message_id)) EXECUTE FUNCTION payments.keep_name();
CREATE TRIGGER keep_payment_file BEFORE UPDATE ON payments.payment_files FOR EACH ROW WHEN (((NOT platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), jsonb_build_object('bytes', '\x', 'withdrawal_reason', "left"(old.withdrawal_reason, 0), 'sealed_sha256', NULL::unknown, 'sha256', encode(sha256('\x'::bytea), 'hex'::text)), old.ordered_at)) AND (NOT COALESCE(payments.keeps_file(old.*, new.*), false)))) EXECUTE FUNCTION payments.keep_payment_file();
CREATE TRIGGER keep_payment_file_there BEFORE DELETE ON payments.payment_files FOR EACH ROW EXECUTE FUNCTION payments.keep_payment_file();
CREATE TRIGGER say_nothing BEFORE UPDATE ON payments.payment_files FOR EACH ROW WHEN ((new.withdrawal_reason <> ''::text)) EXECUTE FUNCTION payments.say_nothing_of_file();
alter table payments.payment_files enable row level security;
alter table payments.payment_files force row level security;
grant insert, select, update on payments.payment_files to rochdale_app;

create table payments.payouts (
  id uuid not null,
  cooperative_id uuid not null,
  obligation_kind text not null,
  obligation_id uuid not null,
  payee_kind text not null,
  payee_id uuid not null,
  amount_minor bigint not null,
  currency text not null,
  debit_account_id uuid not null,
  memo text not null,
  frozen_hash text not null,
  state text not null default 'approved'::text,
  requested_by_account_id uuid,
  requested_at timestamp with time zone not null,
  bank_account_id uuid,
  payee_details_id uuid,
  payment_file_id uuid,
  hold_id uuid,
  released_by_account_id uuid,
  released_at timestamp with time zone,
  provider_key text,
  provider_reference text,
  attempts integer not null default 0,
  failure_code text,
  transaction_id uuid,
  settled_at timestamp with time zone,
  changed_at timestamp with time zone not null,
  destination_id uuid,
  late_told_at timestamp with time zone,
  late_debit text,
  is_private boolean not null default false,
  return_transaction_id uuid,
  end_to_end_id text not null default replace((gen_random_uuid())::text, '-'::text, ''::text),
  entered_by_account_id uuid,
  constraint payouts_amount_positive CHECK ((amount_minor > 0)),
  constraint payouts_bank_account_fk FOREIGN KEY (bank_account_id) REFERENCES payments.bank_accounts(id),
  constraint payouts_currency CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint payouts_destination_fk FOREIGN KEY (destination_id) REFERENCES payments.payee_details(id),
  constraint payouts_end_to_end_id_form CHECK ((end_to_end_id ~ '^[0-9a-f]{32}$'::text)),
  constraint payouts_end_to_end_id_unique UNIQUE (end_to_end_id),
  constraint payouts_entered_check CHECK ((released_by_account_id <> entered_by_account_id)),
  constraint payouts_late_debit_known CHECK (((late_debit IS NULL) OR (late_debit = ANY (ARRAY['settles'::text, 'claims'::text])))),
  constraint payouts_payee_details_fk FOREIGN KEY (payee_details_id) REFERENCES payments.payee_details(id),
  constraint payouts_payee_kind_known CHECK ((payee_kind = ANY (ARRAY['member'::text, 'partner'::text]))),
  constraint payouts_payment_file_fk FOREIGN KEY (payment_file_id) REFERENCES payments.payment_files(id),
  constraint payouts_pk PRIMARY KEY (id),
  constraint payouts_provider_key_unique UNIQUE (provider_key),
  constraint payouts_released_whole CHECK (((state = ANY (ARRAY['approved'::text, 'cancelled'::text])) OR ((bank_account_id IS NOT NULL) AND (payee_details_id IS NOT NULL) AND (hold_id IS NOT NULL) AND (released_at IS NOT NULL)))),
  constraint payouts_settled_whole CHECK (((state <> 'settled'::text) OR ((transaction_id IS NOT NULL) AND (settled_at IS NOT NULL)))),
  constraint payouts_state_known CHECK ((state = ANY (ARRAY['approved'::text, 'reserved'::text, 'submitting'::text, 'submitted'::text, 'unknown'::text, 'settled'::text, 'returned'::text, 'rejected'::text, 'cancelled'::text])))
);
CREATE INDEX payouts_by_amount ON payments.payouts USING btree (cooperative_id, currency, amount_minor, id);
CREATE INDEX payouts_by_amount_of_state ON payments.payouts USING btree (cooperative_id, state, currency, amount_minor, id);
CREATE INDEX payouts_by_file ON payments.payouts USING btree (payment_file_id);
CREATE INDEX payouts_by_obligation ON payments.payouts USING btree (cooperative_id, obligation_kind, obligation_id, requested_at, id);
CREATE INDEX payouts_by_payee ON payments.payouts USING btree (cooperative_id, payee_id, requested_at, id);
CREATE INDEX payouts_by_return ON payments.payouts USING btree (cooperative_id, return_transaction_id) WHERE (return_transaction_id IS NOT NULL);
CREATE INDEX payouts_by_state ON payments.payouts USING btree (cooperative_id, state, requested_at, id);
CREATE INDEX payouts_by_time ON payments.payouts USING btree (cooperative_id, requested_at, id);
CREATE INDEX payouts_by_transaction ON payments.payouts USING btree (cooperative_id, transaction_id) WHERE (transaction_id IS NOT NULL);
CREATE UNIQUE INDEX payouts_one_open_per_obligation ON payments.payouts USING btree (cooperative_id, obligation_kind, obligation_id) WHERE (state <> ALL (ARRAY['returned'::text, 'rejected'::text, 'cancelled'::text]));
create policy owner on payments.payouts as permissive for all to owner using (true) with check (true);
create policy tenant on payments.payouts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_entered BEFORE UPDATE OF entered_by_account_id ON payments.payouts FOR EACH ROW WHEN ((old.entered_by_account_id IS DISTINCT FROM new.entered_by_account_id)) EXECUTE FUNCTION payments.keep_entered();
CREATE TRIGGER keep_name BEFORE UPDATE OF end_to_end_id ON payments.payouts FOR EACH ROW WHEN ((old.end_to_end_id IS DISTINCT FROM new.end_to_end_id)) EXECUTE FUNCTION payments.keep_name();
CREATE TRIGGER keep_payout_frozen BEFORE DELETE OR UPDATE ON payments.payouts FOR EACH ROW EXECUTE FUNCTION payments.keep_payout_frozen();
CREATE TRIGGER keep_payout_memo BEFORE UPDATE OF memo ON payments.payouts FOR EACH ROW WHEN ((old.memo IS DISTINCT FROM new.memo)) EXECUTE FUNCTION payments.keep_payout_memo();
CREATE TRIGGER refuse_end_of_waived BEFORE UPDATE OF state ON payments.payouts FOR EACH ROW WHEN (((new.obligation_kind = 'expense'::text) AND (old.state = ANY (ARRAY['returned'::text, 'rejected'::text, 'cancelled'::text])) AND (new.state <> ALL (ARRAY['returned'::text, 'rejected'::text, 'cancelled'::text])))) EXECUTE FUNCTION expenses.refuse_payout_of_waived();
CREATE TRIGGER refuse_payout_of_waived BEFORE INSERT ON payments.payouts FOR EACH ROW WHEN ((new.obligation_kind = 'expense'::text)) EXECUTE FUNCTION expenses.refuse_payout_of_waived();
alter table payments.payouts enable row level security;
alter table payments.payouts force row level security;
grant insert, select, update on payments.payouts to rochdale_app;

CREATE OR REPLACE FUNCTION payments.pays_erased(tenant uuid, file uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
    select exists (select from payments.payouts p
      where p.cooperative_id = tenant and p.payment_file_id = file and p.payee_kind = 'member'
        and membership.is_erased(tenant, p.payee_id))
  $function$;

CREATE OR REPLACE FUNCTION payments.say_nothing_of_file()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
      begin
        if payments.pays_erased(new.cooperative_id, new.id) then
          new.withdrawal_reason := '';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION payments.say_nothing_of_line()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
      begin
        if new.locked_at is not null or payments.was_for_erased(new.cooperative_id, new.id) then
          new.matched_because := '';
        end if;
        return new;
      end $function$;

CREATE OR REPLACE FUNCTION payments.seals_report(was payments.status_reports, after payments.status_reports)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
    select to_jsonb(was) - 'bytes' = to_jsonb(after) - 'bytes' and length(was.bytes) > 0
      and not payments.is_sealed(was.bytes) and payments.is_sealed(after.bytes)
  $function$;

CREATE OR REPLACE FUNCTION payments.separate_bank_account(p_cooperative_id uuid, p_id uuid, p_ledger_account_id uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  DECLARE
    changed integer;
  BEGIN
    UPDATE payments.bank_accounts a
      SET ledger_account_id = p_ledger_account_id, books_before_id = a.ledger_account_id
      WHERE a.cooperative_id = p_cooperative_id AND a.id = p_id
        AND a.cooperative_id = platform.current_cooperative()
        AND EXISTS (SELECT FROM payments.bank_accounts o
          WHERE o.cooperative_id = p_cooperative_id AND o.id <> a.id
            AND o.ledger_account_id = a.ledger_account_id);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
  END $function$;
grant execute on payments.separate_bank_account(uuid,uuid,uuid) to rochdale_app;

create table payments.settings (
  cooperative_id uuid not null,
  second_person_releases boolean not null default false,
  cooling_off_hours integer not null default 24,
  constraint settings_cooling_off CHECK (((cooling_off_hours >= 0) AND (cooling_off_hours <= 720))),
  constraint settings_pk PRIMARY KEY (cooperative_id)
);
create policy owner on payments.settings as permissive for all to owner using (true) with check (true);
create policy tenant on payments.settings as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table payments.settings enable row level security;
alter table payments.settings force row level security;
grant insert, select, update on payments.settings to rochdale_app;

create table payments.simulated_transfers (
  key text not null,
  cooperative_id uuid not null,
  reference text not null,
  amount_minor bigint not null,
  currency text not null,
  state text not null,
  executions integer not null default 0,
  received_at timestamp with time zone not null,
  constraint simulated_transfers_pk PRIMARY KEY (key),
  constraint simulated_transfers_state_known CHECK ((state = ANY (ARRAY['accepted'::text, 'executed'::text, 'rejected'::text, 'returned'::text])))
);
create policy owner on payments.simulated_transfers as permissive for all to owner using (true) with check (true);
create policy tenant on payments.simulated_transfers as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table payments.simulated_transfers enable row level security;
alter table payments.simulated_transfers force row level security;
grant insert, select, update on payments.simulated_transfers to rochdale_app;

create table payments.statement_files (
  id uuid not null,
  cooperative_id uuid not null,
  name text not null,
  sha256 text not null,
  size_bytes integer not null,
  csv_profile text,
  state text not null default 'received'::text,
  format text,
  version text,
  refusal_code text,
  refusal_message text,
  warnings jsonb not null default '[]'::jsonb,
  received_by_account_id uuid,
  received_at timestamp with time zone not null,
  read_at timestamp with time zone,
  bank_account_id uuid,
  month_first boolean,
  constraint statement_files_account_fk FOREIGN KEY (bank_account_id) REFERENCES payments.bank_accounts(id),
  constraint statement_files_content_unique UNIQUE (cooperative_id, sha256),
  constraint statement_files_pk PRIMARY KEY (id),
  constraint statement_files_sha256 CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint statement_files_state_known CHECK ((state = ANY (ARRAY['received'::text, 'read'::text, 'refused'::text])))
);
CREATE INDEX statement_files_by_time ON payments.statement_files USING btree (cooperative_id, received_at, id);
create policy owner on payments.statement_files as permissive for all to owner using (true) with check (true);
create policy tenant on payments.statement_files as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table payments.statement_files enable row level security;
alter table payments.statement_files force row level security;
grant insert, select, update on payments.statement_files to rochdale_app;

create table payments.status_reports (
  id uuid not null,
  cooperative_id uuid not null,
  payment_file_id uuid not null,
  name text not null,
  format text not null,
  bytes bytea not null,
  sha256 text not null,
  size_bytes integer not null,
  words jsonb not null,
  received_by_account_id uuid,
  received_at timestamp with time zone not null,
  constraint status_reports_content_unique UNIQUE (cooperative_id, sha256),
  constraint status_reports_file_fk FOREIGN KEY (payment_file_id) REFERENCES payments.payment_files(id),
  constraint status_reports_pk PRIMARY KEY (id),
  constraint status_reports_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE INDEX status_reports_by_file ON payments.status_reports USING btree (cooperative_id, payment_file_id, received_at, id);
create policy owner on payments.status_reports as permissive for all to owner using (true) with check (true);
create policy tenant on payments.status_reports as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_status_report BEFORE UPDATE ON payments.status_reports FOR EACH ROW WHEN (((NOT platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), jsonb_build_object('bytes', '\x', 'words', '[]'::jsonb, 'name', '', 'sha256', encode(sha256(uuid_send(old.id)), 'hex'::text)), old.received_at)) AND (NOT COALESCE(payments.seals_report(old.*, new.*), false)))) EXECUTE FUNCTION payments.keep_status_report();
CREATE TRIGGER keep_status_report_there BEFORE DELETE ON payments.status_reports FOR EACH ROW EXECUTE FUNCTION payments.keep_status_report();
alter table payments.status_reports enable row level security;
alter table payments.status_reports force row level security;
grant insert, select on payments.status_reports to rochdale_app;
grant update on payments.status_reports.bytes to rochdale_app;
grant update on payments.status_reports.name to rochdale_app;
grant update on payments.status_reports.sha256 to rochdale_app;
grant update on payments.status_reports.words to rochdale_app;

create table payments.undone_matches (
  id uuid not null,
  cooperative_id uuid not null,
  line_id uuid not null,
  reversal_id uuid not null,
  member_ids uuid[] not null,
  because text not null,
  undone_at timestamp with time zone not null,
  constraint undone_matches_line_fk FOREIGN KEY (line_id) REFERENCES payments.bank_lines(id),
  constraint undone_matches_pk PRIMARY KEY (id)
);
CREATE INDEX undone_matches_by_line ON payments.undone_matches USING btree (cooperative_id, line_id, undone_at);
create policy owner on payments.undone_matches as permissive for all to owner using (true) with check (true);
create policy tenant on payments.undone_matches as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE UPDATE ON payments.undone_matches FOR EACH ROW WHEN ((NOT platform.lets_go(to_jsonb(old.*), to_jsonb(new.*), '{"because": ""}'::jsonb, old.undone_at))) EXECUTE FUNCTION payments.keep_undone_match();
CREATE TRIGGER refuse_removal BEFORE DELETE ON payments.undone_matches FOR EACH ROW EXECUTE FUNCTION payments.keep_undone_match();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON payments.undone_matches FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER say_nothing BEFORE INSERT ON payments.undone_matches FOR EACH ROW WHEN ((new.because <> ''::text)) EXECUTE FUNCTION payments.keep_undone_match();
alter table payments.undone_matches enable row level security;
alter table payments.undone_matches force row level security;
grant insert, select on payments.undone_matches to rochdale_app;
grant update on payments.undone_matches.because to rochdale_app;

CREATE OR REPLACE FUNCTION payments.unlocks_line(line payments.bank_lines, after payments.bank_lines)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
    select line.locked_at is not null and after.locked_at is null
      and after.locked_because is null
      and to_jsonb(line) - array['locked_at', 'locked_because']
        = to_jsonb(after) - array['locked_at', 'locked_because']
      and (line.locked_because is not distinct from 'booked' and line.matches_undone > 0
        or line.locked_because is not distinct from 'repeats' and line.state = 'repeated'
          and exists (select from payments.bank_lines told
            where told.cooperative_id = line.cooperative_id and told.id = line.rival_line_id
              and told.locked_at is null))
  $function$;

CREATE OR REPLACE FUNCTION payments.was_for_erased(tenant uuid, line uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
    select exists (select from payments.undone_matches u, unnest(u.member_ids) as member
      where u.cooperative_id = tenant and u.line_id = line
        and membership.is_erased(tenant, member))
  $function$;

create schema platform;
grant usage on schema platform to rochdale_app;

create table platform.attachments (
  id uuid not null,
  cooperative_id uuid not null,
  uploaded_by_account_id uuid,
  uploaded_by_member_id uuid,
  name text not null,
  media_type text not null,
  size_bytes integer not null,
  sha256 text not null,
  subject_kind text,
  subject_id uuid,
  created_at timestamp with time zone not null,
  let_go_at timestamp with time zone,
  constraint attachments_let_go_check CHECK (((let_go_at IS NULL) OR (subject_kind IS NULL))),
  constraint attachments_pk PRIMARY KEY (id),
  constraint attachments_sha256_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint attachments_size_positive CHECK ((size_bytes > 0)),
  constraint attachments_subject_whole CHECK (((subject_kind IS NULL) = (subject_id IS NULL)))
);
CREATE INDEX attachments_by_subject ON platform.attachments USING btree (cooperative_id, subject_kind, subject_id);
create policy owner on platform.attachments as permissive for all to owner using (true) with check (true);
create policy tenant on platform.attachments as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER guard_comment_file BEFORE DELETE ON platform.attachments FOR EACH ROW WHEN ((old.subject_kind = 'comment'::text)) EXECUTE FUNCTION governance.guard_comment_file();
CREATE TRIGGER guard_shown_file BEFORE UPDATE ON platform.attachments FOR EACH ROW WHEN (((old.subject_kind = 'comment'::text) OR (new.subject_kind = 'comment'::text))) EXECUTE FUNCTION governance.guard_comment_file();
CREATE TRIGGER keep_receipt BEFORE DELETE ON platform.attachments FOR EACH ROW EXECUTE FUNCTION expenses.keep_receipt();
alter table platform.attachments enable row level security;
alter table platform.attachments force row level security;
grant delete, insert, select, update on platform.attachments to rochdale_app;

CREATE OR REPLACE FUNCTION platform.awaits_relay(fact_position bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
      select exists (select from platform.fact_outbox o where o.position = fact_position)
    $function$;
grant execute on platform.awaits_relay(bigint) to rochdale_app;

CREATE OR REPLACE FUNCTION platform.current_cooperative()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('rochdale.cooperative_id'::text, true), ''::text))::uuid;

CREATE OR REPLACE FUNCTION platform.due_jobs(p_now timestamp with time zone, p_at_most integer)
 RETURNS TABLE(id uuid, name text, cooperative_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'platform'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
    with recursive lanes as (
      (select job.name, coalesce(job.cooperative_id, '00000000-0000-0000-0000-000000000000'::uuid)
           as tenant
         from platform.jobs job
        where job.status = 'queued' and platform.current_cooperative() is null
        order by job.name, coalesce(job.cooperative_id,
          '00000000-0000-0000-0000-000000000000'::uuid) limit 1)
      union all
      select next.name, next.tenant from lanes cross join lateral (
        select job.name, coalesce(job.cooperative_id,
            '00000000-0000-0000-0000-000000000000'::uuid) as tenant
          from platform.jobs job
         where job.status = 'queued'
           and (job.name, coalesce(job.cooperative_id,
             '00000000-0000-0000-0000-000000000000'::uuid)) > (lanes.name, lanes.tenant)
         order by job.name, coalesce(job.cooperative_id,
           '00000000-0000-0000-0000-000000000000'::uuid) limit 1) next)
    select due.id, due.name, due.cooperative_id
    from lanes cross join lateral (
      select oldest.*, row_number() over (order by oldest.run_at, oldest.id) as turn from (
        select job.id, job.name, job.cooperative_id, job.run_at
          from platform.jobs job
         where job.status = 'queued' and job.name = lanes.name
           and coalesce(job.cooperative_id, '00000000-0000-0000-0000-000000000000'::uuid)
             = lanes.tenant
           and job.run_at <= p_now and job.attempts < job.max_attempts
         order by job.run_at, job.id
         limit (select greatest(3, least(50, 2 * p_at_most / count(*))) from lanes)) oldest) due
    order by due.turn, due.run_at, due.id limit p_at_most
  $function$;
grant execute on platform.due_jobs(timestamp with time zone,integer) to rochdale_app;

create table platform.fact_outbox (
  "position" bigint not null,
  constraint fact_outbox_pk PRIMARY KEY ("position")
);
grant insert on platform.fact_outbox to rochdale_app;

create table platform.facts (
  "position" bigint not null generated always as identity,
  id uuid not null,
  type text not null,
  version integer not null,
  subject_kind text not null,
  subject_id uuid not null,
  visibility text not null,
  data jsonb not null,
  cooperative_id uuid,
  actor_kind text not null,
  account_id uuid,
  member_id uuid,
  partner_id uuid,
  via text not null,
  request_id text not null,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null default now(),
  constraint facts_id_unique UNIQUE (id),
  constraint facts_pk PRIMARY KEY ("position"),
  constraint facts_visibility_known CHECK ((visibility = ANY (ARRAY['public'::text, 'members'::text, 'private'::text])))
);
CREATE INDEX facts_by_cooperative ON platform.facts USING btree (cooperative_id, "position");
CREATE INDEX facts_by_member ON platform.facts USING btree (cooperative_id, member_id, "position") WHERE (member_id IS NOT NULL);
CREATE INDEX facts_by_subject ON platform.facts USING btree (subject_id, "position");
CREATE INDEX facts_by_time ON platform.facts USING btree (cooperative_id, occurred_at, "position");
CREATE INDEX facts_by_type ON platform.facts USING btree (cooperative_id, type, "position");
create policy outside_tenants on platform.facts as permissive for all to public using (((cooperative_id IS NULL) AND (platform.current_cooperative() IS NULL))) with check (((cooperative_id IS NULL) AND (platform.current_cooperative() IS NULL)));
create policy owner on platform.facts as permissive for all to owner using (true) with check (true);
create policy tenant on platform.facts as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE UPDATE ON platform.facts FOR EACH ROW EXECUTE FUNCTION platform.keep_fact();
CREATE TRIGGER refuse_change_there BEFORE DELETE ON platform.facts FOR EACH ROW WHEN ((NOT ((old.subject_kind = 'expense'::text) AND (old.type ~~ 'expenses.%'::text) AND expenses.is_of_forgotten_claim(old.cooperative_id, old.subject_id)))) EXECUTE FUNCTION platform.keep_fact();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON platform.facts FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_untold BEFORE DELETE ON platform.facts FOR EACH ROW WHEN (platform.awaits_relay(old."position")) EXECUTE FUNCTION platform.refuse_untold();
alter table platform.facts enable row level security;
alter table platform.facts force row level security;
grant delete, insert, select on platform.facts to rochdale_app;
grant update on platform.facts.account_id to rochdale_app;
grant update on platform.facts.request_id to rochdale_app;
grant update on platform.facts.visibility to rochdale_app;

create sequence platform.facts_position_seq;

CREATE OR REPLACE FUNCTION platform.facts_waiting(OUT waiting bigint, OUT oldest timestamp with time zone)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'platform'
AS $function$
      select count(*), min(recorded_at)
        from platform.fact_outbox join platform.facts using (position)
    $function$;
grant execute on platform.facts_waiting() to rochdale_app;

CREATE OR REPLACE FUNCTION platform.few_have_word(tenant uuid, of_kind text, beginning text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
 SET enable_bitmapscan TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
        select count(*) <= 200
        from (select from platform.search_words w
          where w.cooperative_id = tenant and w.kind = of_kind
            and w.word >= beginning and w.word < beginning || chr(1114111)
          limit 201) found
      $function$;
grant execute on platform.few_have_word(uuid,text,text) to rochdale_app;

CREATE OR REPLACE FUNCTION platform.grant_function(granted regprocedure)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
      begin
        execute format('revoke all on function %s from public', granted);
        execute format('grant execute on function %s to %I', granted,
          current_setting('rochdale.app_role'));
      end $function$;

CREATE OR REPLACE FUNCTION platform.grant_global_table(global_table regclass, privileges text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
      begin
        execute format('grant %s on %s to %I', privileges, global_table,
          current_setting('rochdale.app_role'));
      end $function$;

CREATE OR REPLACE FUNCTION platform.grant_schema(schema_name name)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
      begin
        execute format('revoke all on schema %I from public', schema_name);
        execute format('grant usage on schema %I to %I', schema_name,
          current_setting('rochdale.app_role'));
      end $function$;

CREATE OR REPLACE FUNCTION platform.is_of_the_books(type text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((type ~ '^(banking|collections|dues|expenses|ledger|partners|payments|treasury)[.]'::text) AND (type <> ALL (ARRAY['dues.PledgeChosen'::text, 'dues.WaiverChanged'::text, 'expenses.ClaimUndecided'::text, 'expenses.ClaimedForMember'::text, 'expenses.ExpenseDiscarded'::text, 'payments.PayeeDetailsChanged'::text])));
grant execute on platform.is_of_the_books(text) to rochdale_app;

CREATE OR REPLACE FUNCTION platform.is_over(tenant uuid, term text, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select since < now() + interval '1 day'
        - make_interval(years => membership.kept_years(tenant, term))
    $function$;

create table platform.jobs (
  id uuid not null,
  cooperative_id uuid,
  name text not null,
  key text not null,
  payload jsonb not null,
  status text not null default 'queued'::text,
  attempts integer not null default 0,
  max_attempts integer not null,
  run_at timestamp with time zone not null,
  lease_until timestamp with time zone,
  last_error_code text,
  last_error text,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint jobs_name_key_unique UNIQUE (name, key),
  constraint jobs_pk PRIMARY KEY (id),
  constraint jobs_status_known CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'dead'::text])))
);
CREATE INDEX jobs_by_status ON platform.jobs USING btree (cooperative_id, status, created_at, id);
CREATE INDEX jobs_by_time ON platform.jobs USING btree (cooperative_id, created_at, id);
CREATE INDEX jobs_due ON platform.jobs USING btree (run_at, id) WHERE (status = 'queued'::text);
CREATE INDEX jobs_ended ON platform.jobs USING btree (finished_at) WHERE (status = ANY (ARRAY['done'::text, 'dead'::text]));
CREATE INDEX jobs_lanes ON platform.jobs USING btree (name, COALESCE(cooperative_id, '00000000-0000-0000-0000-000000000000'::uuid), run_at, id) WHERE (status = 'queued'::text);
CREATE INDEX jobs_running ON platform.jobs USING btree (lease_until) WHERE (status = 'running'::text);
create policy owner on platform.jobs as permissive for all to owner using (true) with check (true);
create policy tenant on platform.jobs as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
create policy worker on platform.jobs as permissive for all to public using ((platform.current_cooperative() IS NULL)) with check ((platform.current_cooperative() IS NULL));
alter table platform.jobs enable row level security;
alter table platform.jobs force row level security;
grant delete, insert, select, update on platform.jobs to rochdale_app;

CREATE OR REPLACE FUNCTION platform.keep_fact()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
              'governance.AppealAnswered', 'governance.AppealTermBegan', 'governance.BallotVoided', 'governance.CheckedByAnother', 'governance.AuthorInvited', 'governance.CandidatePutUp', 'governance.ReviewDue', 'governance.WordsRemoved', 'governance.MemberMentioned', 'governance.DraftDiscarded',
              'governance.ProposalNotOpened', 'governance.ProposalDrafted',
              'identity.PersonalTokenCreated', 'identity.PersonalTokenRevoked',
              'membership.ApplicationDeclined', 'membership.ApplicationWithdrawn',
              'membership.MemberRenamed', 'membership.MembershipApplied',
              'membership.PseudonymChosen', 'membership.VisibilityChosen',
              'payments.PayeeDetailsChanged',
              'voting.DelegationEnded', 'voting.DelegationGiven', 'voting.ProxyRecorded')
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

CREATE OR REPLACE FUNCTION platform.keep_look()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        if tg_op = 'DELETE' and old.looked_at <= now() - interval '2 years' then
          return old;
        end if;
        raise exception 'a look stays on record for two years' using errcode = 'restrict_violation';
      end $function$;

CREATE OR REPLACE FUNCTION platform.keep_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
    declare
      said text;
    begin
      if tg_op <> 'INSERT' then
        delete from platform.search_words
          where cooperative_id = old.cooperative_id and subject_id = old.id;
      end if;
      if tg_op <> 'DELETE' then
        select string_agg(to_jsonb(new) ->> name, ' ') into said from unnest(tg_argv[1:]) as name;
        insert into platform.search_words (cooperative_id, subject_id, word, kind)
          select new.cooperative_id, new.id, word, tg_argv[0] from platform.words_of(said) as word;
      end if;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION platform.lets_go(was jsonb, after jsonb, emptied jsonb, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select platform.lets_go_of('vouchers', was, after, emptied, since)
    $function$;

CREATE OR REPLACE FUNCTION platform.lets_go_of(term text, was jsonb, after jsonb, emptied jsonb, since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
      select case when after = was || emptied
        then platform.is_over((was ->> 'cooperative_id')::uuid, term, since) else false end
    $function$;

create table platform.looks (
  id uuid not null,
  cooperative_id uuid not null,
  member_id uuid not null,
  what text not null,
  by_account_id uuid,
  by_member_id uuid,
  by_offices text[] not null,
  looked_at timestamp with time zone not null,
  constraint looks_another_check CHECK ((by_member_id IS DISTINCT FROM member_id)),
  constraint looks_pk PRIMARY KEY (id),
  constraint looks_what_check CHECK ((what = ANY (ARRAY['invoice'::text, 'credit'::text, 'waiver'::text, 'waiver-reason'::text, 'bank-line'::text, 'bank-details'::text, 'application-note'::text, 'standing'::text, 'standing-note'::text, 'voucher'::text, 'hearing'::text])))
);
CREATE INDEX looks_by_member ON platform.looks USING btree (cooperative_id, member_id, looked_at, id);
CREATE INDEX looks_by_time ON platform.looks USING btree (cooperative_id, looked_at);
create policy owner on platform.looks as permissive for all to owner using (true) with check (true);
create policy tenant on platform.looks as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER keep_look BEFORE DELETE OR UPDATE ON platform.looks FOR EACH ROW EXECUTE FUNCTION platform.keep_look();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON platform.looks FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table platform.looks enable row level security;
alter table platform.looks force row level security;
grant delete, insert, select on platform.looks to rochdale_app;

CREATE OR REPLACE FUNCTION platform.lowered_audience(f platform.facts)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
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

CREATE OR REPLACE FUNCTION platform.make_append_only(kept_table regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
    begin
      execute format('create trigger refuse_change before update or delete on %s
        for each row execute function platform.refuse_change()', kept_table);
      execute format('create trigger refuse_truncate before truncate on %s
        for each statement execute function platform.refuse_change()', kept_table);
    end $function$;

CREATE OR REPLACE FUNCTION platform.owner_of_fact(f platform.facts)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
      select case when f.subject_kind = 'member' then f.subject_id
        else coalesce((f.data ->> 'memberId')::uuid, f.member_id) end
    $function$;

CREATE OR REPLACE FUNCTION platform.protect_tenant_table(tenant_table regclass, privileges text DEFAULT 'SELECT, INSERT, UPDATE, DELETE'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
      declare app_role constant text := current_setting('rochdale.app_role');
      begin
        execute format('alter table %s enable row level security', tenant_table);
        execute format('alter table %s force row level security', tenant_table);
        execute format('create policy tenant on %s to %I
          using (cooperative_id = (select platform.current_cooperative()))
          with check (cooperative_id = (select platform.current_cooperative()))',
          tenant_table, app_role);
        execute format('create policy owner on %s to current_user using (true) with check (true)',
          tenant_table);
        execute format('grant %s on %s to %I', privileges, tenant_table, app_role);
      end $function$;

CREATE OR REPLACE FUNCTION platform.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception '% rows are never changed or removed', tg_table_schema || '.' || tg_table_name
        using errcode = 'restrict_violation';
    end $function$;

CREATE OR REPLACE FUNCTION platform.refuse_untold()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      raise exception 'a fact is told before it goes' using errcode = 'restrict_violation';
    end $function$;

create table platform.search_words (
  cooperative_id uuid not null,
  subject_id uuid not null,
  word text collate "C" not null,
  kind text not null,
  constraint search_words_pk PRIMARY KEY (cooperative_id, subject_id, word)
);
CREATE INDEX search_words_by_word ON platform.search_words USING btree (cooperative_id, kind, word, subject_id);
create policy owner on platform.search_words as permissive for all to owner using (true) with check (true);
create policy tenant on platform.search_words as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table platform.search_words enable row level security;
alter table platform.search_words force row level security;
grant select on platform.search_words to rochdale_app;

create table platform.secret_marks (
  is_only boolean not null default true,
  fingerprint text,
  constraint secret_marks_one_check CHECK (is_only),
  constraint secret_marks_pk PRIMARY KEY (is_only)
);

CREATE OR REPLACE FUNCTION platform.take_facts(at_most integer)
 RETURNS SETOF platform.facts
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'platform'
AS $function$
      with taken as (
        delete from platform.fact_outbox where position in (
          select position from platform.fact_outbox order by position
          limit at_most for update skip locked)
        returning position)
      select facts.* from platform.facts join taken using (position) order by position
    $function$;
grant execute on platform.take_facts(integer) to rochdale_app;

CREATE OR REPLACE FUNCTION platform.time_zone(tenant uuid)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
        select c.time_zone from membership.cooperatives c where c.id = tenant
      $function$;
grant execute on platform.time_zone(uuid) to rochdale_app;

CREATE OR REPLACE FUNCTION platform.words_of(said text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog'
AS $function$
      select distinct left(word, 40) from
        regexp_split_to_table(lower(left(said, 4000)), '[\s!-/:-@\[-`{-~]+') as word
      where length(word) >= 2 limit 200
    $function$;
grant execute on platform.words_of(text) to rochdale_app;

create schema treasury;
grant usage on schema treasury to rochdale_app;

create table treasury.accounting_periods (
  id uuid not null,
  cooperative_id uuid not null,
  starts_on date,
  ends_on date not null,
  closed_at timestamp with time zone not null,
  closed_by_account_id uuid,
  constraint accounting_periods_end_key UNIQUE (cooperative_id, ends_on),
  constraint accounting_periods_identity_key UNIQUE (id, cooperative_id),
  constraint accounting_periods_order_check CHECK ((starts_on <= ends_on)),
  constraint accounting_periods_pkey PRIMARY KEY (id)
);
create policy owner on treasury.accounting_periods as permissive for all to owner using (true) with check (true);
create policy tenant on treasury.accounting_periods as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON treasury.accounting_periods FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON treasury.accounting_periods FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table treasury.accounting_periods enable row level security;
alter table treasury.accounting_periods force row level security;
grant insert, select on treasury.accounting_periods to rochdale_app;

create table treasury.closing_balances (
  period_id uuid not null,
  account_id uuid not null,
  cooperative_id uuid not null,
  currency text not null,
  balance_minor bigint not null,
  constraint closing_balances_period_fkey FOREIGN KEY (period_id, cooperative_id) REFERENCES treasury.accounting_periods(id, cooperative_id),
  constraint closing_balances_pkey PRIMARY KEY (period_id, account_id)
);
create policy owner on treasury.closing_balances as permissive for all to owner using (true) with check (true);
create policy tenant on treasury.closing_balances as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON treasury.closing_balances FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON treasury.closing_balances FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
alter table treasury.closing_balances enable row level security;
alter table treasury.closing_balances force row level security;
grant insert, select on treasury.closing_balances to rochdale_app;

create table treasury.funds (
  id uuid not null,
  cooperative_id uuid not null,
  key text not null,
  name text not null,
  purpose text not null,
  currency text not null,
  limit_minor bigint,
  account_id uuid not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint funds_account_key UNIQUE (account_id),
  constraint funds_closed_check CHECK ((closed_at >= opened_at)),
  constraint funds_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint funds_key_check CHECK ((key ~ '^[a-z0-9][a-z0-9-]{0,59}$'::text)),
  constraint funds_key_key UNIQUE (cooperative_id, key),
  constraint funds_limit_check CHECK ((limit_minor > 0)),
  constraint funds_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint funds_pkey PRIMARY KEY (id),
  constraint funds_purpose_check CHECK (((length(purpose) >= 1) AND (length(purpose) <= 2000)))
);
create policy owner on treasury.funds as permissive for all to owner using (true) with check (true);
create policy tenant on treasury.funds as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table treasury.funds enable row level security;
alter table treasury.funds force row level security;
grant insert, select on treasury.funds to rochdale_app;
grant update on treasury.funds.closed_at to rochdale_app;
grant update on treasury.funds.limit_minor to rochdale_app;
grant update on treasury.funds.name to rochdale_app;
grant update on treasury.funds.purpose to rochdale_app;

create table treasury.release_cells (
  cooperative_id uuid not null,
  month text not null,
  place integer not null,
  since text not null,
  kind text not null,
  currency text not null,
  codes text[] not null,
  amount_minor bigint not null,
  constraint release_cells_codes_check CHECK ((cardinality(codes) > 0)),
  constraint release_cells_kind_check CHECK ((kind = ANY (ARRAY['income'::text, 'spending'::text, 'fund'::text]))),
  constraint release_cells_pk PRIMARY KEY (cooperative_id, month, place),
  constraint release_cells_release_fk FOREIGN KEY (cooperative_id, month) REFERENCES treasury.releases(cooperative_id, month),
  constraint release_cells_since_fk FOREIGN KEY (cooperative_id, since) REFERENCES treasury.releases(cooperative_id, month),
  constraint release_cells_span_check CHECK ((since <= month))
);
create policy owner on treasury.release_cells as permissive for all to owner using (true) with check (true);
create policy tenant on treasury.release_cells as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table treasury.release_cells enable row level security;
alter table treasury.release_cells force row level security;
grant insert, select on treasury.release_cells to rochdale_app;

create table treasury.releases (
  cooperative_id uuid not null,
  month text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  constraint releases_month_check CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text)),
  constraint releases_order_check CHECK ((starts_at < ends_at)),
  constraint releases_pk PRIMARY KEY (cooperative_id, month)
);
create policy owner on treasury.releases as permissive for all to owner using (true) with check (true);
create policy tenant on treasury.releases as permissive for all to rochdale_app using ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative))) with check ((cooperative_id = ( SELECT platform.current_cooperative() AS current_cooperative)));
alter table treasury.releases enable row level security;
alter table treasury.releases force row level security;
grant insert, select on treasury.releases to rochdale_app;
