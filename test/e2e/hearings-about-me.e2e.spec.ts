import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeing } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
let person: ApiClient;
let memberId: string;

const about = `{ hearingsAboutMe(first: 10) { totalCount edges { node {
  title body urgentReason endedReason reasons actionKinds status outcome openedAt closesAt
  proposal { title } } } } }`;

interface About {
  readonly hearingsAboutMe: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: object }[];
  };
}

const aboutMe = async (reader: ApiClient) =>
  (await reader.query<About>(about)).hearingsAboutMe.edges.map(({ node }) => node);

const cast = (voter: ApiClient, id: string) =>
  voter.change(
    `mutation ($id: ID!, $reason: String) { payload: ballotCast(proposalId: $id,
       input: { stance: AGREE, reason: $reason }) { userErrors { code } } }`,
    { id, reason: 'Why they agree.' },
  );

const draft = (kind: string, title: string) =>
  world.draftVote('super', {
    title,
    body: 'What happened.',
    actions: [{ kind, payloadJson: JSON.stringify({ memberId }) }],
  });

async function opened(kind: string, title: string): Promise<string> {
  const id = await draft(kind, title);
  await world.members[0].change(
    'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code } } }',
    { id },
  );
  for (const voter of world.members) await cast(voter, id);
  return id;
}

const lookers = async () => {
  const { looksAtMe } = await person.query<{
    looksAtMe: { edges: { node: { what: string; by: { displayName: string | null } | null } }[] };
  }>('{ looksAtMe(first: 50) { edges { node { what by { displayName } } } } }');
  return looksAtMe.edges
    .flatMap(({ node }) => (node.what === 'HEARING' ? [node.by?.displayName ?? '-'] : []))
    .toSorted();
};

beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('super', agreeing('2/3'));
  person = await world.join('zperson');
  const { viewer } = await person.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  memberId = viewer.member.id;
});
afterAll(() => world.close());

describe('a hearing about somebody who is suspended', () => {
  it('is theirs to read, while it is decided and after, and nobody else’s', async () => {
    const suspending = await opened('member.suspend', 'Suspend them');
    const before = await world.rows('select id from platform.looks');
    expect(await aboutMe(person)).toMatchObject([{ title: 'Suspend them', status: 'OPEN' }]);
    await world.finish(suspending);
    await opened('member.expel', 'Expel them');
    await draft('member.expel', 'A draft');
    expect(await aboutMe(person)).toEqual([
      {
        title: 'Expel them',
        body: 'What happened.',
        urgentReason: null,
        endedReason: null,
        reasons: ['Why they agree.', 'Why they agree.', 'Why they agree.'],
        actionKinds: ['member.expel'],
        status: 'OPEN',
        outcome: null,
        openedAt: world.clock.now().toISOString(),
        closesAt: new Date(world.clock.now().getTime() + 3_600_000).toISOString(),
        proposal: null,
      },
      expect.objectContaining({ title: 'Suspend them', status: 'EXECUTED', outcome: 'PASSED' }),
    ]);
    expect((await person.query<About>(about)).hearingsAboutMe.totalCount).toBe(2);
    expect(await aboutMe(world.members[2])).toEqual([]);
    expect(await aboutMe(world.administrator)).toEqual([]);
    expect(await world.rows('select id from platform.looks')).toEqual(before);
  });

  it('is shown to them with who opened it, as members are shown each other', async () => {
    const [, ben, cyn] = world.members;
    const { proposals } = await cyn.query<{ proposals: { edges: { node: { id: string } }[] } }>(
      '{ proposals(first: 1) { edges { node { id } } } }',
    );
    const opening = 'query ($id: ID!) { proposal(id: $id) { hearing { body } } }';
    const [{ node }] = proposals.edges as [{ node: { id: string } }];
    for (const reader of [ben, cyn]) await reader.query(opening, { id: node.id });
    expect(await lookers()).toEqual(['ben', 'cyn']);
    await world.rows(
      `update membership.members set name_visible_to = 'officers' where display_name = 'cyn'`,
    );
    expect(await lookers()).toEqual(['-', 'ben']);
  });
});
