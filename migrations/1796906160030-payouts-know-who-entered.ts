import type { MigrationInterface, QueryRunner } from 'typeorm';

const column = `
  alter table payments.payouts add column entered_by_account_id uuid;
  alter table payments.payouts add constraint payouts_entered_check
    check (released_by_account_id <> entered_by_account_id) not valid;
`;

const guard = `
  alter table payments.payouts validate constraint payouts_entered_check;
  create function payments.keep_entered() returns trigger language plpgsql as $function$
  begin
    raise exception 'who entered what a payout pays does not change'
      using errcode = 'restrict_violation';
  end $function$;
  create trigger keep_entered before update of entered_by_account_id on payments.payouts
    for each row when (old.entered_by_account_id is distinct from new.entered_by_account_id)
    execute function payments.keep_entered();
`;

/** Of what nobody approves by itself, who entered it never lets the money go. */
export class PayoutsKnowWhoEntered1796906160030 implements MigrationInterface {
  readonly name = 'PayoutsKnowWhoEntered1796906160030';

  async up(runner: Pick<QueryRunner, 'query'>): Promise<void> {
    for (const step of [column, guard]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
