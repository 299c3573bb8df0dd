import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of months that closed before it was written down whose shares were whose, all who paid in them
 * are behind what went to partners, each by what they paid: too many rather than nobody, beside
 * whom a later figure would tell of one.
 */
export class PartnersKnowMonthsOfBefore1796904300001 implements MigrationInterface {
  readonly name = 'PartnersKnowMonthsOfBefore1796904300001';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      insert into partners.month_parts (cooperative_id, period_id, member_id, part)
        select p.cooperative_id, p.id, paid.member_id,
          greatest(1, round(paid.minor::numeric * 3603600
            * (p.paid_minor - p.coop_minor - p.unused_minor) / p.paid_minor))
        from partners.periods p
        cross join lateral (select d.member_id, sum(d.amount_minor) as minor
          from dues.shared_payments s
          join dues.payments d on d.cooperative_id = s.cooperative_id and d.id = s.payment_id
          where s.cooperative_id = p.cooperative_id and s.shared_in_id = p.id
          group by d.member_id having sum(d.amount_minor) > 0) paid
        where p.paid_minor > p.coop_minor + p.unused_minor
          and not exists (select from partners.month_parts m
            where m.cooperative_id = p.cooperative_id and m.period_id = p.id)`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
