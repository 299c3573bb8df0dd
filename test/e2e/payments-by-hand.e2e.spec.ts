import { invariants } from '@rochdale/house';
import { AppointRole } from '@rochdale/membership';
import { plainIdIn, toIdOf } from '@rochdale/platform';
import { AllocateToFund, CreateFund } from '@rochdale/treasury';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeing, fund, hosting, partnerOf } from './deciding-actions.js';
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

interface Billed {
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly expense: {
    readonly status: string;
    readonly mandate: { readonly key: string } | null;
  } | null;
}

async function bill(more: object, by = world.administrator): Promise<string> {
  const input = { key: 'hosting', billedOn: '2026-01-01', amountMinor: '6000', ...more };
  const { userErrors, expense } = await by.mutate<Billed>(
    `mutation ($input: MandateBillInput!) { payload: mandateBillSubmit(input: $input) {
       userErrors { code path } expense { status mandate { key } } } }`,
    { input },
  );
  const under = expense?.mandate?.key ?? 'no mandate';
  return userErrors[0]?.code ?? `${expense?.status} under ${under}`;
}

describe('a standing mandate', () => {
  it('pays bills within its cap once each, and what is above goes the usual way', async () => {
    await world.adopt('expense-standard', agreeing('1/2'));
    const terms = { ...hosting, key: 'hosting', partnerId, totalMinor: '15000' };
    await world.execute(await passed('majority', action('mandate.grant', terms)));
    expect(await bill({ number: '1' }, world.members[0])).toBe('FORBIDDEN');
    const both = await Promise.all([bill({ number: '1' }), bill({ number: '2' })]);
    expect(both.toSorted()).toEqual(['APPROVED under hosting', 'SUBMITTED under no mandate']);
    const paid = both[0]?.startsWith('APPROVED') ? '1' : '2';
    expect(await bill({ number: ` ${paid} `, amountMinor: '100' })).toBe('MANDATE_BILL_KNOWN');
    const twice = { number: '3', amountMinor: '1000' };
    expect((await Promise.all([bill(twice), bill(twice)])).toSorted()).toEqual([
      'APPROVED under hosting',
      'MANDATE_BILL_KNOWN',
    ]);
    expect(await bill({ number: '4', billedOn: '2025-12-31' })).toBe('MANDATE_OVER');
    world.clock.advance({ days: 31 });
    const later = { billedOn: '2026-02-01', amountMinor: '8000' };
    expect(await bill({ ...later, number: '5' })).toBe('APPROVED under hosting');
    expect(await bill({ number: '6', billedOn: '2026-02-01', amountMinor: '1' })).toBe(
      'SUBMITTED under no mandate',
    );
    const { mandates } = await world.members[2].query<{ mandates: object[] }>(
      `{ mandates { key isInForce left { minor } partner { id } bills { edges { node {
         number expense { status title decidedBy { votePolicyKey } } } } } } }`,
    );
    expect(mandates).toMatchObject([
      {
        key: 'hosting',
        isInForce: true,
        left: { minor: '0' },
        partner: { id: partnerId },
        bills: {
          edges: [{ node: { number: '5' } }, {}, {}],
        },
      },
    ]);
    expect(mandates).toMatchObject([
      {
        bills: {
          edges: expect.arrayContaining([
            {
              node: {
                number: '3',
                expense: {
                  status: 'APPROVED',
                  title: 'Hosting: bill 3',
                  decidedBy: { votePolicyKey: 'majority' },
                },
              },
            },
          ]) as object[],
        },
      },
    ]);
  });

  it('is ended by members, told beforehand, and covers nothing after its last day', async () => {
    const ending = await passed('majority', action('mandate.end', { key: 'hosting' }));
    const { proposalPreview } = await world.members[2].query<{ proposalPreview: object[] }>(
      `query ($id: ID!) { proposalPreview(id: $id) { effect possible { allowed } } }`,
      { id: ending },
    );
    expect(proposalPreview).toEqual([
      {
        effect:
          'Hosting would last until 2026-12-31; of this month, 0.00 EUR could still be billed.',
        possible: { allowed: true },
      },
    ]);
    await world.execute(ending);
    const again = await passed(
      'majority',
      action('mandate.grant', { ...hosting, key: 'short', partnerId, endsOn: '2026-02-01' }),
    );
    await world.execute(again);
    world.clock.advance({ days: 1 });
    const today = { number: '7', billedOn: '2026-02-02', amountMinor: '100' };
    expect(await bill(today)).toBe('MANDATE_OVER');
    expect(await bill({ ...today, key: 'short' })).toBe('MANDATE_OVER');
    expect(await bill({ ...today, key: 'nothing' })).toBe('MANDATE_NOT_FOUND');
    expect(await bill({ ...today, key: 'short', billedOn: '2026-02-01' })).toBe(
      'APPROVED under short',
    );
  });

  it('holds its caps and stays as it was granted, whoever asks the database', async () => {
    await expect(
      world.rows(`update expenses.mandates set cap_minor = cap_minor + 1`),
    ).rejects.toThrow('stays as it was granted');
    await expect(world.rows('delete from expenses.mandate_bills')).rejects.toThrow('stays');
    const insert = (key: string) =>
      world.rows(
        `insert into expenses.mandate_bills (expense_id, cooperative_id, mandate_id, number,
           billed_on, period_start, amount_minor)
         select e.id, e.cooperative_id, m.id, 'more', '2026-02-01', '2026-02-01', e.amount_minor
         from expenses.expenses e join expenses.mandates m using (cooperative_id)
         where m.key = $1 and e.proposal_id = m.granted_by_proposal_id limit 1`,
        [key],
      );
    await expect(insert('hosting')).rejects.toThrow('no mandate is in force');
    const over = await passed(
      'majority',
      action('mandate.grant', { ...hosting, key: 'tight', partnerId, capMinor: '100' }),
    );
    await world.execute(over);
    expect(
      await bill({ number: '8', key: 'tight', billedOn: '2026-02-01', amountMinor: '100' }),
    ).toBe('APPROVED under tight');
    await world.rows('alter table expenses.mandate_bills drop constraint mandate_bills_pk');
    await expect(insert('tight')).rejects.toThrow('within the caps');
  });
});

describe('after all this', () => {
  it('every law of the books holds', async () => {
    for (const { name, sql } of invariants)
      expect([name, await world.rows(sql)]).toEqual([name, []]);
  });
});
