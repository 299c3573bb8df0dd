import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a partner is told of its share: amounts that tell of single members' dues wait. Whose money
 * a share is of is kept, so that what goes out can be judged by it; and the fingerprint of a
 * statement's events has a salt.
 */
export class PartnersTellShares1796600100001 implements MigrationInterface {
  readonly name = 'PartnersTellShares1796600100001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(parts);
    await runner.query(hash);
    await runner.query(`
      alter table partners.statements
        add column waits boolean not null default false,
        add column waited_minor bigint not null default 0,
        add column untold_minor bigint not null default 0,
        add column events_salt text not null
          default encode(sha256(uuid_send(gen_random_uuid())), 'hex');
      alter table partners.statements alter column events_salt drop default;
      alter table partners.statements
        alter column waits drop default,
        alter column waited_minor drop default,
        alter column untold_minor drop default,
        drop constraint statements_sum,
        add constraint statements_sum_check check
          (amount_minor = share_minor + waited_minor - untold_minor + accrued_minor),
        add constraint statements_untold_check check
          (waited_minor >= 0 and untold_minor between 0 and share_minor + waited_minor
            and (waits or untold_minor = 0));
      alter table partners.statements disable trigger keep_statement;
      update partners.statements
        set events_hash = partners.hash_events(events_salt, cooperative_id, partner_id, period_id);
      alter table partners.statements enable trigger keep_statement`);
    await runner.query(keep);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const parts = `
  create table partners.share_parts (
    id uuid not null constraint share_parts_pk primary key,
    cooperative_id uuid not null,
    partner_id uuid not null,
    period_id uuid not null,
    member_id uuid not null,
    part numeric not null constraint share_parts_part_check check (part > 0),
    shared_at timestamptz not null,
    constraint share_parts_once_unique unique
      (cooperative_id, partner_id, period_id, member_id),
    constraint share_parts_partner_fk foreign key (partner_id) references partners.partners (id),
    constraint share_parts_period_fk foreign key (period_id) references partners.periods (id)
  );
  select platform.protect_tenant_table('partners.share_parts', 'SELECT, INSERT, DELETE');
  create trigger refuse_change before update on partners.share_parts
    for each row execute function platform.refuse_change();
  create function partners.keep_share_part() returns trigger language plpgsql as $$
    begin
      if old.shared_at < now() - interval '729 days' then
        return old;
      end if;
      raise exception 'whose dues a share is of is kept for two years'
        using errcode = 'restrict_violation';
    end $$;
  create trigger keep_share_part before delete on partners.share_parts
    for each row execute function partners.keep_share_part()`;

// What a partner knows of its events: no member is in it, whom each partner knows by another id.
const hash = `
  create function partners.hash_events(p_salt text, p_cooperative_id uuid, p_partner_id uuid,
    p_period_id uuid) returns text language sql stable set search_path to 'pg_catalog' as $$
    select encode(sha256(convert_to(concat_ws(chr(10), p_salt, string_agg(
        concat_ws(chr(10), source, event_id, retracted_source, retracted_event_id, meter_key,
          trim_scale(quantity)::text, case when meter_key is not null then
            to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end),
        chr(10) order by source collate "C", event_id collate "C")), 'UTF8')), 'hex')
    from partners.usage_events
    where cooperative_id = p_cooperative_id and partner_id = p_partner_id
      and period_id = p_period_id $$;
  do $grant$ begin
    execute format('grant execute on function partners.hash_events(text, uuid, uuid, uuid) to %I',
      current_setting('rochdale.app_role'));
  end $grant$`;

const keep = `
  create or replace function partners.keep_statement() returns trigger language plpgsql as $$
    declare
      changing constant text[] :=
        array['state', 'approved_by_account_id', 'approved_at', 'transaction_id', 'payout_id'];
    begin
      if tg_op = 'DELETE' or to_jsonb(old) - changing is distinct from to_jsonb(new) - changing then
        raise exception 'a statement stays as it was drawn up' using errcode = 'restrict_violation';
      end if;
      return new;
    end $$`;
