import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropIndexes, makeIndexes } from './concurrent/make-indexes.js';
import type { NewIndex } from './concurrent/make-indexes.js';

/** The event log: facts of a type, and what happened to a thing whatever its kind is called. */
const facts: readonly NewIndex[] = [
  { name: 'facts_by_type', table: 'platform.facts', by: `(cooperative_id, type, position)` },
  {
    name: 'facts_by_subject',
    table: 'platform.facts',
    by: `(subject_id, position)`,
    replaces: true,
  },
];

/** Jobs of every state, newest first; the dead ones are one of the states. */
const jobs: readonly NewIndex[] = [
  { name: 'jobs_by_time', table: 'platform.jobs', by: `(cooperative_id, created_at, id)` },
  {
    name: 'jobs_by_status',
    table: 'platform.jobs',
    by: `(cooperative_id, status, created_at, id)`,
  },
];

const membership: readonly NewIndex[] = [
  {
    name: 'applications_by_state',
    table: 'membership.applications',
    by: `(cooperative_id, state, id)`,
  },
  { name: 'applications_by_id', table: 'membership.applications', by: `(cooperative_id, id)` },
];

/** The id of a source is looked for by itself; a kind of source is a list in order of time. */
const ledger: readonly NewIndex[] = [
  {
    name: 'transactions_by_source',
    table: 'ledger.transactions',
    by: `(cooperative_id, source_id)`,
    replaces: true,
  },
  {
    name: 'transactions_by_kind',
    table: 'ledger.transactions',
    by: `(cooperative_id, source_kind, effective_at, sequence)`,
  },
  { name: 'holds_by_id', table: 'ledger.holds', by: `(cooperative_id, id)` },
  { name: 'holds_by_state', table: 'ledger.holds', by: `(cooperative_id, state, id)` },
  { name: 'holds_by_account', table: 'ledger.holds', by: `(cooperative_id, account_id, id)` },
];

const expenses: readonly NewIndex[] = [
  {
    name: 'expenses_by_submitter',
    table: 'expenses.expenses',
    by: `(cooperative_id, submitter_member_id, created_at, id)`,
    replaces: true,
  },
  {
    name: 'expenses_by_status',
    table: 'expenses.expenses',
    by: `(cooperative_id, status, created_at, id)`,
  },
];

/** Public decisions are an index of their own: strangers do not walk past what is not theirs. */
const proposals: readonly NewIndex[] = [
  {
    name: 'proposals_by_state',
    table: 'governance.proposals',
    by: `(cooperative_id, state, created_at, id)`,
  },
  {
    name: 'proposals_by_policy',
    table: 'governance.proposals',
    by: `(cooperative_id, policy_id, created_at, id)`,
  },
  {
    name: 'proposals_public',
    table: 'governance.proposals',
    by: `(cooperative_id, created_at, id) where visibility = 'public' and outcome is not null`,
  },
];

const others: readonly NewIndex[] = [
  {
    name: 'invoices_by_number_of_member',
    table: 'dues.invoices',
    by: `(cooperative_id, member_id, number)`,
  },
  { name: 'invoices_by_state', table: 'dues.invoices', by: `(cooperative_id, state, number)` },
  {
    name: 'bank_lines_by_state',
    table: 'payments.bank_lines',
    by: `(cooperative_id, state, booking_date, id)`,
  },
  {
    name: 'statements_by_partner',
    table: 'partners.statements',
    by: `(cooperative_id, partner_id, created_at, id)`,
  },
];

const indexes = [...facts, ...jobs, ...membership, ...ledger, ...expenses, ...proposals, ...others];

/** For each list and each of its filters an index in the order of the list. */
export class PlatformIndexLists1796060000002 implements MigrationInterface {
  readonly name = 'PlatformIndexLists1796060000002';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await makeIndexes(runner, indexes);
    await dropIndexes(runner, ['platform.jobs_dead', 'membership.applications_state_idx']);
  }

  async down(): Promise<void> {
    throw new Error('forward only');
  }
}
