import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The event log: facts of a type, and what happened to a thing whatever its kind is called. */
const facts = `
  create index facts_by_type on platform.facts (cooperative_id, type, position);
  drop index platform.facts_by_subject;
  create index facts_by_subject on platform.facts (subject_id, position);
`;

/** Jobs of every state, newest first; the dead ones are one of the states. */
const jobs = `
  drop index platform.jobs_dead;
  create index jobs_by_time on platform.jobs (cooperative_id, created_at, id);
  create index jobs_by_status on platform.jobs (cooperative_id, status, created_at, id);
`;

const membership = `
  drop index membership.applications_state_idx;
  create index applications_by_state on membership.applications (cooperative_id, state, id);
  create index applications_by_id on membership.applications (cooperative_id, id);
`;

/** The id of a source is looked for by itself; a kind of source is a list in order of time. */
const ledger = `
  drop index ledger.transactions_by_source;
  create index transactions_by_source on ledger.transactions (cooperative_id, source_id);
  create index transactions_by_kind
    on ledger.transactions (cooperative_id, source_kind, effective_at, sequence);
  create index holds_by_id on ledger.holds (cooperative_id, id);
  create index holds_by_state on ledger.holds (cooperative_id, state, id);
  create index holds_by_account on ledger.holds (cooperative_id, account_id, id);
`;

const expenses = `
  drop index expenses.expenses_by_submitter;
  create index expenses_by_submitter
    on expenses.expenses (cooperative_id, submitter_member_id, created_at, id);
  create index expenses_by_status on expenses.expenses (cooperative_id, status, created_at, id);
`;

/** Public decisions are an index of their own: strangers do not walk past what is not theirs. */
const proposals = `
  create index proposals_by_state
    on governance.proposals (cooperative_id, state, created_at, id);
  create index proposals_by_policy
    on governance.proposals (cooperative_id, policy_id, created_at, id);
  create index proposals_public on governance.proposals (cooperative_id, created_at, id)
    where visibility = 'public' and outcome is not null;
`;

const others = `
  create index invoices_by_number_of_member on dues.invoices (cooperative_id, member_id, number);
  create index invoices_by_state on dues.invoices (cooperative_id, state, number);
  create index bank_lines_by_state
    on payments.bank_lines (cooperative_id, state, booking_date, id);
  create index statements_by_partner
    on partners.statements (cooperative_id, partner_id, created_at, id);
`;

/** For each list and each of its filters an index in the order of the list. */
export class PlatformIndexLists1796060000002 implements MigrationInterface {
  readonly name = 'PlatformIndexLists1796060000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [facts, jobs, membership, ledger, expenses, proposals, others]) {
      await runner.query(step);
    }
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
