import type { ApiClient } from '@rochdale/testing';
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
const codes = ({ userErrors }: Changed) => userErrors.map(({ code }) => code);
const cast = (by: ApiClient, id: string) =>
  by.mutate<Changed>(
    `mutation ($id: ID!) { payload: ballotCast(proposalId: $id, input: { stance: AGREE }) {
       userErrors { code } } }`,
    { id },
  );

describe('an assembly over the API', () => {
  it('opens and closes votes by hand, among those who are there', async () => {
    const [ada, ben, cyn] = world.members;
    const { administrator } = world;
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
    const { viewer } = await ben.query<{ viewer: { member: { id: string } } }>(
      '{ viewer { member { id } } }',
    );
    await administrator.change(
      `mutation ($input: AssemblyCheckInMembersInput!) { payload: assemblyCheckInMembers(
         input: $input) { userErrors { code } } }`,
      { input: { assemblyId, memberIds: [viewer.member.id] } },
    );
    expect(await open()).toMatchObject({ userErrors: [], proposal: { status: 'OPEN' } });
    expect(codes(await cast(cyn, proposalId))).toEqual(['NOT_IN_ELECTORATE']);
    for (const one of [ada, ben]) expect(codes(await cast(one, proposalId))).toEqual([]);
    const early = await send(administrator, 'assemblyEnd', { assemblyId });
    expect(codes(early)).toEqual(['ASSEMBLY_VOTES_OPEN']);
    const close = await send(administrator, 'assemblyVoteClose', { proposalId });
    expect(close.proposal).toMatchObject({ outcome: 'PASSED' });
    expect(codes(await send(administrator, 'assemblyEnd', { assemblyId }))).toEqual([]);

    const asked = `query ($id: ID!, $proposal: ID!) {
      assembly(id: $id) { title endedAt present isViewerPresent }
      proposal(id: $proposal) { outcome rule { assemblyPresentShare } } }`;
    const ids = { id: assemblyId, proposal: proposalId };
    expect(await cyn.query(asked, ids)).toMatchObject({
      assembly: {
        title: 'Spring',
        endedAt: expect.any(String) as string,
        present: 2,
        isViewerPresent: false,
      },
      proposal: { outcome: 'PASSED', rule: { assemblyPresentShare: '1/2' } },
    });
    const list = `query ($id: ID!) { attendances(assemblyId: $id, first: 9) { edges { node {
      isViewer member { displayName } } } } }`;
    const { attendances } = await administrator.query<{
      attendances: { edges: { node: { member: { displayName: string } } }[] };
    }>(list, { id: assemblyId });
    const names = attendances.edges.map(({ node }) => node.member.displayName);
    expect(names.toSorted()).toEqual(['ada', 'ben']);
    await expect(ada.query(list, { id: assemblyId })).rejects.toThrow('FORBIDDEN');
    expect(await world.recount()).toEqual([]);
  });
});
