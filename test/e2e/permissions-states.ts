import { newId, toMemberId } from '@rochdale/platform';
import type { IdAudience } from '@rochdale/platform';
import { fromGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import type { Cast } from './permissions-cast.js';
import { bankLineStates } from './permissions-line-states.js';
import { rule } from './permissions-operations.js';
import { payoutStates } from './permissions-payout-states.js';
import { givenAway } from './permissions-verdicts.js';
import { StateMaker } from './permissions-state-maker.js';
import type { State } from './permissions-state-maker.js';

/** Votes whose ballots say a stance, as the one does that everybody is asked to cast. */
const ofStances = `select p.* from governance.proposals p
  join governance.policies o on o.cooperative_id = p.cooperative_id and o.id = p.policy_id
  where coalesce(o.rule ->> 'ballotKind', 'stances') = 'stances'`;

/** Where things live that go from one state to the next. */
export const stateful: Readonly<Record<string, readonly [table: string, column: string]>> = {
  Application: ['membership.applications', 'state'],
  BankLine: ['payments.bank_lines', 'state'],
  Expense: ['expenses.expenses', 'status'],
  Invitation: ['membership.invitations', 'state'],
  Invoice: ['dues.invoices', 'state'],
  Member: ['membership.members', 'standing'],
  Payout: ['payments.payouts', 'state'],
  Proposal: [`(${ofStances}) proposals`, 'state'],
  UsageStatement: ['partners.statements', 'state'],
  Waiver: ['dues.waivers', 'state'],
};

/** Where an officer moves who stands there, an office that they have not, and why they give. */
function memberChanges(id: string, standing: string) {
  const to = standing === 'active' ? 'PAUSED' : standing === 'suspended' ? 'EXPELLED' : 'ACTIVE';
  return (audience: IdAudience) => {
    const memberId = toMemberId(id, audience);
    return {
      'Member.changeStanding': { memberId, input: { to, reason: 'OTHER' } },
      'Member.appointRole': { input: { memberId, role: 'COORDINATOR' } },
      'Member.waiveCredit': { input: givenAway(memberId) },
    };
  };
}

/** Everything in every state, and what else decides. */
export async function makeStates(cast: Cast): Promise<readonly State[]> {
  const maker = await StateMaker.open(cast);
  try {
    await payoutStates(maker);
    await bankLineStates(maker);
    await memberStates(maker);
    await approvedOnce(maker);
    await seconded(maker);
    for (const [type, where] of Object.entries(stateful)) await eachState(maker, type, where);
    return maker.made;
  } finally {
    await maker.db.end();
  }
}

async function eachState(
  maker: StateMaker,
  type: string,
  [table, column]: readonly [string, string],
): Promise<void> {
  const { rows } = await maker.db.query<{ id: string; state: string }>(
    `select distinct on (${column}) id, ${column} as state from ${table}
     where cooperative_id = $1 order by ${column}, id desc`,
    [maker.cooperativeId],
  );
  for (const { id, state } of rows) {
    maker.add(type, state, id, type === 'Member' ? { besides: memberChanges(id, state) } : {});
  }
}

/** Each of the cast as themselves, the last administrator among them, and who does not belong. */
async function memberStates(maker: StateMaker): Promise<void> {
  for (const owner of ['treasurer', 'administrator', 'applicant'] as const) {
    const { memberId } = await maker.person(owner);
    const standing = owner === 'applicant' ? owner : 'active';
    const besides = memberChanges(memberId, standing);
    maker.add('Member', `the ${owner}`, memberId, { owner, besides });
  }
  await moveTo(maker, await maker.member(5), 'SUSPENDED');
  await moveTo(maker, await maker.member(5), 'LEFT');
  const expelled = await maker.member(5);
  await moveTo(maker, expelled, 'SUSPENDED');
  await moveTo(maker, expelled, 'EXPELLED');
}

function moveTo(maker: StateMaker, id: string, to: string) {
  return maker.change(
    'administrator',
    `mutation ($id: ID!, $to: Standing!) { memberStandingChange(memberId: $id,
       input: { to: $to, reason: OTHER }) { userErrors { code message } } }`,
    { id: toMemberId(id, 'inside'), to },
  );
}

const seconding = { ...rule, secondersNeeded: 1 };

/** Drafts that need a seconder: one that has none, and one that the treasurer seconded. */
async function seconded(maker: StateMaker): Promise<void> {
  await maker.change(
    'administrator',
    `mutation ($ruleJson: String!) { policyAdopt(input: { key: "seconded", title: "Seconded",
       ruleJson: $ruleJson }) { userErrors { code message } } }`,
    { ruleJson: JSON.stringify(seconding) },
  );
  for (const name of ['seconded by nobody', 'seconded by the treasurer']) {
    const { proposal } = await maker.change<{ proposal: { id: string } }>(
      'member',
      `mutation { proposalDraft(input: { title: "Bees", body: "A hive.", policyKey: "seconded" }) {
         proposal { id } userErrors { code message } } }`,
    );
    maker.add('Proposal', name, fromGlobalId('Proposal', proposal.id));
    if (name === 'seconded by nobody') continue;
    await maker.change(
      'treasurer',
      'mutation ($id: ID!) { proposalSecond(id: $id) { userErrors { code message } } }',
      { id: proposal.id },
    );
  }
}

/** What two treasurers decide, as no rule of the cast's has it, and one has approved. */
async function approvedOnce(maker: StateMaker): Promise<void> {
  const id = maker.cast.plainIdOf('Expense');
  const { memberId } = await maker.person('treasurer');
  await maker.db.query(
    `insert into expenses.approvals (id, cooperative_id, expense_id, approver_member_id,
       approver_role, terms_hash, approved_at)
     select $2, cooperative_id, id, $3, 'treasurer', terms_hash, now() from expenses.expenses
     where cooperative_id = $1 and id = $4`,
    [maker.cooperativeId, newId(), memberId, id],
  );
  maker.add('Expense', 'approved once', id);
}
