import { DefineMeter, RegisterPartner } from '@rochdale/partners';
import { CreatePlan } from '@rochdale/dues';
import { AdoptApprovalRule } from '@rochdale/expenses';
import { AppointRole, ChangeStanding } from '@rochdale/membership';
import { toIdOf } from '@rochdale/platform';
import { CreateFund, RecordJournalEntry } from '@rochdale/treasury';
import type { ApiClient } from '@rochdale/testing';
import { plainTerms } from './deciding-world.js';
import type { DecidingWorld } from './deciding-world.js';

export const agreeing = (share: string) => ({
  ballotKind: 'stances',
  stances: ['agree', 'abstain', 'disagree'],
  decision: { kind: 'threshold', agree: { share, strict: false, of: 'cast' } },
  blocks: null,
});

/** A kind of action that members put into a proposal by hand. */
export interface ByHand {
  readonly kind: string;
  /** Makes what it needs, and says its payload as a member sends it. */
  readonly payload: (world: DecidingWorld) => Promise<object>;
  /** How often it was done in all: one statement that counts. */
  readonly done: string;
}

let made = 0;
const fresh = (word: string): string => `${word}-${(made += 1)}`;
const facts = (type: string, more = ''): string =>
  `select count(*)::int as count from platform.facts where type = '${type}' ${more}`;
const became = (standing: string): string =>
  facts('membership.StandingChanged', `and data ->> 'to' = '${standing}'`);

/** Somebody who joined; their plain id. */
async function memberOf(world: DecidingWorld): Promise<string> {
  const name = fresh('member');
  await world.join(name);
  const [row] = await world.rows<{ id: string }>(
    'select id from membership.members where display_name = $1',
    [name],
  );
  return row?.id ?? '';
}

const toldMember = (id: string): string => toIdOf('Member', id, 'inside');

async function termOf(world: DecidingWorld): Promise<string> {
  const memberId = await memberOf(world);
  const appoint = world.api.app.get(AppointRole);
  const { id } = await appoint.execute(world.system, { memberId, role: 'coordinator' });
  return id;
}

export function fund(key: string) {
  return { key, name: 'Solidarity', purpose: 'Who cannot pay.', currency: 'EUR' };
}

/** Money that is there before it is set aside, in euros' cents. */
export async function bringMoney(world: DecidingWorld, amountMinor: bigint): Promise<void> {
  await world.api.app.get(RecordJournalEntry).execute(world.system, {
    idempotencyKey: fresh('brought'),
    description: 'Opening balance',
    currency: 'EUR',
    lines: [
      { accountKey: 'bank', amountMinor },
      { accountKey: 'opening-balance', amountMinor: -amountMinor },
    ],
  });
}

const pool = {
  rule: 'pro-rata',
  coopShare: '3/10',
  lambda: '1/2',
  currency: 'EUR',
  unusedGoesTo: 'solidarity',
  minimumPayoutMinor: '500',
  graceDays: 5,
};
/** Every expense of a currency is voted on. */
export const bands = [
  { upToMinor: null, band: { kind: 'vote', policyKey: 'majority' }, receipts: false },
] as const;
const rulesAs = (condition: string): string =>
  `select count(*)::int as count from expenses.approval_rules where ${condition}`;

const ofMembership: readonly ByHand[] = [
  {
    kind: 'application.admit',
    payload: async (world) => ({ applicationId: await world.apply(fresh('applicant')) }),
    done: facts('membership.MemberAdmitted'),
  },
  {
    kind: 'member.change-class',
    payload: async (world) => ({ memberId: toldMember(await memberOf(world)), classKey: 'user' }),
    done: facts('membership.MemberClassChanged'),
  },
  {
    kind: 'member.suspend',
    payload: async (world) => ({ memberId: toldMember(await memberOf(world)) }),
    done: became('suspended'),
  },
  {
    kind: 'member.expel',
    async payload(world) {
      const memberId = await memberOf(world);
      const suspension = { memberId, to: 'suspended', reason: 'conduct' } as const;
      await world.api.app.get(ChangeStanding).execute(world.system, suspension);
      return { memberId: toldMember(memberId) };
    },
    done: became('expelled'),
  },
  {
    kind: 'role.appoint',
    payload: async (world) => ({
      memberId: toldMember(await memberOf(world)),
      role: 'coordinator',
      endsAt: '2027-01-01T00:00:00Z',
    }),
    done: facts('membership.RoleAppointed', `and data ->> 'origin' = 'elected'`),
  },
  {
    kind: 'role.end',
    payload: async (world) => ({ termId: toIdOf('RoleTerm', await termOf(world), 'inside') }),
    done: facts('membership.RoleEnded'),
  },
];

/** An expulsion of that member passed, and waits. */
async function expelledLater(world: DecidingWorld, member: ApiClient): Promise<string> {
  await world.adopt('appeal', agreeing('1/2'));
  await world.adopt('expelling', { ...agreeing('2/3'), timelockHours: 48 });
  const { viewer } = await member.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  const payloadJson = JSON.stringify({ memberId: viewer.member.id });
  const id = await world.openVote('expelling', {
    actions: [{ kind: 'member.expel', payloadJson }],
  });
  await world.members[1].change(
    `mutation ($id: ID!) { payload: ballotCast(proposalId: $id, input: { stance: AGREE }) {
       userErrors { code } } }`,
    { id },
  );
  await world.decide(id);
  return id;
}

/** By whoever it is about: the first member, who proposes all of these. */
const ofAppeals: readonly ByHand[] = [
  {
    kind: 'appeal.uphold',
    payload: async (world) => ({ expulsionId: await expelledLater(world, world.members[0]) }),
    done: facts('governance.AppealDecided', `and data ->> 'state' = 'upheld'`),
  },
];

const ofGovernance: readonly ByHand[] = [
  {
    kind: 'document.adopt',
    payload: async () => ({ key: fresh('bylaws'), title: 'Bylaws', text: 'Each has *one* vote.' }),
    done: facts('governance.DocumentAdopted'),
  },
  {
    kind: 'policy.adopt',
    payload: async () => ({
      key: fresh('key'),
      title: 'Ours',
      rule: { ...plainTerms, ...agreeing('3/4') },
    }),
    done: facts('governance.PolicyAdopted'),
  },
  {
    kind: 'policy.retire',
    async payload(world) {
      const key = fresh('old');
      await world.adopt(key, agreeing('1/2'));
      return { key };
    },
    done: facts('governance.PolicyRetired'),
  },
  {
    kind: 'approval-rule.adopt',
    payload: async () => ({ currency: 'CHF', bands }),
    done: rulesAs(`currency = 'CHF'`),
  },
  {
    kind: 'approval-rule.retire',
    async payload(world) {
      const adopt = world.api.app.get(AdoptApprovalRule);
      await adopt.execute(world.system, { currency: 'GBP', bands });
      return { currency: 'GBP' };
    },
    done: rulesAs(`currency = 'GBP' and retired_at is not null`),
  },
];

const ofMoney: readonly ByHand[] = [
  {
    kind: 'dues-plan.set',
    async payload(world) {
      const scale = { currency: 'EUR', months: 1, name: 'Standard' };
      const { id } = await world.api.app.get(CreatePlan).execute(world.system, {
        ...scale,
        key: fresh('plan'),
        minimumMinor: 1_00n,
        suggestedMinor: 10_00n,
        maximumMinor: null,
      });
      return {
        ...scale,
        key: fresh('plan'),
        minimumMinor: '200',
        suggestedMinor: '1200',
        replacesPlanId: toIdOf('DuesPlan', id, 'inside'),
      };
    },
    done: `select count(*)::int as count from dues.plans where retired_at is not null`,
  },
  {
    kind: 'fund.create',
    payload: async () => ({ ...fund(fresh('fund')), limitMinor: '500000' }),
    done: facts('treasury.FundCreated'),
  },
  {
    kind: 'fund.allocate',
    async payload(world) {
      await bringMoney(world, 10_000_00n);
      const { id } = await world.api.app.get(CreateFund).execute(world.system, fund(fresh('fund')));
      return { fundId: toIdOf('Fund', id, 'inside'), amountMinor: '12345', currency: 'EUR' };
    },
    done: `select count(*)::int as count from ledger.transactions where source_kind = 'proposal'`,
  },
];

/** Somebody from outside who can be paid, as a payload names them. */
export async function partnerOf(world: DecidingWorld): Promise<string> {
  const register = world.api.app.get(RegisterPartner);
  const { id } = await register.execute(world.system, { name: fresh('Host') });
  return toIdOf('Partner', id, 'inside');
}

/** An approved claim that pays a partner's bill, as a payload names it. */
export async function owedToPartner(world: DecidingWorld): Promise<string> {
  const [member] = world.members;
  const { expense } = await member.change<{ expense: { id: string } }>(
    `mutation ($partner: ID!, $number: String!) { payload: expenseDraft(input: { title: "Flyers",
       currency: "EUR", payee: { kind: PARTNER, id: $partner }, bill: { number: $number },
       items: [{ description: "Flyers", category: OUTREACH, incurredOn: "2026-01-01",
         amountMinor: "1000" }] }) { userErrors { code path } expense { id } } }`,
    { partner: await partnerOf(world), number: fresh('F') },
  );
  const { expense: submitted } = await member.change<{ expense: { termsHash: string } }>(
    `mutation ($id: ID!) { payload: expenseSubmit(id: $id) { userErrors { code }
       expense { termsHash } } }`,
    { id: expense.id },
  );
  await world.administrator.change(
    `mutation ($id: ID!, $hash: String!) { payload: expenseApprove(id: $id, termsHash: $hash) {
       userErrors { code } } }`,
    { id: expense.id, hash: submitted.termsHash },
  );
  return expense.id;
}

export const hosting = {
  title: 'Hosting',
  category: 'hosting',
  currency: 'EUR',
  period: 'month',
  capMinor: '10000',
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  graceDays: 30,
};

const ofBills: readonly ByHand[] = [
  {
    kind: 'mandate.grant',
    payload: async (world) => ({
      ...hosting,
      key: fresh('hosting'),
      partnerId: await partnerOf(world),
    }),
    done: facts('expenses.MandateGranted'),
  },
  {
    kind: 'mandate.end',
    async payload(world) {
      const key = fresh('printing');
      await world.rows(
        `insert into expenses.mandates (id, cooperative_id, key, title, partner_id, category,
           currency, period, cap_minor, starts_on, ends_on, grace_days, policy_key, granted_at,
           granted_by_proposal_id)
         values (gen_random_uuid(), $1, $2, 'Printing', gen_random_uuid(), 'office', 'EUR',
           'month', 100, '2026-01-01', '2026-12-31', 30, 'super', now(), gen_random_uuid())`,
        [world.system.cooperativeId, key],
      );
      return { key };
    },
    done: facts('expenses.MandateEnded'),
  },
  {
    kind: 'payment.take-back',
    payload: async (world) => ({
      expenseId: await owedToPartner(world),
      reason: 'Twice the amount',
      freesBill: true,
    }),
    done: facts('expenses.ExpenseVoided'),
  },
  {
    kind: 'payment.one-off',
    payload: async (world) => ({
      partnerId: await partnerOf(world),
      purpose: 'A lawyer for the lease',
      category: 'services',
      amountMinor: '45000',
      currency: 'EUR',
    }),
    done: `select count(*)::int as count from payments.payouts p
      join expenses.expenses e on e.id = p.obligation_id and e.status = 'approved'
      where p.obligation_kind = 'expense' and e.title = 'A lawyer for the lease'`,
  },
];

const ofPartners: readonly ByHand[] = [
  {
    kind: 'partner.register',
    payload: async () => ({ name: fresh('Host'), website: 'https://host.example' }),
    done: facts('partners.PartnerRegistered'),
  },
  {
    kind: 'partner.end',
    async payload(world) {
      const register = world.api.app.get(RegisterPartner);
      const { id } = await register.execute(world.system, { name: fresh('Host') });
      return { partnerId: toIdOf('Partner', id, 'inside') };
    },
    done: facts('partners.PartnerEnded'),
  },
  {
    kind: 'pool-policy.adopt',
    async payload(world) {
      const meterKey = fresh('meter');
      const meter = { key: meterKey, name: 'Storage', unit: 'GB', aggregation: 'sum' } as const;
      await world.api.app.get(DefineMeter).execute(world.system, meter);
      return { ...pool, meterKey };
    },
    done: facts('partners.PoolPolicyAdopted'),
  },
];

const ofGroups: readonly ByHand[] = [
  {
    kind: 'group.open',
    payload: async () => ({ key: fresh('garden'), name: 'Garden', purpose: 'Beds and compost.' }),
    done: facts('membership.WorkingGroupOpened'),
  },
  {
    kind: 'group.close',
    async payload(world) {
      const key = fresh('kitchen');
      await world.rows(
        `insert into membership.working_groups (id, cooperative_id, key, name, purpose, opened_at,
           opened_by_proposal_id)
         values (gen_random_uuid(), $1, $2, 'Kitchen', 'Soup.', now(), gen_random_uuid())`,
        [world.system.cooperativeId, key],
      );
      return { key };
    },
    done: facts('membership.WorkingGroupClosed'),
  },
];

/** Kinds that are about a person: here, about whoever joined last. */
export const aboutSomebody: readonly string[] = ofMembership.map(({ kind }) => kind);

/** Every kind that a member may propose, with what it needs. */
export const byHand = [
  ...ofMembership,
  ...ofAppeals,
  ...ofGovernance,
  ...ofGroups,
  ...ofMoney,
  ...ofBills,
  ...ofPartners,
];

export const expenseApproved = facts('expenses.ExpenseApproved');

/** A claim that its room puts to the vote; the id of that vote. */
export async function votedExpense(by: ApiClient): Promise<string> {
  const { expense } = await by.change<{ expense: { id: string } }>(
    `mutation { payload: expenseDraft(input: { title: "Rack", currency: "EUR",
       items: [{ description: "A rack", category: HARDWARE, incurredOn: "2026-01-01",
         amountMinor: "90000" }] }) { userErrors { code } expense { id } } }`,
  );
  const submitted = await by.change<{ expense: { proposal: { id: string } } }>(
    `mutation ($id: ID!) { payload: expenseSubmit(id: $id) { userErrors { code }
       expense { proposal { id } } } }`,
    { id: expense.id },
  );
  return submitted.expense.proposal.id;
}
