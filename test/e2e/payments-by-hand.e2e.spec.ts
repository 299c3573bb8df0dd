import { invariants } from '@rochdale/house';
import { RegisterBankAccount } from '@rochdale/banking';
import { AdoptApprovalRule } from '@rochdale/expenses';
import { AppointRole } from '@rochdale/membership';
import { plainIdIn, toIdOf } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { AllocateToFund, CloseFund, CreateFund } from '@rochdale/treasury';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeing, bringMoney, fund, hosting, partnerOf } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
let partnerId: string;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('majority', agreeing('1/2'));
  const [founder] = await world.rows<{ id: string }>(
    `select id from membership.members where display_name = 'Founder'`,
  );
  const treasurer = { memberId: founder?.id ?? '', role: 'treasurer' };
  await world.api.app.get(AppointRole).execute(world.system, treasurer);
  partnerId = await partnerOf(world);
  // Bills that come out of no fund are owed as well.
  await bringMoney(world, 10_000_00n);
});
afterAll(() => world.close());

const action = (kind: string, payload: object) => ({ kind, payloadJson: JSON.stringify(payload) });

async function passed(policyKey: string, ...actions: object[]): Promise<string> {
  const id = await world.openVote(policyKey, { actions });
  await world.members[1].change(
    `mutation ($id: ID!) { payload: ballotCast(proposalId: $id, input: { stance: AGREE }) {
       userErrors { code } } }`,
    { id },
  );
  await world.decide(id);
  return id;
}

async function codeOf(id: string): Promise<string | null> {
  const { proposal } = await world.members[2].query<{
    proposal: { actions: { failureCode: string | null }[] };
  }>('query ($id: ID!) { proposal(id: $id) { actions { failureCode } } }', { id });
  return proposal.actions[0]?.failureCode ?? null;
}

const fill = (fundId: string, key: string, amountMinor: bigint) =>
  world.api.app.get(AllocateToFund).execute(world.system, {
    fundId,
    amountMinor,
    idempotencyKey: `fill:${key}`,
    description: 'To begin with',
  });

/** A fund that holds 500 EUR. */
async function fullFund(key: string, limitMinor: bigint | null = null): Promise<string> {
  const terms = { ...fund(key), limitMinor };
  const { id } = await world.api.app.get(CreateFund).execute(world.system, terms);
  await fill(id, key, 500_00n);
  return toIdOf('Fund', id, 'inside');
}

const inFund = async (key: string) =>
  (
    await world.rows<{ minor: string }>(
      `select (-balance_minor)::text as minor from ledger.accounts where code = $1`,
      [`fund:${key}`],
    )
  )[0]?.minor;

const lawyer = (more: object = {}) =>
  action('payment.one-off', {
    partnerId,
    purpose: 'A lawyer for the lease',
    category: 'services',
    amountMinor: '45000',
    currency: 'EUR',
    ...more,
  });

describe('a payment that members decided', () => {
  it('is owed out of its fund once, and no more than lies in it', async () => {
    const fundId = await fullFund('legal');
    const ids = [
      await passed('majority', lawyer({ fundId })),
      await passed('majority', lawyer({ fundId })),
    ];
    const { proposalPreview } = await world.administrator.query<{ proposalPreview: object[] }>(
      `query ($id: ID!) { proposalPreview(id: $id) { summary effect possible { allowed } } }`,
      { id: ids[0] },
    );
    const moved = 'from 500.00 EUR to 50.00 EUR';
    expect(proposalPreview).toEqual([
      {
        summary: 'Pays a partner 450.00 EUR for: A lawyer for the lease.',
        effect: `The co-operative owes the partner 450.00 EUR. In Solidarity: ${moved}.`,
        possible: { allowed: true },
      },
    ]);
    const done = await Promise.all(ids.map((id) => world.execute(id)));
    expect(done.toSorted()).toEqual(['executed', 'failed']);
    expect(await codeOf(ids[done.indexOf('failed')] ?? '')).toBe('FLOOR_BREACHED');
    expect(await inFund('legal')).toBe('5000');
    const paid = ids[done.indexOf('executed')] ?? '';
    const payouts = await world.rows(
      `select p.amount_minor::text as amount, p.payee_kind as kind, p.state, e.status
       from expenses.expenses e join payments.payouts p on p.obligation_id = e.id
       where e.proposal_id = $1`,
      [plainIdIn('Proposal', paid)],
    );
    expect(payouts).toEqual([
      { amount: '45000', kind: 'partner', state: 'approved', status: 'approved' },
    ]);
    const { expenses } = await world.members[2].query<{ expenses: { edges: object[] } }>(
      `{ expenses { edges { node { title status proposal { id } submitter { displayName } } } } }`,
    );
    expect(expenses.edges).toMatchObject([
      {
        node: {
          title: 'A lawyer for the lease',
          status: 'APPROVED',
          proposal: { id: paid },
          submitter: { displayName: 'ada' },
        },
      },
    ]);
  });

  it('leaves in the buffer what the rule asks for', async () => {
    const buffer = { fundKey: 'common', atLeastMinor: '10000', currency: 'EUR' };
    await world.adopt('buffered', { ...agreeing('1/2'), buffer });
    const fundId = await fullFund('common');
    const id = await passed('buffered', lawyer({ fundId }));
    expect(await world.execute(id)).toBe('failed');
    expect(await codeOf(id)).toBe('BUFFER_NOT_HELD');
    const less = await passed('buffered', lawyer({ fundId, amountMinor: '40000' }));
    expect(await world.execute(less)).toBe('executed');
    expect(await inFund('common')).toBe('10000');
  });

  it('is refused in a draft where it could never be paid', async () => {
    const draft = async (more: object) => {
      const { userErrors } = await world.members[0].mutate<{ userErrors: object[] }>(
        `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
           userErrors { code path } } }`,
        { input: { title: 'Pay', body: '', policyKey: 'majority', actions: [lawyer(more)] } },
      );
      return userErrors;
    };
    const nobody = toIdOf('Partner', '01890000-0000-7000-8000-000000000000', 'inside');
    const within = ['actions', '0', 'payloadJson'];
    expect(await draft({ partnerId: nobody })).toEqual([
      { code: 'PAYEE_UNKNOWN', path: [...within, 'partnerId'] },
    ]);
    expect(await draft({ currency: 'USD' })).toMatchObject([{ code: 'EXPENSE_UNPAYABLE' }]);
    const fundId = toIdOf('Fund', '01890000-0000-7000-8000-000000000000', 'inside');
    expect(await draft({ fundId })).toMatchObject([{ code: 'FUND_NOT_FOUND' }]);
  });
});

interface Billed {
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly expense: {
    readonly id: string;
    readonly status: string;
    readonly mandate: { readonly key: string } | null;
  } | null;
}

let billed = '';
async function bill(more: object, by = world.administrator): Promise<string> {
  const input = { key: 'hosting', billedOn: '2026-01-01', amountMinor: '6000', ...more };
  const { userErrors, expense } = await by.mutate<Billed>(
    `mutation ($input: MandateBillInput!) { payload: mandateBillSubmit(input: $input) {
       userErrors { code path } expense { id status mandate { key } } } }`,
    { input },
  );
  billed = expense?.id ?? billed;
  const under = expense?.mandate?.key ?? 'no mandate';
  return userErrors[0]?.code ?? `${expense?.status} under ${under}`;
}

/** The number that the bill has when its claim was revised, or why it was not. */
async function revised(more: string): Promise<string | undefined> {
  const { userErrors, expense } = await world.administrator.mutate<{
    userErrors: { code: string; path: string[] }[];
    expense: { billNumber: string } | null;
  }>(
    `mutation ($id: ID!, $partner: ID!) { payload: expenseRevise(id: $id, input: {
       title: "Hosting", currency: "EUR", payee: { kind: PARTNER, id: $partner },
       items: [{ description: "Hosting", category: HOSTING, incurredOn: "2026-01-01",
         amountMinor: "6100" }]${more} }) {
       userErrors { code path } expense { billNumber } } }`,
    { id: billed, partner: partnerId },
  );
  const [refused] = userErrors;
  return refused ? `${refused.code} ${refused.path.slice(-2).join(',')}` : expense?.billNumber;
}

interface Verdicts {
  readonly mandates: readonly {
    readonly viewerCan: { readonly submitBill: { readonly reason: string | null } };
    readonly bills: {
      readonly edges: readonly {
        readonly node: {
          readonly viewerCan: { readonly void: { readonly reason: string | null } };
        };
      }[];
    };
  }[];
}
const verdicts = async (by: ApiClient) =>
  (
    await by.query<Verdicts>(
      `{ mandates { viewerCan { submitBill { allowed reason } }
         bills { edges { node { viewerCan { void { allowed reason } } } } } } }`,
    )
  ).mandates;
const mayEnter = async (by = world.administrator) =>
  (await verdicts(by)).map(({ viewerCan }) => viewerCan.submitBill.reason);
const mayVoid = async (by: ApiClient) =>
  (await verdicts(by)).flatMap(({ bills }) =>
    bills.edges.map(({ node }) => node.viewerCan.void.reason),
  );

const effectOf = async (id: string) =>
  (
    await world.administrator.query<{ proposalPreview: { effect: string }[] }>(
      `query ($id: ID!) { proposalPreview(id: $id) { effect } }`,
      { id },
    )
  ).proposalPreview[0]?.effect;

describe('a standing mandate', () => {
  it('pays bills within its cap, and what is above goes the usual way', async () => {
    await world.adopt('expense-standard', agreeing('1/2'));
    const terms = { ...hosting, key: 'hosting', partnerId, totalMinor: '15000' };
    const granting = await passed('majority', action('mandate.grant', terms));
    const twice = await passed('majority', action('mandate.grant', terms));
    expect(await effectOf(granting)).toBe(
      'An officer hands in its bills from now on: what is within the cap needs no vote, and ' +
        'somebody else releases it.',
    );
    await world.execute(granting);
    expect(await world.execute(twice)).toBe('failed');
    expect(await codeOf(twice)).toBe('MANDATE_KEY_TAKEN');
    expect(await bill({ number: '1' }, world.members[0])).toBe('FORBIDDEN');
    // The administrator is the one treasurer there is.
    expect(await mayEnter()).toEqual(['RELEASE_OUT_OF_REACH']);
    expect(await bill({ number: '1' })).toBe('RELEASE_OUT_OF_REACH');
    const [cyn] = await world.rows<{ id: string }>(
      `select id from membership.members where display_name = 'cyn'`,
    );
    const second = { memberId: cyn?.id ?? '', role: 'treasurer' };
    await world.api.app.get(AppointRole).execute(world.system, second);
    expect(await mayEnter()).toEqual([null]);
    expect(await mayEnter(world.members[0])).toEqual(['ROLE_REQUIRED']);
    expect(await bill({ number: '1' })).toBe('APPROVED under hosting');
    expect(await mayVoid(world.administrator)).toEqual(['VOIDED_BY_ANOTHER']);
    expect(await mayVoid(world.members[2])).toEqual([null]);
    expect(await mayVoid(world.members[0])).toEqual(['ROLE_REQUIRED']);
    expect(await bill({ number: '2' })).toBe('SUBMITTED under no mandate');
    expect(await bill({ number: ' 2 ' })).toBe('BILL_KNOWN');
    expect(await revised('')).toBe('2');
    expect(await revised(', bill: null')).toBe('EXPENSE_INVALID bill,number');
    const { mandates } = await world.members[2].query<{ mandates: object[] }>(
      `{ mandates { key isInForce takenUntil left { minor } partner { id } bills { edges { node {
         number handedInOn isVoided expense { status title billNumber decidedBy {
           votePolicyKey } } } } } } }`,
    );
    const expense = {
      status: 'APPROVED',
      title: 'Hosting: bill 1',
      billNumber: '1',
      decidedBy: { votePolicyKey: 'majority' },
    };
    const node = { number: '1', handedInOn: '2026-01-01', isVoided: false, expense };
    expect(mandates).toMatchObject([
      {
        key: 'hosting',
        isInForce: true,
        takenUntil: '2027-01-30',
        left: { minor: '4000' },
        partner: { id: partnerId },
        bills: { edges: [{ node }] },
      },
    ]);
  });

  it('has its payments released by another than who entered the bill', async () => {
    expect(await bill({ number: '3', amountMinor: '100' })).toBe('APPROVED under hosting');
    await world.api.app.get(RegisterBankAccount).execute(world.system, {
      holderName: 'The Mill',
      label: 'Current',
      accountNumber: 'NL91ABNA0417164300',
      currency: 'EUR',
      rail: 'sepa-file',
    });
    await world.rows('update payments.settings set second_person_releases = false');
    const { payouts } = await world.administrator.query<{ payouts: { edges: object[] } }>(
      `{ payouts(first: 1) { edges { node { amount { minor }
         viewerCan { release { allowed reason } } } } } }`,
    );
    const release = { allowed: false, reason: 'SECOND_PERSON_REQUIRED' };
    expect(payouts.edges).toMatchObject([
      { node: { amount: { minor: '100' }, viewerCan: { release } } },
    ]);
  });

  it('counts no bill that members took back, whose number is handed in again', async () => {
    const wrong = { expenseId: billed, reason: 'Twice', freesBill: true };
    const id = await passed('majority', action('payment.take-back', wrong));
    expect(await effectOf(id)).toBe(
      'The co-operative owes the partner 1.00 EUR less, and its payout is cancelled. Its bill ' +
        'may be handed in again.',
    );
    expect(await bill({ number: '3', amountMinor: '100' })).toBe('BILL_KNOWN');
    await world.execute(id);
    expect(await bill({ number: '3', amountMinor: '4000' })).toBe('APPROVED under hosting');
    const { userErrors } = await world.administrator.mutate<{ userErrors: object[] }>(
      `mutation ($id: ID!) { payload: mandateBillVoid(id: $id, reason: "Mine") {
         userErrors { code } } }`,
      { id: billed },
    );
    expect(userErrors).toEqual([{ code: 'VOIDED_BY_ANOTHER' }]);
  });

  it('is ended by members, told beforehand, and covers nothing after that', async () => {
    const ending = await passed('majority', action('mandate.end', { key: 'hosting' }));
    expect(await effectOf(ending)).toBe(
      'Hosting would last until 2026-12-31; of this month, 0.00 EUR could still be billed.',
    );
    await world.execute(ending);
    expect(await bill({ number: '7', amountMinor: '100' })).toBe('MANDATE_OVER');
    expect(await bill({ number: '7', key: 'nothing' })).toBe('MANDATE_NOT_FOUND');
  });

  it('stays as it was granted, whoever asks the database', async () => {
    await expect(
      world.rows(`update expenses.mandates set cap_minor = cap_minor + 1`),
    ).rejects.toThrow('stays as it was granted');
    await expect(world.rows('delete from expenses.mandate_bills')).rejects.toThrow('stays');
  });
});

describe('a one-off that was mistyped', () => {
  it('is taken back before its money goes, out of the books and into its fund again', async () => {
    const fundId = await fullFund('printing');
    const number = { billNumber: 'D-1' };
    await world.execute(await passed('majority', lawyer({ fundId, ...number })));
    expect(await inFund('printing')).toBe('5000');
    const [owed] = await world.rows<{ id: string }>(
      `select id from expenses.expenses where bill_number = 'D-1'`,
    );
    const expenseId = toIdOf('Expense', owed?.id ?? '', 'inside');
    const twice = await passed('majority', lawyer({ fundId })).then((id) => world.execute(id));
    expect(twice).toBe('failed');
    const wrong = { expenseId, reason: 'A nought too many', freesBill: false };
    await world.execute(await passed('majority', action('payment.take-back', wrong)));
    expect(await inFund('printing')).toBe('50000');
    const { userErrors } = await world.members[0].mutate<{ userErrors: object[] }>(
      `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
         userErrors { code path } } }`,
      { input: { title: 'P', body: '', policyKey: 'majority', actions: [lawyer(number)] } },
    );
    expect(userErrors).toMatchObject([{ code: 'BILL_KNOWN' }]);
    await world.execute(
      await passed('majority', action('payment.take-back', { ...wrong, freesBill: true })),
    );
    expect(await world.execute(await passed('majority', lawyer({ fundId, ...number })))).toBe(
      'executed',
    );
  });

  it('fills no fund that was closed meanwhile, and none beyond its limit', async () => {
    const ids: string[] = [];
    for (const [key, limitMinor] of [
      ['sold', null],
      ['small', 60_000n],
    ] as const) {
      const fundId = await fullFund(key, limitMinor);
      await world.execute(await passed('majority', lawyer({ fundId, billNumber: key })));
      ids.push(plainIdIn('Fund', fundId) ?? '');
    }
    await world.api.app.get(CloseFund).execute(world.system, { fundId: ids[0] ?? '' });
    await fill(ids[1] ?? '', 'small again', 30_000n);
    const owed = await world.rows<{ id: string }>(
      `select id from expenses.expenses where bill_number in ('sold', 'small')`,
    );
    for (const { id } of owed) {
      const expenseId = toIdOf('Expense', id, 'inside');
      const wrong = { expenseId, reason: 'Of another house', freesBill: false };
      const decided = await passed('majority', action('payment.take-back', wrong));
      expect(await world.execute(decided)).toBe('executed');
    }
    expect([await inFund('sold'), await inFund('small')]).toEqual(['0', '60000']);
  });
});

describe('what the rule of approval asks for', () => {
  it('is asked of a payment when it opens, and undoes nothing that passed', async () => {
    const opened = async (policyKey: string, ...actions: object[]) => {
      const id = await world.draftVote(policyKey, { actions });
      const { userErrors } = await world.members[0].mutate<{ userErrors: object[] }>(
        'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code path } } }',
        { id },
      );
      return userErrors;
    };
    const before = await passed('majority', lawyer({ amountMinor: '20000' }));
    await world.adopt('strict', agreeing('2/3'));
    const band = { kind: 'vote', policyKey: 'strict' } as const;
    const small = { kind: 'role', role: 'treasurer', approvals: 1 } as const;
    const bands = [
      { upToMinor: '10000', band: small, receipts: false },
      { upToMinor: null, band, receipts: false },
    ];
    const adopt = world.api.app.get(AdoptApprovalRule);
    await adopt.execute(world.system, { currency: 'EUR', bands });
    expect(await world.execute(before)).toBe('executed');
    const weak = [{ code: 'ACTION_POLICY_TOO_WEAK', path: ['policyKey'] }];
    expect(await opened('majority', lawyer())).toEqual(weak);
    expect(await opened('majority', lawyer({ amountMinor: '10000' }))).toEqual([]);
    expect(await opened('strict', lawyer())).toEqual([]);
    await world.adopt('stricter', agreeing('3/4'));
    expect(await opened('stricter', lawyer())).toEqual([]);
    const yearly = { ...hosting, partnerId, period: 'year' };
    const of = (key: string, more: object) => action('mandate.grant', { ...yearly, key, ...more });
    expect(await opened('majority', of('a-year', {}))).toEqual([]);
    expect(await opened('majority', of('a-month', { period: 'month' }))).toEqual(weak);
    expect(await opened('stricter', of('a-month', { period: 'month' }))).toEqual([]);
  });
});

describe('after all this', () => {
  it('every law of the books holds', async () => {
    for (const { name, sql } of invariants)
      expect([name, await world.rows(sql)]).toEqual([name, []]);
  });
});
