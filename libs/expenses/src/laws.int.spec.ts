import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governanceInvariants } from '../../governance/src/testing/inside.js';
import { expensesInvariants } from './expenses.invariants.js';
import type { ExpenseWorld } from './testing/expense-world.js';
import { claim, createExpenseWorld } from './testing/expense-world.js';

/**
 * A law that never finds anything proves nothing. So each is shown records that break it: as the
 * owner, with the walls taken down, inside a transaction that is rolled back.
 */
const laws = [...governanceInvariants, ...expensesInvariants];
let world: ExpenseWorld;

beforeAll(async () => {
  world = await createExpenseWorld();
  const small = await world.draft.execute(world.member, claim(1_00n));
  await world.submit.execute(world.member, small);
  await world.approve.execute(world.treasurer, small);
  const large = await world.draft.execute(world.member, claim(900_00n));
  await world.submit.execute(world.member, large);
  const [vote] = await world.asOwner<{ id: string }>('select id from governance.proposals');
  const proposalId = vote?.id ?? '';
  for (const voter of [world.member, world.treasurer, world.member]) {
    await world.cast.execute(voter, { proposalId, mark: 'agree' });
  }
  world.clock.advance({ days: 14 });
  await world.closeVote.execute(world.system, { proposalId });
  await world.executeVote.execute(world.system, { proposalId });
});
afterAll(() => world.close());

const withoutConstraint = (table: string, name: string) =>
  `alter table ${table} drop constraint ${name}`;

const again = (change: string) => `insert into governance.ballots
  select (jsonb_populate_record(b, ${change})).* from governance.ballots b
  where superseded_at is null and supersedes_id is null`;

/** An account that is a cent off what it consists of, moved past every room. */
const byHand = (code: string) => `update ledger.postings p set amount_minor = amount_minor - 1
  from ledger.accounts a where a.id = p.account_id and a.code = '${code}'`;

/** The voted expense as a bill under a mandate, whose cap it goes over. */
const mandateOfVoted = [
  `insert into expenses.mandates (id, cooperative_id, key, title, partner_id, category, currency,
     period, cap_minor, starts_on, ends_on, grace_days, policy_key, granted_at,
     granted_by_proposal_id)
   select id, cooperative_id, 'hosting', 'Hosting', payee_id, 'hosting', currency, 'month', 1,
     '2020-01-01', '2040-01-01', 0, 'x', now(), proposal_id
   from expenses.expenses where proposal_id is not null`,
  `insert into expenses.mandate_bills (id, cooperative_id, mandate_id, expense_id, partner_id,
     bill_hash, state, billed_on, handed_in_on, period_start, amount_minor)
   select id, cooperative_id, id, id, payee_id, repeat('0', 64), 'owed', '2026-01-01',
     '2026-01-01', '2026-01-01', amount_minor
   from expenses.expenses where proposal_id is not null`,
];

/** What breaks each law, once the triggers are off. */
const breakage: Readonly<Record<string, readonly string[]>> = {
  'governance.no-ballot-outside-voting': [
    `update governance.ballots set cast_at = cast_at + interval '60 days'`,
  ],
  'governance.one-current-ballot': [
    'drop index governance.ballots_one_current',
    again(`jsonb_build_object('id', gen_random_uuid())`),
  ],
  'governance.ballots-form-chains': ['update governance.ballots set supersedes_id = null'],
  'governance.ballots-weigh-what-their-voters-do': [
    'update governance.ballots set weight = weight + 1',
  ],
  'governance.electorate-as-published': [
    `delete from governance.electorate where member_id not in
       (select member_id from governance.ballots)`,
  ],
  'governance.final-count-as-recounted': [
    `update governance.ballots set mark = '"disagree"' where superseded_at is null`,
  ],
  'governance.executed-means-all-actions': [
    `update governance.actions set state = 'pending', executed_at = null`,
  ],
  'governance.documents-as-decided': [
    `insert into governance.documents (cooperative_id, key, version, title, text, text_hash,
       adopted_at, adopted_by_proposal_id)
     select cooperative_id, 'bylaws', 1, 'Bylaws', 'Of nobody.', repeat('0', 64), now(), id
     from governance.proposals limit 1`,
  ],
  'governance.appeals-hold': [
    'alter table governance.appeals disable trigger user',
    `insert into governance.appeals (vote_id, cooperative_id, expulsion_id, state, filed_at)
     select id, cooperative_id, id, 'pending', now() from governance.proposals
     where state <> 'queued' limit 1`,
  ],
  'governance.nothing-runs-unless-passed': [
    withoutConstraint('governance.proposals', 'proposals_outcome_is_state_check'),
    `update governance.proposals set outcome = 'rejected'`,
  ],
  'governance.hearings-are-sealed': [
    'update governance.proposals set is_hearing = true, options = null',
    `insert into platform.jobs (id, cooperative_id, name, key, payload, status, max_attempts,
       run_at, created_at)
     select gen_random_uuid(), cooperative_id, 'governance.seal-hearings', id::text, '{}', 'done',
       3, now(), now() from governance.proposals limit 1`,
  ],
  'governance.assemblies-vote-as-present': [
    `update governance.proposals
     set rule = jsonb_set(rule, '{assembly}', '{"presentShare": "1/2"}')`,
  ],
  'governance.rule-as-adopted': [
    `update governance.proposals set rule = jsonb_set(rule, '{ballotKind}', '"other"')`,
  ],
  'expenses.amount-is-the-sum-of-items': ['update expenses.items set amount_minor = 5'],
  'expenses.payee-never-approves': [
    `update expenses.approvals a set approver_member_id = e.payee_id from expenses.expenses e
     where e.id = a.expense_id`,
  ],
  'expenses.approved-by-rule': [
    `update expenses.approvals set voided_at = approved_at, void_reason = 'x'`,
  ],
  'expenses.votes-are-for-members': [`update governance.proposals set visibility = 'public'`],
  'expenses.votes-have-their-claim': [
    `update governance.proposals set subject_id = gen_random_uuid()
     where subject_kind = 'expense'`,
  ],
  'expenses.approved-means-owed-once': [
    withoutConstraint('expenses.expenses', 'expenses_approved_check'),
    'update expenses.expenses set payout_id = null',
  ],
  'expenses.one-offs-are-owed': [`update governance.actions set kind = 'payment.one-off'`],
  'expenses.mandates-are-kept': [...mandateOfVoted],
  'expenses.bills-are-paid-once': [
    'drop index expenses.expenses_bill_unique',
    `update expenses.expenses set bill_partner_id = cooperative_id, bill_hash = repeat('0', 64)`,
  ],
  'expenses.bills-are-released-by-another': [
    ...mandateOfVoted,
    withoutConstraint('payments.payouts', 'payouts_entered_check'),
    `update payments.payouts set entered_by_account_id = id, released_by_account_id = id`,
  ],
  'expenses.waived-is-reversed': [
    withoutConstraint('expenses.expenses', 'expenses_waived_check'),
    `update expenses.expenses set status = 'waived' where status = 'approved'`,
  ],
  'expenses.approved-terms-stand': [
    withoutConstraint('expenses.expenses', 'expenses_approved_check'),
    `update expenses.expenses set approved_hash = repeat('0', 64)`,
  ],
  'expenses.fingerprint-is-of-what-is-there': [
    `update expenses.expenses set title = 'Another' where text_salt is not null`,
  ],
  'expenses.payables-are-owed': [byHand('payables')],
};

describe('the laws of decisions and expenses', () => {
  it('hold after a year’s ordinary business', async () => {
    for (const { sql } of laws) expect(await world.asOwner(sql)).toEqual([]);
  });

  it.each(laws.map(({ name, sql }) => [name, sql] as const))(
    '%s is found when broken',
    async (name, sql) => {
      expect(await foundAfter(world, breakage[name] ?? [], sql)).not.toEqual([]);
    },
  );
});
