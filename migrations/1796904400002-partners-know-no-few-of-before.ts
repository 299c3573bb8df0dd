import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of some months of before it is not known whose the shares were: parts of one partner are there
 * and those of another went at their term, or who paid was brought along where the money followed
 * use. Too few or too many, either would have a figure come out that tells of one. Nobody is known
 * of them, so that none comes out by itself.
 */
export class PartnersKnowNoFewOfBefore1796904400002 implements MigrationInterface {
  readonly name = 'PartnersKnowNoFewOfBefore1796904400002';

  // What rounding moves, a minor unit for each partner, may be missing from the parts of a month.
  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    await runner.query(`
      alter table partners.month_parts disable trigger user;
      delete from partners.month_parts m using partners.periods p
        join partners.pool_policies r on r.cooperative_id = p.cooperative_id and r.id = p.policy_id
        where m.cooperative_id = p.cooperative_id and m.period_id = p.id
          and (r.rule <> 'pro-rata' and not exists (select from partners.share_parts s
              where s.cooperative_id = p.cooperative_id and s.period_id = p.id)
            or (select sum(o.part) from partners.month_parts o
                where o.cooperative_id = p.cooperative_id and o.period_id = p.id)
              < 3603600 * (p.paid_minor - p.coop_minor - p.unused_minor - 1
                - (select count(*) from partners.statements t
                  where t.cooperative_id = p.cooperative_id and t.period_id = p.id)));
      alter table partners.month_parts enable trigger user`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
