import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What waits of a partner's share is not lost: whose it is is known until it is told, and it goes
 * on in its currency when the pool has another.
 */
export class PartnersKeepWhatWaits1796700600101 implements MigrationInterface {
  readonly name = 'PartnersKeepWhatWaits1796700600101';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(waits);
    await runner.query(keep);
    await runner.query(`
      alter table partners.statements
        drop constraint statements_one_per_period,
        add constraint statements_one_per_period
          unique (cooperative_id, partner_id, period_id, currency)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}

const waits = `
  create function partners.share_waits(p_part partners.share_parts) returns boolean
  language sql stable set search_path to 'pg_catalog' as $$
    select exists (select from partners.statements s
      join partners.periods p on p.cooperative_id = s.cooperative_id and p.id = s.period_id
      where s.cooperative_id = p_part.cooperative_id and s.partner_id = p_part.partner_id
        and s.period_id = p_part.period_id and s.currency = p.currency and s.waits
        and not exists (select from partners.statements t
          join partners.periods q on q.cooperative_id = t.cooperative_id and q.id = t.period_id
          where t.cooperative_id = s.cooperative_id and t.partner_id = s.partner_id
            and t.currency = s.currency and not t.waits and q.starts_on > p.starts_on))
  $$`;

const keep = `
  create or replace function partners.keep_share_part() returns trigger language plpgsql as $$
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
    end $$`;
