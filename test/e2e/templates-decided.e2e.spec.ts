import { ChangeStanding } from '@rochdale/membership';
import { toIdOf } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { CreateFund } from '@rochdale/treasury';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DueProposals } from '../../libs/governance/src/testing/inside.js';
import { bringMoney, fund as fundTerms, partnerOf } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
let voters: readonly ApiClient[];
/** A member until they are suspended. */
let suspect: ApiClient;
/** Whom the members want to expel, and who appeals. */
let wronged: ApiClient;
let filledIn: Readonly<Record<string, object>>;

const idOf = async (member: ApiClient): Promise<string> =>
  (await member.query<{ viewer: { member: { id: string } } }>('{ viewer { member { id } } }'))
    .viewer.member.id;
const words = { question: 'Bikes?', why: 'They are old.', proposal: 'Two new ones.' };

beforeAll(async () => {
  world = await DecidingWorld.open();
  for (const pack of ['defaults', 'autonomic', 'ways-to-vote']) {
    await world.administrator.change(
      `mutation ($pack: String!) { payload: policyPackAdopt(pack: $pack) { userErrors { code } } }`,
      { pack },
    );
  }
  [suspect, wronged] = [await world.join('suspect'), await world.join('wronged')];
  const heard = await world.join('heard');
  voters = [...world.members, world.administrator];
  const [row] = await world.rows<{ id: string }>(
    `select id from membership.members where display_name = 'heard'`,
  );
  await world.api.app.get(ChangeStanding).execute(world.system, {
    memberId: row!.id,
    to: 'suspended',
    reason: 'conduct',
  });
  await bringMoney(world, 100_00n);
  const { id } = await world.api.app.get(CreateFund).execute(world.system, fundTerms('bikes'));
  const [expelled, suspended] = [await idOf(heard), await idOf(suspect)];
  filledIn = {
    advice: { ...words, why: undefined, askedWhom: 'The workshop.', theyAdvised: 'To do it.' },
    consent: words,
    consensus: words,
    gradients: words,
    ordinary: words,
    budget: {
      purpose: 'Bikes',
      fund: toIdOf('Fund', id, 'inside'),
      amount: '10000',
      currency: 'EUR',
      why: 'They are old.',
    },
    'standing-mandate': {
      what: 'Hosting',
      key: 'hosting',
      partner: await partnerOf(world),
      category: 'hosting',
      period: 'month',
      cap: '1000',
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      graceDays: 30,
      why: 'It comes each month.',
    },
    'participatory-budget': {
      purpose: 'Street',
      budget: '1000',
      currency: 'EUR',
      projects: ['Trees', 'Bench'],
      costs: ['600', '500'],
      details: 'None.',
    },
    election: { office: 'treasurer', duties: 'Books.' },
    'bylaw-change': { what: 'The first ones', text: '# Bylaws', why: 'There are none.' },
    admission: { application: await world.apply('newcomer'), why: 'They helped.' },
    suspension: { member: suspended, said: 'The till was empty.', hearing: '2026-01-20' },
    expulsion: {
      member: expelled,
      said: 'The till was empty.',
      heardOn: '2025-12-01',
      answer: 'Yes.',
      milder: 'It happened twice.',
    },
    'expulsion-appeal': { expulsion: '', grounds: 'Nobody counted the till.' },
  };
});
afterAll(() => world.close());

async function putToTheVote(
  templateKey: string,
  values: object,
  [author]: readonly [ApiClient, ...unknown[]] = world.members,
): Promise<string> {
  const { proposal } = await author.change<{ proposal: { id: string } }>(
    `mutation ($input: TemplateDraftInput!) { payload: proposalDraftFromTemplate(input: $input) {
       userErrors { code path } proposal { id } } }`,
    { input: { templateKey, valuesJson: JSON.stringify(values) } },
  );
  await author.change(
    'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code } } }',
    { id: proposal.id },
  );
  return proposal.id;
}

const marks: Readonly<Record<string, unknown>> = {
  consent: 'consents',
  gradients: 'endorse',
  'participatory-budget': { projects: [1] },
  election: { ranks: [{ option: 1, rank: 1 }] },
};

async function castAll(key: string, id: string, by: readonly ApiClient[]): Promise<void> {
  const mark = marks[key];
  const input = mark === undefined ? { stance: 'AGREE' } : { markJson: JSON.stringify(mark) };
  for (const voter of by) {
    await voter.change(
      `mutation ($id: ID!, $input: BallotCastInput!) { payload: ballotCast(proposalId: $id,
         input: $input) { userErrors { code path } } }`,
      { id, input },
    );
  }
}

async function standForElection(id: string): Promise<void> {
  const [, ben] = world.members;
  await ben.change(
    `mutation ($id: ID!, $memberId: ID!) { payload: memberNominate(proposalId: $id,
       input: { memberId: $memberId }) { userErrors { code path } } }`,
    { id, memberId: await idOf(ben) },
  );
  await ben.change(
    `mutation ($id: ID!) { payload: nominationAnswer(proposalId: $id,
       input: { accepts: true, statement: "I add up." }) { userErrors { code path } } }`,
    { id },
  );
}

const stateOf = async (id: string): Promise<string> =>
  (
    await world.members[0].query<{ proposal: { status: string } }>(
      'query ($id: ID!) { proposal(id: $id) { status } }',
      { id },
    )
  ).proposal.status;

/** What has nothing to carry out is done when it passed. */
const acting = [
  'admission',
  'budget',
  'bylaw-change',
  'election',
  'expulsion',
  'expulsion-appeal',
  'standing-mandate',
  'suspension',
];

it('a proposal from each template that ships goes its way to what it is for', async () => {
  const { proposalTemplates } = await world.members[0].query<{
    proposalTemplates: readonly { key: string }[];
  }>('{ proposalTemplates { key } }');
  expect(proposalTemplates.map(({ key }) => key).toSorted()).toEqual(
    Object.keys(filledIn).toSorted(),
  );
  const ids = new Map<string, string>();
  const { 'expulsion-appeal': appeal, ...others } = filledIn;
  for (const [key, values] of Object.entries(others)) ids.set(key, await putToTheVote(key, values));
  const against = { ...others['expulsion'], member: await idOf(wronged) };
  const expulsion = await putToTheVote('expulsion', against);
  ids.set('appealed', expulsion);
  await standForElection(ids.get('election')!);
  const voted = new Set<string>();
  // Notice, voting, and the time before an expulsion is carried out: ten weeks hold them all.
  for (let week = 0; week < 10; week += 1) {
    for (const [key, id] of ids) {
      if (voted.has(key) || (await stateOf(id)) !== 'OPEN') continue;
      await castAll(key, id, week === 0 ? [...voters, suspect, wronged] : voters);
      voted.add(key);
    }
    if (!ids.has('expulsion-appeal') && (await stateOf(expulsion)) === 'QUEUED') {
      const values = { ...appeal, expulsion };
      ids.set('expulsion-appeal', await putToTheVote('expulsion-appeal', values, [wronged]));
    }
    world.clock.advance({ days: 7 });
    await world.api.app.get(DueProposals).execute(world.system);
  }
  const states = await Promise.all([...ids].map(async ([key, id]) => [key, await stateOf(id)]));
  const expected = [...ids.keys()].map((key) => [
    key,
    // What was decided twice is not carried out the first time.
    key === 'appealed' ? 'EXPIRED' : acting.includes(key) ? 'EXECUTED' : 'PASSED',
  ]);
  expect(Object.fromEntries(states)).toEqual(Object.fromEntries(expected));
  const persons = await world.rows<{ name: string; standing: string }>(
    `select display_name as name, standing from membership.members
     where display_name in ('newcomer', 'suspect', 'heard', 'wronged') order by name`,
  );
  expect(persons.map(({ name, standing }) => [name, standing])).toEqual([
    ['heard', 'expelled'],
    ['newcomer', 'active'],
    ['suspect', 'suspended'],
    ['wronged', 'active'],
  ]);
  expect(
    await world.rows(`select key, version from governance.documents where retired_at is null`),
  ).toEqual([{ key: 'bylaws', version: 1 }]);
  expect(
    await world.rows(
      `select m.display_name as name from membership.role_terms t
       join membership.members m on m.id = t.member_id where t.role = 'treasurer'`,
    ),
  ).toEqual([{ name: 'ben' }]);
  expect(
    await world.rows(
      `select count(*)::int as count from ledger.transactions where source_kind = 'proposal'`,
    ),
  ).toEqual([{ count: 1 }]);
  const bill = `key: "hosting", number: "1", billedOn: "2026-02-01", amountMinor: "900"`;
  expect(
    await world.administrator.change(
      `mutation { payload: mandateBillSubmit(input: { ${bill} }) { userErrors { code path }
         expense { status mandate { title } } } }`,
      {},
    ),
  ).toMatchObject({ expense: { status: 'APPROVED', mandate: { title: 'Hosting' } } });
  expect(await world.recount()).toEqual([]);
});
