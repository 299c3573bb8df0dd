import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeing } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

const word = 'zqplanted';

interface Said {
  readonly title: string;
  readonly body: string;
  readonly hearing: { readonly title: string; readonly body: string } | null;
  readonly ballots: { readonly edges: readonly { readonly node: { reason: string | null } }[] };
}

let world: DecidingWorld;
let person: ApiClient;
let late: ApiClient;
let id: string;

const opening = `query ($id: ID!) { proposal(id: $id) { title body isHearing
  hearing { title body urgentReason endedReason }
  ballots(first: 10) { edges { node { reason } } } } }`;
const asked = async (reader: ApiClient) =>
  (await reader.query<{ proposal: Said | null }>(opening, { id })).proposal;
const looks = async () =>
  (
    await person.query<{
      looksAtMe: {
        edges: { node: { what: string; offices: string[]; by: { displayName: string } } }[];
      };
    }>('{ looksAtMe(first: 50) { edges { node { what offices by { displayName } } } } }')
  ).looksAtMe.edges
    .map(({ node }) => node)
    .filter(({ what }) => what === 'HEARING');
const newLooks = async (reading: () => Promise<unknown>) => {
  const before = (await looks()).length;
  await reading();
  const after = await looks();
  return after.slice(0, after.length - before);
};
const cast = (voter: ApiClient, stance: string) =>
  voter.change(
    `mutation ($id: ID!, $stance: Stance!, $reason: String) { payload: ballotCast(proposalId: $id,
       input: { stance: $stance, reason: $reason }) { userErrors { code } ballot { reason } } }`,
    { id, stance, reason: `Reason ${word}` },
  );

beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('super', agreeing('2/3'));
  person = await world.join('zperson');
  const { viewer } = await person.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  const payloadJson = JSON.stringify({ memberId: viewer.member.id });
  id = await world.draftVote('super', {
    title: `Title ${word}`,
    body: `Body ${word}`,
    actions: [{ kind: 'member.suspend', payloadJson }],
  });
});
afterAll(() => world.close());

describe('a hearing', () => {
  it('is its author’s alone while it is a draft, and tells nobody that there is one', async () => {
    expect(await newLooks(() => asked(world.members[0]))).toEqual([]);
    expect(await asked(world.members[0])).toMatchObject({
      title: 'Hearing',
      hearing: { title: `Title ${word}`, body: `Body ${word}` },
    });
    expect(await asked(person)).toBeNull();
  });

  it('is opened by who decides, and whom it is about is shown each view', async () => {
    await world.members[0].change(
      'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code } } }',
      { id },
    );
    late = await world.join('zlate');
    await cast(world.members[1], 'AGREE');
    const [, ben, cyn] = world.members;
    expect(await newLooks(() => asked(cyn))).toEqual([
      { what: 'HEARING', offices: [], by: { displayName: 'cyn' } },
    ]);
    expect(await newLooks(() => asked(ben))).toHaveLength(1);
    const list = `{ proposals(first: 5) { edges { node { title body urgentReason } } } }`;
    expect(await newLooks(() => ben.query(list))).toEqual([]);
    expect(JSON.stringify(await ben.query(list))).not.toContain(word);
    expect(await asked(cyn)).toMatchObject({
      title: 'Hearing',
      body: '',
      hearing: { title: `Title ${word}`, body: `Body ${word}` },
      ballots: { edges: [{ node: { reason: `Reason ${word}` } }] },
    });
    const own = 'query ($id: ID!) { proposal(id: $id) { viewerBallot { reason } } }';
    expect(await newLooks(() => ben.query(own, { id }))).toEqual([]);
    expect(await ben.query(own, { id })).toEqual({
      proposal: { viewerBallot: { reason: `Reason ${word}` } },
    });
  });

  it('is read by whom it is about without a look, and by nobody else', async () => {
    const before = await world.rows('select id from platform.looks');
    expect((await asked(person))?.hearing).toMatchObject({ body: `Body ${word}` });
    expect(await asked(late)).toMatchObject({
      title: 'Hearing',
      hearing: null,
      ballots: { edges: [{ node: { reason: null } }] },
    });
    const stranger = world.administrator.as(null);
    expect(await asked(stranger)).toBeNull();
    expect(await world.rows('select id from platform.looks')).toEqual(before);
    const found = await world.members[2].query<{ proposals: { edges: object[] } }>(
      `{ proposals(first: 5, filter: { text: "${word}" }) { edges { node { id } } } }`,
    );
    expect(found.proposals.edges).toEqual([]);
  });

  it('is the person’s, once it is over, and how it was decided is everybody’s', async () => {
    await cast(world.members[2], 'DISAGREE');
    await world.decide(id);
    const [, , cyn] = world.members;
    expect(await newLooks(() => asked(cyn))).toEqual([]);
    expect(await asked(cyn)).toMatchObject({
      title: 'Hearing',
      hearing: null,
      ballots: { edges: [{ node: { reason: null } }, { node: { reason: null } }] },
    });
    expect((await asked(person))?.hearing).toMatchObject({ title: `Title ${word}` });
    const { ownData } = await person.query<{ ownData: string }>('{ ownData }');
    const { governance } = JSON.parse(ownData) as {
      governance: { proposalsAboutMe: object[] };
    };
    expect(governance.proposalsAboutMe).toMatchObject([
      {
        title: `Title ${word}`,
        body: `Body ${word}`,
        reasons: [`Reason ${word}`, `Reason ${word}`],
      },
    ]);
    const [ada, ben] = world.members;
    const taken = async (member: ApiClient) =>
      (await member.query<{ ownData: string }>('{ ownData }')).ownData;
    expect(await taken(ada)).toContain(`Body ${word}`);
    expect(await taken(ben)).toContain(`Reason ${word}`);
    expect(await taken(ben)).not.toContain(`Body ${word}`);
  });
});
