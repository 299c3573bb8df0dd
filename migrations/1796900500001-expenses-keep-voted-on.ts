import type { MigrationInterface, QueryRunner } from 'typeorm';

// A claim that is handed in again forgets by which vote it was to be decided. That there ever was
// one is kept by the database, and never taken back.
const wasVotedOn = `
  alter table expenses.expenses add column was_voted_on boolean not null default false;
  update expenses.expenses e set was_voted_on = true
    where e.proposal_id is not null or exists (select from governance.proposals p
      where p.cooperative_id = e.cooperative_id and p.subject_kind = 'expense'
        and p.subject_id = e.id);
  create function expenses.keep_voted_on() returns trigger language plpgsql as $function$
    begin
      new.was_voted_on := new.proposal_id is not null
        or tg_op = 'UPDATE' and (old.was_voted_on or old.proposal_id is not null);
      return new;
    end $function$;
  create trigger keep_voted_on before insert or update on expenses.expenses
    for each row execute function expenses.keep_voted_on();
`;

const claims = `
  create or replace function expenses.is_forgotten_claim(e expenses.expenses) returns boolean
    language sql stable as $function$
      select e.status in ('draft', 'rejected', 'withdrawn') and not e.was_voted_on
        and num_nonnulls(e.proposal_id, e.transaction_id, e.payout_id) = 0
        and membership.is_erased(e.cooperative_id, e.submitter_member_id)
    $function$;
`;

/** What members ever voted on stays on record for their vote, also when it was called off. */
export class ExpensesKeepVotedOn1796900500001 implements MigrationInterface {
  readonly name = 'ExpensesKeepVotedOn1796900500001';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [wasVotedOn, claims]) await runner.query(step);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
