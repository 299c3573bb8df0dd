import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whose dues were behind what went to all partners in a month is kept as long as the figure of that
 * month is read, which was told to everybody. What is known of before is brought along.
 */
export class PartnersKeepWhoseMonthsAre1796904000001 implements MigrationInterface {
  readonly name = 'PartnersKeepWhoseMonthsAre1796904000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table partners.month_parts (
        cooperative_id uuid not null,
        period_id uuid not null,
        member_id uuid not null,
        part numeric not null constraint month_parts_part_check check (part > 0),
        constraint month_parts_pk primary key (period_id, member_id),
        constraint month_parts_period_fk foreign key (period_id) references partners.periods (id)
      );
      create index month_parts_by_cooperative on partners.month_parts (cooperative_id);
      select platform.protect_tenant_table('partners.month_parts', 'SELECT, INSERT');
      create trigger refuse_change before update or delete on partners.month_parts
        for each row execute function platform.refuse_change();
      create trigger refuse_truncate before truncate on partners.month_parts
        for each statement execute function platform.refuse_change();
      insert into partners.month_parts (cooperative_id, period_id, member_id, part)
        select cooperative_id, period_id, member_id, sum(part)
        from partners.share_parts group by cooperative_id, period_id, member_id`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
