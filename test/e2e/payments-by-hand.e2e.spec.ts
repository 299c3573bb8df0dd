import { invariants } from '@rochdale/house';
import { AdoptApprovalRule } from '@rochdale/expenses';
import { AppointRole } from '@rochdale/membership';
import { plainIdIn, toIdOf } from '@rochdale/platform';
import { AllocateToFund, CreateFund } from '@rochdale/treasury';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeing, fund, partnerOf } from './deciding-actions.js';
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

/** A fund that holds 500 EUR. */
async function fullFund(key: string): Promise<string> {
  const { id } = await world.api.app.get(CreateFund).execute(world.system, fund(key));
  await world.api.app.get(AllocateToFund).execute(world.system, {
    fundId: id,
    amountMinor: 500_00n,
    idempotencyKey: `fill:${key}`,
    description: 'To begin with',
  });
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

describe('what the rule of approval asks for', () => {
  it('is asked of a payment when it opens, and undoes nothing that passed', async () => {
    const opened = async (policyKey: string, more: object = {}) => {
      const id = await world.draftVote(policyKey, { actions: [lawyer(more)] });
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
    expect(await opened('majority')).toEqual(weak);
    expect(await opened('majority', { amountMinor: '10000' })).toEqual([]);
    expect(await opened('strict')).toEqual([]);
    await world.adopt('stricter', agreeing('3/4'));
    expect(await opened('stricter')).toEqual([]);
  });
});

describe('after all this', () => {
  it('every law of the books holds', async () => {
    for (const { name, sql } of invariants)
      expect([name, await world.rows(sql)]).toEqual([name, []]);
  });
});
