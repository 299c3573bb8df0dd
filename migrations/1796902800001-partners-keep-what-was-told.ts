import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose dues were behind what a partner was told is kept as long as the partner may use it, which
 * keeps what it was told as well. What is known of before is brought along.
 */
export class PartnersKeepWhatWasTold1796902800001 implements MigrationInterface {
  readonly name = 'PartnersKeepWhatWasTold1796902800001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table partners.told_parts (
        cooperative_id uuid not null,
        statement_id uuid not null,
        member_id uuid not null,
        part numeric not null constraint told_parts_part_check check (part > 0),
        constraint told_parts_pk primary key (statement_id, member_id),
        constraint told_parts_statement_fk foreign key (statement_id)
          references partners.statements (id)
      );
      create index told_parts_by_cooperative on partners.told_parts (cooperative_id);
      select platform.protect_tenant_table('partners.told_parts', 'SELECT, INSERT');
      create trigger refuse_change before update or delete on partners.told_parts
        for each row execute function platform.refuse_change();
      create trigger refuse_truncate before truncate on partners.told_parts
        for each statement execute function platform.refuse_change();
      insert into partners.told_parts (cooperative_id, statement_id, member_id, part)
        select h.cooperative_id, told.id, h.member_id, sum(h.part)
        from partners.share_parts h
        join partners.periods p on p.cooperative_id = h.cooperative_id and p.id = h.period_id
        cross join lateral (select t.id from partners.statements t
          join partners.periods q on q.cooperative_id = t.cooperative_id and q.id = t.period_id
          where t.cooperative_id = h.cooperative_id and t.partner_id = h.partner_id
            and t.currency = p.currency and not t.waits and q.starts_on >= p.starts_on
          order by q.starts_on limit 1) told
        group by h.cooperative_id, told.id, h.member_id`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
