import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which payments were shared out, and in which span: each once. The moments that were compared
 * before are those at which transactions began, not those at which they could be seen.
 */
export class DuesAddSharedPayments1796190800001 implements MigrationInterface {
  readonly name = 'DuesAddSharedPayments1796190800001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table dues.shared_payments (
        payment_id uuid not null constraint shared_payments_pk primary key
          constraint shared_payments_payment_fk references dues.payments (id),
        cooperative_id uuid not null,
        shared_in_id uuid not null,
        shared_at timestamptz not null
      );
      create index shared_payments_by_span on dues.shared_payments (cooperative_id, shared_in_id);
      select platform.protect_tenant_table('dues.shared_payments', 'SELECT, INSERT');
      select platform.make_append_only('dues.shared_payments')`);
    await runner.query(`
      insert into dues.shared_payments (payment_id, cooperative_id, shared_in_id, shared_at)
      select distinct on (p.id) p.id, p.cooperative_id, span.id, span.closed_at
      from dues.payments p
      join (
        select id, cooperative_id, currency, starts_on, ends_on, closed_at,
          lag(closed_at) over (partition by cooperative_id order by starts_on) as known_since
        from partners.periods
      ) span on span.cooperative_id = p.cooperative_id and span.currency = p.currency
        and p.paid_on <= span.ends_on and p.recorded_at <= span.closed_at
        and (p.paid_on >= span.starts_on or p.recorded_at > span.known_since)
      order by p.id, span.starts_on`);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
