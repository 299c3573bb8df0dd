import { ApiClient } from '@rochdale/testing';
import { AppointRole } from '@rochdale/membership';
import { checkFile } from '@rochdale/governance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeing } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('assembly', {
    ...agreeing('1/2'),
    noticeHours: 1,
    secretUntilClosed: true,
    quorum: { share: '2/3', of: 'electorate', counts: 'ballots' },
    assembly: { presentShare: '1/2' },
  });
});
afterAll(() => world.close());

interface Changed {
  readonly userErrors: readonly { readonly code: string }[];
  readonly code: string | null;
  readonly assembly: { readonly id: string; readonly present: number } | null;
  readonly proposal: { readonly status: string; readonly outcome: string | null } | null;
}
type Args = Readonly<Record<string, string>>;

const typedAsIds = ['assemblyId', 'proposalId'];
function send(by: ApiClient, name: string, args: Args): Promise<Changed> {
  const typed = Object.keys(args).map(
    (arg) => `$${arg}: ${typedAsIds.includes(arg) ? 'ID' : 'String'}!`,
  );
  const given = Object.keys(args).map((arg) => `${arg}: $${arg}`);
  return by.mutate<Changed>(
    `mutation (${typed.join(', ')}) { payload: ${name}(${given.join(', ')}) { userErrors { code }
       code assembly { id present } proposal { status outcome } } }`,
    args,
  );
}
/** A member who is the secretary from now on. */
async function secretaryOf(name: string): Promise<ApiClient> {
  const client = await world.join(name);
  const [row] = await world.rows<{ id: string }>(
    'select id from membership.members where display_name = $1',
    [name],
  );
  const memberId = row?.id ?? '';
  await world.api.app.get(AppointRole).execute(world.system, { memberId, role: 'secretary' });
  return client;
}

async function memberIdOf(client: ApiClient): Promise<string> {
  const { viewer } = await client.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  return viewer.member.id;
}

const codes = ({ userErrors }: Changed) => userErrors.map(({ code }) => code);
const cast = (by: ApiClient, id: string) =>
  by.mutate<Changed>(
    `mutation ($id: ID!) { payload: ballotCast(proposalId: $id, input: { stance: AGREE }) {
       userErrors { code } } }`,
    { id },
  );

/** Who was there, by whose word: for officers, and of oneself. */
async function readsByWhoseWord(assemblyId: string, proposalId: string): Promise<void> {
  const { administrator } = world;
  const [ada, ben] = world.members;
  const list = `query ($id: ID!, $proposal: ID) { attendances(assemblyId: $id, first: 9,
    proposalId: $proposal) { edges { node { isViewer isConfirmed member { displayName }
    checkedInBy { displayName } secondedBy { displayName } } } } }`;
  for (const proposal of [null, proposalId]) {
    const where = { id: assemblyId, proposal };
    const { attendances } = await administrator.query<{ attendances: { edges: object[] } }>(
      list,
      where,
    );
    const there = (displayName: string, by: string) => ({
      node: {
        isViewer: false,
        isConfirmed: true,
        member: { displayName },
        checkedInBy: { displayName: by },
        secondedBy: null,
      },
    });
    const both = [there('ada', 'ada'), there('ben', 'Founder')];
    expect(attendances.edges).toHaveLength(2);
    expect(attendances.edges).toEqual(expect.arrayContaining(both));
    await expect(ada.query(list, where)).rejects.toThrow('FORBIDDEN');
  }
  const { ownData } = await ben.query<{ ownData: string }>('{ ownData }');
  expect(JSON.parse(ownData)).toMatchObject({
    governance: { attendances: [{ assemblyId, byOneself: false }], doors: [] },
  });
}

describe('an assembly over the API', () => {
  it('opens and closes votes by hand, among those who are there', async () => {
    const { administrator, members } = world;
    const [ada, ben, cyn] = members;
    const proposalId = await world.openVote('assembly');
    expect(codes(await send(ada, 'assemblyBegin', { title: 'Spring' }))).toEqual(['FORBIDDEN']);
    const begun = await send(administrator, 'assemblyBegin', { title: 'Spring' });
    const [assemblyId, code] = [begun.assembly?.id ?? '', begun.code ?? ''];
    const open = () => send(administrator, 'assemblyVoteOpen', { assemblyId, proposalId });
    expect(codes(await open())).toEqual(['ASSEMBLY_NOTICE_RUNS']);
    world.clock.advance({ hours: 1 });
    expect(await send(ada, 'assemblyCheckIn', { assemblyId, code })).toMatchObject({
      userErrors: [],
      code: null,
      assembly: { present: 1 },
    });
    expect(codes(await open())).toEqual(['ASSEMBLY_TOO_FEW']);
    const wrong = await send(ben, 'assemblyCheckIn', { assemblyId, code: 'AAAA' });
    expect(codes(wrong)).toEqual(['ASSEMBLY_CODE_WRONG']);
    await administrator.change(
      `mutation ($input: AssemblyCheckInMembersInput!) { payload: assemblyCheckInMembers(
         input: $input) { userErrors { code } } }`,
      { input: { assemblyId, memberIds: [await memberIdOf(ben)] } },
    );
    // Nobody alone says who is there and opens the vote: the other confirms it.
    expect(codes(await open())).toEqual(['ASSEMBLY_NEEDS_ANOTHER']);
    expect(codes(await send(ben, 'assemblyCheckIn', { assemblyId, code }))).toEqual([]);
    expect(await open()).toMatchObject({ userErrors: [], proposal: { status: 'OPEN' } });
    expect(codes(await cast(cyn, proposalId))).toEqual(['NOT_IN_ELECTORATE']);
    for (const one of [ada, ben]) expect(codes(await cast(one, proposalId))).toEqual([]);
    const end = async () => codes(await send(administrator, 'assemblyEnd', { assemblyId }));
    expect(await end()).toEqual(['ASSEMBLY_VOTES_OPEN']);
    const close = await send(administrator, 'assemblyVoteClose', { proposalId });
    expect(close.proposal).toMatchObject({ outcome: 'PASSED' });
    expect(await end()).toEqual([]);

    const asked = `query ($id: ID!, $proposal: ID!) {
      assembly(id: $id) { title endedAt present isViewerPresent }
      proposal(id: $proposal) { outcome rule { assemblyPresentShare } assemblyVote { present
        byOfficers assembly { title } openedBy { displayName } closedBy { displayName } } } }`;
    expect(await cyn.query(asked, { id: assemblyId, proposal: proposalId })).toMatchObject({
      assembly: {
        title: 'Spring',
        endedAt: expect.any(String) as string,
        present: 2,
        isViewerPresent: false,
      },
      proposal: {
        outcome: 'PASSED',
        rule: { assemblyPresentShare: '1/2' },
        assemblyVote: {
          present: 2,
          byOfficers: 0,
          assembly: { title: 'Spring' },
          openedBy: { displayName: 'Founder' },
          closedBy: { displayName: 'Founder' },
        },
      },
    });
    const decided = `query ($id: ID!) { proposals(first: 9, filter: { assemblyId: $id }) {
      edges { node { id } } } }`;
    const elsewhere = await send(administrator, 'assemblyBegin', { title: 'Summer' });
    const listed = { proposals: { edges: [{ node: { id: proposalId } }] } };
    expect(await cyn.query(decided, { id: assemblyId })).toEqual(listed);
    const none = { proposals: { edges: [] } };
    expect(await cyn.query(decided, { id: elsewhere.assembly?.id })).toEqual(none);
    const byStranger = new ApiClient(world.api.url).in('mill').query(decided, { id: assemblyId });
    await expect(byStranger).rejects.toThrow('UNAUTHENTICATED');
    await readsByWhoseWord(assemblyId, proposalId);
    expect(await world.recount()).toEqual([]);
  });

  it('tells its code to who may write and not read', async () => {
    const { secret } = await world.administrator.change<{ secret: string }>(
      `mutation { payload: personalTokenCreate(input: { name: "Hall",
         scopes: ["governance:write"] }) { secret userErrors { code } } }`,
    );
    const program = world.administrator.as(secret);
    const { userErrors, code, assembly } = await send(program, 'assemblyBegin', { title: 'Hall' });
    expect({ userErrors, assembly }).toEqual({ userErrors: [], assembly: null });
    expect(code).toMatch(/^[A-Z2-9]{8}$/);
  });

  it('is called, held and written down, for who was there and who was not', async () => {
    const [ada, ben, cyn] = world.members;
    const dee = await secretaryOf('dee');
    const [roof, stove] = [await called('A roof'), await called('A stove')];
    const announced = `query ($id: ID!) { proposal(id: $id) { status noticeUntil } }`;
    expect(await cyn.query(announced, { id: roof })).toMatchObject({
      proposal: { status: 'NOTICE', noticeUntil: expect.any(String) as string },
    });
    world.clock.advance({ hours: 2 });

    const begun = await send(dee, 'assemblyBegin', { title: 'General assembly' });
    const [assemblyId, code] = [begun.assembly?.id ?? '', begun.code ?? ''];
    const isThere = async (by: ApiClient) => {
      const { assembly } = await by.query<{ assembly: object }>(
        'query ($id: ID!) { assembly(id: $id) { present isViewerPresent } }',
        { id: assemblyId },
      );
      return assembly;
    };
    const atTheDoor = async (by: ApiClient, isLeaving: boolean) =>
      by.mutate<Changed>(
        `mutation ($input: AssemblyCheckInMembersInput!) { payload: assemblyCheckInMembers(
           input: $input) { userErrors { code } } }`,
        { input: { assemblyId, memberIds: [await memberIdOf(ben)], isLeaving } },
      );
    for (const by of [ada, dee]) await send(by, 'assemblyCheckIn', { assemblyId, code });
    expect(codes(await atTheDoor(cyn, false))).toEqual(['FORBIDDEN']);
    expect(codes(await atTheDoor(world.administrator, false))).toEqual([]);
    expect(await isThere(ada)).toEqual({ present: 3, isViewerPresent: true });
    expect(await isThere(cyn)).toEqual({ present: 3, isViewerPresent: false });

    const decide = async (proposalId: string, voters: readonly ApiClient[]) => {
      const opened = await send(dee, 'assemblyVoteOpen', { assemblyId, proposalId });
      expect(opened).toMatchObject({ userErrors: [], proposal: { status: 'OPEN' } });
      expect(codes(await cast(cyn, proposalId))).toEqual(['NOT_IN_ELECTORATE']);
      await atTheDoor(world.administrator, true);
      for (const by of voters) expect(codes(await cast(by, proposalId))).toEqual([]);
      // Who chairs knows how many voted, and not what.
      expect(await counted(dee, proposalId)).toEqual({ outcome: null, tally: { countJson: null } });
      await atTheDoor(world.administrator, false);
      const close = async () => codes(await send(dee, 'assemblyVoteClose', { proposalId }));
      if (voters.length === 0) expect(await close()).toEqual(['ASSEMBLY_CLOSES_TOO_SOON']);
      if (voters.length === 0) world.clock.advance({ minutes: 5 });
      expect(await close()).toEqual([]);
      expect(codes(await cast(ada, proposalId))).toEqual(['VOTING_CLOSED']);
    };
    await decide(roof, [ada, ben, dee]);
    await decide(stove, []);
    await atTheDoor(world.administrator, true);
    expect(codes(await send(dee, 'assemblyEnd', { assemblyId }))).toEqual([]);

    const minutes = `query ($id: ID!) { proposals(first: 9, filter: { assemblyId: $id }) { edges {
      node { title outcome } } } }`;
    const written = {
      proposals: {
        edges: [
          { node: { title: 'A stove', outcome: 'NO_QUORUM' } },
          { node: { title: 'A roof', outcome: 'PASSED' } },
        ],
      },
    };
    for (const by of [dee, ada, cyn]) {
      expect(await by.query(minutes, { id: assemblyId })).toEqual(written);
    }
    expect(await isThere(cyn)).toEqual({ present: 2, isViewerPresent: false });
    const { checks, first } = checkFile((await cyn.download(`/v1/recounts/${roof}`)).toString());
    expect(first).toBeNull();
    expect(checks.find(({ check }) => check === 'assembly')).toMatchObject({ state: 'holds' });
    expect(await world.recount()).toEqual([]);
  });
});

const called = (title: string) => world.openVote('assembly', { title });
const counted = async (by: ApiClient, id: string) => {
  const { proposal } = await by.query<{ proposal: object }>(
    'query ($id: ID!) { proposal(id: $id) { outcome tally { countJson } } }',
    { id },
  );
  return proposal;
};
