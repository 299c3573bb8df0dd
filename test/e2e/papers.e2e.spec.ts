import { checkFile } from '@rochdale/governance';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeing } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
let officer: ApiClient;
const idOf = new Map<ApiClient, string>();
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('on-paper', { ...agreeing('1/2'), paper: { countWithinHours: 48 } });
  officer = await world.join('olga');
  for (const client of [...world.members, officer, world.administrator]) {
    const { viewer } = await client.query<{ viewer: { member: { id: string } } }>(
      '{ viewer { member { id } } }',
    );
    idOf.set(client, viewer.member.id);
  }
  await world.administrator.change(
    `mutation ($id: ID!) { payload: roleAppoint(input: { memberId: $id,
       role: MEMBERSHIP_OFFICER }) { userErrors { code } } }`,
    { id: idOf.get(officer) },
  );
});
afterAll(() => world.close());

interface Seen {
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
  readonly proposal: { readonly papers: { readonly contentHash: string } | null } | null;
}
const asked = `userErrors { code path } proposal { status papers { handedOut protocol contentHash
  isConfirmed ballots { markJson ballots } } }`;
const send = (by: ApiClient, name: string, input: object) =>
  by.mutate<Seen>(
    `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
       payload: ${name}(input: $input) { ${asked} } }`,
    { input },
  );
const handOut = (by: ApiClient, proposalId: string, ...to: ApiClient[]) =>
  send(by, 'papersHandOut', { proposalId, memberIds: to.map((one) => idOf.get(one)) });
const enter = (by: ApiClient, proposalId: string, ballots: object[]) =>
  send(by, 'papersEnter', { proposalId, protocol: 'In the hall.', handedOut: 2, ballots });
const cast = (by: ApiClient, id: string, more: object = {}) =>
  by.mutate<Seen>(
    `mutation ($id: ID!, $input: BallotCastInput!) { payload: ballotCast(proposalId: $id,
       input: $input) { userErrors { code path } } }`,
    { id, input: { stance: 'DISAGREE', ...more } },
  );
const naming =
  'mutation ($id: ID!) { payload: representativeName(memberId: $id) { userErrors { code } } }';
const codes = ({ userErrors }: Seen) => userErrors.map(({ code }) => code);

async function can(by: ApiClient, id: string): Promise<Record<string, string>> {
  const fields = ['castBallot', 'handOutPapers', 'enterPapers', 'confirmPapers'];
  const { proposal } = await by.query<{
    proposal: { viewerCan: Record<string, { reason: string | null }> };
  }>(
    `query ($id: ID!) { proposal(id: $id) { viewerCan {
       ${fields.map((one) => `${one} { reason }`).join(' ')} } } }`,
    { id },
  );
  const told = fields.map((one) => [one, proposal.viewerCan[one]?.reason ?? 'allowed']);
  return Object.fromEntries(told) as Record<string, string>;
}

/** Who was asked what, of all papers so far. */
const askings = () =>
  world.rows(
    `select data ->> 'asks' as asks, jsonb_array_length(data -> 'officerMemberIds') as officers
     from platform.facts where type = 'voting.PapersAsked'`,
  );

async function papersFor(by: ApiClient, id: string): Promise<object> {
  const { proposal } = await by.query<{ proposal: object }>(
    `query ($id: ID!) { proposal(id: $id) { papers { handedOut protocol ballots { ballots }
       entries { ballots { ballots } missing enteredBy { displayName } } } } }`,
    { id },
  );
  return proposal;
}

/** A public vote is counted again by who is nobody here, and told of no papers but their sums. */
async function expectReadByStrangers(id: string): Promise<void> {
  const stranger = world.administrator.as(null);
  expect(await can(stranger, id)).toMatchObject({ enterPapers: 'UNAUTHENTICATED' });
  const { proposal } = await stranger.query<{ proposal: object }>(
    `query ($id: ID!) { proposal(id: $id) { outcome papers { handedOut } } }`,
    { id },
  );
  expect(proposal).toEqual({ outcome: 'PASSED', papers: null });
  const text = (await stranger.download(`/v1/recounts/${id}`)).toString();
  const { checks, first } = checkFile(text);
  expect(first).toBeNull();
  expect(checks.find(({ check }) => check === 'papers')).toMatchObject({ state: 'open' });
}

describe('papers over the API', () => {
  it('are handed out, entered and confirmed by another, and decide with ballots', async () => {
    const [ada, ben, cyn] = world.members;
    const { administrator } = world;
    const id = await world.openVote('on-paper', { visibility: 'PUBLIC' });
    expect(codes(await handOut(ada, id, ben))).toEqual(['FORBIDDEN']);
    expect(codes(await cast(ada, id))).toEqual([]);
    expect((await handOut(officer, id, ben, ada)).userErrors).toEqual([
      { code: 'PAPER_VOTER_HAS_VOTED', path: ['memberIds', '1'] },
    ]);
    expect((await handOut(officer, id, ben, cyn)).proposal?.papers).toMatchObject({ handedOut: 2 });
    expect(codes(await cast(ben, id))).toEqual(['PAPER_HANDED_OUT']);
    expect(await can(ben, id)).toMatchObject({
      castBallot: 'PAPER_HANDED_OUT',
      handOutPapers: 'ROLE_REQUIRED',
    });
    expect(await can(officer, id)).toMatchObject({
      handOutPapers: 'allowed',
      enterPapers: 'PAPER_TOO_EARLY',
      confirmPapers: 'PAPER_NOT_ENTERED',
    });
    const list = `query ($id: ID!) { paperVoters(proposalId: $id, first: 9) { edges { node {
      isViewer member { displayName } } } } }`;
    const { paperVoters } = await officer.query<{
      paperVoters: { edges: { node: { isViewer: boolean; member: { displayName: string } } }[] };
    }>(list, { id });
    const names = paperVoters.edges.map(({ node }) => node.member.displayName);
    expect(names.toSorted()).toEqual(['ben', 'cyn']);

    await world.decide(id);
    expect(await can(officer, id)).toMatchObject({
      handOutPapers: 'VOTING_CLOSED',
      enterPapers: 'allowed',
    });
    const odd = await enter(officer, id, [{ markJson: '"perhaps"', ballots: 1 }]);
    expect(odd.userErrors).toEqual([{ code: 'BALLOT_MARK_INVALID', path: ['ballots', '0'] }]);
    const entered = await enter(officer, id, [{ markJson: '"agree"', ballots: 2 }]);
    const papers = { protocol: 'In the hall.', isConfirmed: false };
    expect(entered).toMatchObject({ userErrors: [], proposal: { status: 'CLOSED', papers } });
    expect(await askings()).toEqual([{ asks: 'confirm', officers: 1 }]);
    const contentHash = entered.proposal?.papers?.contentHash ?? '';
    const confirm = (by: ApiClient) => send(by, 'papersConfirm', { proposalId: id, contentHash });
    expect(codes(await confirm(officer))).toEqual(['PAPER_NEEDS_ANOTHER']);
    expect(await can(officer, id)).toMatchObject({ confirmPapers: 'PAPER_NEEDS_ANOTHER' });
    expect(await can(administrator, id)).toMatchObject({ confirmPapers: 'allowed' });
    const nothing = { protocol: null, ballots: null, entries: null };
    expect(await papersFor(ada, id)).toEqual({ papers: { handedOut: 2, ...nothing } });
    const entry = { missing: 0, enteredBy: { displayName: 'olga' } };
    expect(await papersFor(administrator, id)).toMatchObject({
      papers: { entries: [{ ...entry, ballots: [{ ballots: 2 }] }] },
    });
    expect(codes(await confirm(administrator))).toEqual([]);
    expect(codes(await confirm(administrator))).toEqual(['PAPER_CONFIRMED']);
    await world.finish(id);
    const { proposal } = await ada.query<{ proposal: object }>(
      `query ($id: ID!) { proposal(id: $id) { outcome tally { ballots countJson } papers {
         isConfirmed ballots { markJson ballots } } rule { paperCountWithinHours } } }`,
      { id },
    );
    expect(proposal).toMatchObject({
      outcome: 'PASSED',
      tally: { ballots: 3 },
      papers: { isConfirmed: true, ballots: [{ markJson: '"agree"', ballots: 2 }] },
      rule: { paperCountWithinHours: 48 },
    });
    expect(await world.recount()).toEqual([]);
    await expectReadByStrangers(id);
  });

  it('of an organisation are voted by alone: nobody casts for it', async () => {
    const [ada, ben] = world.members;
    await world.rows(
      `update membership.members set kind = 'organisation' where display_name = 'ada'`,
    );
    await ada.change(naming, { id: idOf.get(ben) });
    const id = await world.openVote('on-paper');
    await handOut(officer, id, ada);
    const forAda = { forMemberId: idOf.get(ada) };
    expect(codes(await cast(ben, id, forAda))).toEqual(['PAPER_HANDED_OUT']);
    const memberIds = [idOf.get(ada)];
    const back = { proposalId: id, memberIds };
    await send(officer, 'papersHandOut', { ...back, isTakenBack: true });
    expect(codes(await cast(ben, id, forAda))).toEqual(['PAPER_HANDED_OUT']);
    expect(codes(await send(officer, 'papersReturn', back))).toEqual(['PAPER_NEEDS_ANOTHER']);
    expect(codes(await send(ben, 'papersReturn', back))).toEqual(['FORBIDDEN']);
    expect(codes(await send(ada, 'paperDisown', { proposalId: id }))).toEqual([]);
    const list = `query ($id: ID!) { proposal(id: $id) { papers { handedOut returned takenBack
      disowned } } paperVoters(proposalId: $id, first: 9, statuses: [TAKEN_BACK]) { edges { node {
      status disownedAt member { displayName } takenBackBy { displayName } returnedBy { id }
      handedOutBy { displayName } } } } }`;
    const { proposal, paperVoters } = await world.administrator.query<{
      proposal: object;
      paperVoters: { edges: object[] };
    }>(list, { id });
    const olga = { displayName: 'olga' };
    const papers = { handedOut: 1, returned: 0, takenBack: 1, disowned: 1 };
    expect(proposal).toEqual({ papers });
    expect(paperVoters.edges).toMatchObject([
      {
        node: {
          status: 'TAKEN_BACK',
          disownedAt: expect.any(String) as string,
          member: { displayName: 'ada' },
          takenBackBy: olga,
          returnedBy: null,
          handedOutBy: olga,
        },
      },
    ]);
    expect(codes(await send(world.administrator, 'papersReturn', back))).toEqual([]);
    await ada.change(naming, { id: idOf.get(world.administrator) });
    expect(codes(await cast(world.administrator, id, forAda))).toEqual(['PAPER_NEEDS_ANOTHER']);
    expect(codes(await cast(ben, id, forAda))).toEqual([]);
    expect(codes(await cast(ben, id))).toEqual([]);
  });
});
