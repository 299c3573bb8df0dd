import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countQueries, MoneyWorld } from './money-world.js';
import type { Changed } from './money-world.js';

let world: MoneyWorld;
let administrator: string;
let treasurer: string;
let auditor: string;
let ada: string;
let adaId: string;
let ben: string;

const asking = `mutation ($from: Date!, $until: Date!) { payload: duesWaiverAsk(input: {
  amountMinor: "0", fromOn: $from, untilOn: $until, reason: "My secret reason" }) {
  userErrors { code } waiver { id reason } } }`;
const atMe = `{ looksAtMe(first: 50) { totalCount edges { node {
  what offices lookedAt by { displayName } } } } }`;

interface AtMe {
  readonly looksAtMe: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: { readonly what: string; readonly by: object } }[];
  };
}

const looksAt = async (token: string) => {
  const { looksAtMe } = await world.ask<AtMe>(token, atMe);
  return looksAtMe.edges.map(({ node }) => node);
};

const rows = async (): Promise<number> => {
  const [{ count } = { count: 0 }] = await world.rows<{ count: number }>(
    'select count(*)::int as count from platform.looks',
  );
  return count;
};

/** What one look more of the person is of, each kind once. */
async function seenBy(token: string, query: string, variables: object = {}): Promise<string[]> {
  const before = (await looksAt(ada)).length;
  await world.answer(token, query, variables);
  const after = await looksAt(ada);
  return after
    .slice(0, after.length - before)
    .map(({ what }) => what)
    .toSorted();
}

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  treasurer = await world.member('mill', 'tess', 'TREASURER');
  auditor = await world.member('mill', 'aude', 'AUDITOR');
  ada = await world.member('mill', 'ada');
  ben = await world.member('mill', 'ben');
  const made = await world.ask<Changed<{ duesPlan: { id: string } }>>(
    treasurer,
    `mutation { payload: duesPlanCreate(input: { key: "monthly", name: "Monthly", currency: "EUR",
      minimumMinor: "0", suggestedMinor: "1500", maximumMinor: "10000", months: 1 }) {
      userErrors { code } duesPlan { id } } }`,
  );
  for (const token of [ada, ben]) {
    await world.ask(
      token,
      `mutation ($planId: ID!) { payload: duesPledgeChoose(input: { planId: $planId,
        amount: { minor: "1200", currency: "EUR" } }) { userErrors { code } } }`,
      { planId: made.payload.duesPlan.id },
    );
  }
  await world.ask(treasurer, 'mutation { payload: duesInvoicesIssue { issued } }');
  const from = world.clock.now().toISOString().slice(0, 10);
  await world.ask(ada, asking, { from, until: from });
  const { viewer } = await world.ask<{ viewer: { member: { id: string } } }>(
    ada,
    '{ viewer { member { id } } }',
  );
  adaId = viewer.member.id;
});

afterAll(() => world.close());

describe('a look at what is another’s', () => {
  it('is shown to them: who, at what, when, in which office', async () => {
    expect(await looksAt(ada)).toEqual([]);
    await world.ask(treasurer, '{ invoices(first: 10) { edges { node { id } } } }');
    expect(await looksAt(ada)).toEqual([
      {
        what: 'INVOICE',
        offices: ['TREASURER'],
        lookedAt: world.clock.now().toISOString(),
        by: { displayName: 'tess' },
      },
    ]);
    expect(await looksAt(ben)).toHaveLength(1);
    expect(await looksAt(treasurer)).toEqual([]);
  });

  it.each([
    ['a list', '{ invoices(first: 10) { edges { node { amount { minor } } } } }', ['INVOICE']],
    ['nothing but a count', '{ invoices(memberId: $id, first: 0) { totalCount } }', ['INVOICE']],
    ['credit', '{ duesCredits(memberId: $id) { minor } }', ['CREDIT']],
    [
      'credit, movement by movement',
      '{ duesCreditEntries(memberId: $id) { totalCount } }',
      ['CREDIT'],
    ],
    ['refunds', '{ duesRefunds(memberId: $id) { id } }', ['CREDIT']],
    ['that there is a waiver', '{ waivers { id state } }', ['WAIVER']],
    ['its reason', '{ waivers { reason } }', ['WAIVER', 'WAIVER_REASON']],
    ['what waits', '{ waiting { waiversToDecide { reason } } }', ['WAIVER', 'WAIVER_REASON']],
    [
      'several at once, twice',
      '{ a: waivers { id } b: waivers { id } c: duesRefunds(memberId: $id) { id } }',
      ['CREDIT', 'WAIVER'],
    ],
  ])('is on record for %s', async (_, query, kinds) => {
    const asked = query.includes('$id') ? `query ($id: ID!) ${query}` : query;
    expect(await seenBy(treasurer, asked, query.includes('$id') ? { id: adaId } : {})).toEqual(
      kinds,
    );
  });

  it('is on record for what is found by its id', async () => {
    const { myInvoices } = await world.ask<{
      myInvoices: { edges: { node: { id: string } }[] };
    }>(ada, '{ myInvoices(first: 1) { edges { node { id } } } }');
    const id = myInvoices.edges[0]?.node.id ?? '';
    const asked = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await seenBy(treasurer, asked, { id })).toEqual(['INVOICE']);
  });

  it('is on record for what was written about them, and what they wrote', async () => {
    const changing = `mutation ($id: ID!) { payload: memberStandingChange(memberId: $id,
      input: { to: PAUSED, reason: REQUESTED, note: "in hospital" }) { userErrors { code } } }`;
    await world.ask(administrator, changing, { id: adaId });
    const histories = '{ members(first: 50) { edges { node { standingHistory { to note } } } } }';
    expect(await seenBy(administrator, histories)).toEqual(['STANDING', 'STANDING_NOTE']);
    expect(await seenBy(administrator, histories.replace(' note', ''))).toEqual(['STANDING']);
  });

  it('is on record for arrears, wherever they are told of', async () => {
    const cara = await world.member('mill', 'cara');
    const changing = `mutation ($id: ID!) { payload: memberStandingChange(memberId: $id,
      input: { to: IN_ARREARS, reason: ARREARS }) { userErrors { code } } }`;
    const id = await world.memberId(cara, 'mill');
    await world.ask(administrator, changing, { id });
    const seen = async (token: string, query: string) => {
      const before = (await looksAt(cara)).length;
      await world.answer(token, query);
      return (await looksAt(cara)).slice(before).map(({ what }) => what);
    };
    const bare = '{ members(first: 50) { edges { node { id displayName } } } }';
    for (const query of [
      bare.replace('displayName', 'standing'),
      bare.replace('first: 50', 'first: 50, standings: [IN_ARREARS]'),
      bare.replace('displayName', 'standingHistory { changedAt }'),
    ]) {
      expect(await seen(administrator, query), query).toEqual(['INVOICE']);
      expect(await seen(ben, query), query).toEqual([]);
      expect(await seen(cara, query), query).toEqual([]);
    }
    expect(await seen(administrator, bare)).toEqual([]);
  });

  it('is on record for who pauses, wherever it is told that they do', async () => {
    const bare = '{ members(first: 50) { edges { node { id displayName } } } }';
    for (const query of [
      bare.replace('displayName', 'standing'),
      bare.replace('first: 50', 'first: 50, standings: [PAUSED]'),
      // By how many there are, and by who is not there.
      '{ members(first: 0, standings: [PAUSED], filter: { text: "ada" }) { totalCount } }',
      bare.replace('first: 50', 'first: 50, standings: [ACTIVE]'),
      bare.replace('displayName', 'standingHistory { changedAt }'),
    ]) {
      expect(await seenBy(administrator, query), query).toEqual(['STANDING']);
      if (!query.includes('History')) {
        expect(await seenBy(treasurer, query), query).toEqual(['STANDING']);
      }
      expect(await seenBy(ben, query), query).toEqual([]);
    }
    for (const query of [
      bare,
      '{ members(first: 0, standings: [PAUSED], filter: { text: "ben" }) { totalCount } }',
      bare.replace('first: 50', 'first: 50, standings: [LEFT]'),
    ]) {
      expect(await seenBy(administrator, query), query).toEqual([]);
    }
  });

  it('is on record for whom a page by standing tells of, not for who comes behind', async () => {
    for (const name of ['dan', 'eli']) {
      const id = await world.memberId(await world.member('mill', name), 'mill');
      await world.ask(
        administrator,
        `mutation ($id: ID!) { payload: memberStandingChange(memberId: $id,
           input: { to: SUSPENDED, reason: CONDUCT }) { userErrors { code } } }`,
        { id },
      );
    }
    const lookedAt = async (query: string): Promise<string[]> => {
      const [{ at } = { at: null }] = await world.rows<{ at: Date | null }>(
        'select max(looked_at) as at from platform.looks',
      );
      world.clock.advance({ seconds: 1 });
      await world.ask(administrator, query);
      const found = await world.rows<{ name: string }>(
        `select m.display_name as name from platform.looks l
           join membership.members m on m.id = l.member_id
         where l.looked_at > $1 order by 1`,
        [at],
      );
      return found.map(({ name }) => name);
    };
    const page = (asked: string) => `{ members(${asked}) { edges { node { id } } } }`;
    expect(await lookedAt(page('first: 1, standings: [SUSPENDED]'))).toEqual(['dan']);
    expect(await lookedAt(page('last: 1, standings: [SUSPENDED]'))).toEqual(['eli']);
    expect(await lookedAt(page('first: 2, standings: [SUSPENDED]'))).toEqual(['dan', 'eli']);
    expect(await lookedAt('{ members(first: 0, standings: [SUSPENDED]) { totalCount } }')).toEqual(
      [],
    );
    // Ada, who pauses, joined after the first three, and Cara, who is in arrears, after Ben.
    expect(await lookedAt(page('first: 3, standings: [ACTIVE]'))).toEqual([]);
    expect(await lookedAt(page('first: 9, standings: [ACTIVE]'))).toEqual(['ada', 'cara']);
    expect(await lookedAt(page('last: 1, standings: [ACTIVE]'))).toEqual(['cara']);
    expect(await lookedAt(page('last: 2, standings: [ACTIVE]'))).toEqual(['ada', 'cara']);
  });

  it('is on record for a refusal that says how somebody stands', async () => {
    const asked = `mutation ($id: ID!) { payload: memberStandingChange(memberId: $id,
      input: { to: APPLICANT, reason: OTHER }) { userErrors { code message } } }`;
    expect(await seenBy(administrator, asked, { id: adaId })).toEqual(['STANDING']);
    expect(await seenBy(ben, asked, { id: adaId })).toEqual([]);
  });

  it('is on record for an auditor of facts', async () => {
    const asked = '{ auditTrail(first: 100) { edges { node { dataJson } } } }';
    expect(await seenBy(auditor, asked)).toEqual(['INVOICE', 'STANDING', 'WAIVER']);
    // To whom it is not told whose they were, it was no look at anybody; that she pauses is.
    expect(await seenBy(administrator, asked)).toEqual(['STANDING']);
    const ofStanding = asked.replace('100', '100, type: "membership.StandingChanged"');
    expect(await seenBy(administrator, ofStanding)).toEqual(['STANDING']);
  });

  it('is none when it is one’s own, or was refused', async () => {
    const before = await rows();
    await world.ask(ada, '{ waivers { reason } myInvoices(first: 5) { edges { node { id } } } }');
    const refused = await world.answer(
      ben,
      'query ($id: ID!) { duesCredits(memberId: $id) { minor } }',
      {
        id: adaId,
      },
    );
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await world.answer(
      ben,
      'query ($id: ID!) { invoices(memberId: $id, first: 1) { totalCount } }',
      {
        id: adaId,
      },
    );
    expect(await rows()).toBe(before);
  });

  it('costs one statement a request, and nothing who looks at their own', async () => {
    const page = (first: number) => () =>
      world.ask(treasurer, `{ invoices(first: ${first}) { edges { node { id } } } }`);
    const mine = () => world.ask(ada, '{ myInvoices(first: 5) { edges { node { id } } } }');
    await page(1)();
    const ofOne = await countQueries(page(1));
    expect(await countQueries(page(3))).toBe(ofOne);
    expect(await countQueries(mine)).toBe(ofOne - 1);
  });

  it('is what the answer waits for: what cannot be put on record is not shown', async () => {
    await world.rows(
      'alter table platform.looks add constraint full_check check (false) not valid',
    );
    try {
      const answer = await world.answer<object>(treasurer, '{ waivers { reason } }');
      expect(JSON.stringify(answer)).not.toContain('secret');
      expect(answer.data ?? null).toBeNull();
      expect(await world.ask(ada, '{ waivers { reason } }')).toEqual({
        waivers: [{ reason: 'My secret reason' }],
      });
    } finally {
      await world.rows('alter table platform.looks drop constraint full_check');
    }
  });

  it('stays: it is neither changed nor taken back', async () => {
    await expect(world.rows('update platform.looks set what = what')).rejects.toThrow(/two years/);
    await expect(world.rows('delete from platform.looks')).rejects.toThrow(/two years/);
  });
});
