import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile } from '@rochdale/governance';
import { DecidingWorld } from './deciding-world.js';
import { enterAt } from './pressing.js';
import type { Browser } from './pressing.js';

let world: DecidingWorld;
let auditor: ApiClient;
const idOf = new Map<ApiClient, string>();
beforeAll(async () => {
  world = await DecidingWorld.open();
  for (const client of [...world.members, world.administrator]) {
    const { viewer } = await client.query<{ viewer: { member: { id: string } } }>(
      '{ viewer { member { id } } }',
    );
    idOf.set(client, viewer.member.id);
  }
  auditor = world.members[2];
  await world.administrator.change(
    `mutation ($id: ID!) { payload: roleAppoint(input: { memberId: $id, role: AUDITOR }) {
       userErrors { code } } }`,
    { id: idOf.get(auditor) },
  );
  await world.adopt('with-delegates', {
    ballotKind: 'stances',
    stances: ['agree', 'abstain', 'disagree'],
    decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'cast' } },
    blocks: null,
    delegation: { atMost: 2, makesQuorum: true },
  });
});
afterAll(() => world.close());

interface Given {
  readonly userErrors: readonly { readonly code: string; readonly path: string[] }[];
  readonly delegation: { readonly id: string } | null;
}
const give = (from: ApiClient, to: ApiClient, proposalId: string | null = null) =>
  from.mutate<Given>(
    `mutation ($input: DelegationGiveInput!) { payload: delegationGive(input: $input) {
       userErrors { code path } delegation { id scope delegate { displayName } } } }`,
    { input: { delegateId: idOf.get(to), proposalId } },
  );
const revoke = (by: ApiClient, { delegation }: Given) =>
  by.mutate(
    `mutation ($id: ID!) { payload: delegationRevoke(delegationId: $id) {
       userErrors { code } delegationId } }`,
    { id: delegation?.id },
  );
const cast = (voter: ApiClient, id: string, stance: string) =>
  voter.change(
    `mutation ($id: ID!, $stance: Stance!) { payload: ballotCast(proposalId: $id,
       input: { stance: $stance }) { userErrors { code } } }`,
    { id, stance },
  );
const seenBy = async (reader: ApiClient, id: string) =>
  (
    await reader.query<{ proposal: Record<string, unknown> }>(
      `query ($id: ID!) { proposal(id: $id) { outcome
         rule { delegation { atMost makesQuorum depth } } tally { countJson }
         ballots { edges { node { voter { displayName } stance } } }
         viewerDelegation { use markJson receipt delegate { displayName } } } }`,
      { id },
    )
  ).proposal;
const listsOf = (reader: ApiClient) =>
  reader.query(
    `{ delegationsGiven { edges { node { scope delegate { displayName } proposal { title } } } }
       delegationsHeld { edges { node { scope delegator { displayName } } } } }`,
  );

describe('a vote in which some vote for others', () => {
  it('counts along the chain, tells the two alone, and is counted again by strangers', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('with-delegates');
    expect(await give(ada, ben)).toMatchObject({ userErrors: [], delegation: { scope: 'ALL' } });
    await give(ben, cyn, id);
    expect(await give(cyn, ben, id)).toMatchObject({
      userErrors: [{ code: 'DELEGATION_CIRCLE', path: ['delegateId'] }],
    });
    // For this vote alone ada chose nobody: what she gave for all there is closes no circle here.
    const longer = await give(cyn, ada, id);
    expect(longer).toMatchObject({ userErrors: [] });
    await revoke(cyn, longer);
    await cast(cyn, id, 'AGREE');
    await cast(world.administrator, id, 'DISAGREE');
    const own = (use: string, markJson: string | null, displayName: string) => ({
      viewerDelegation: { use, markJson, delegate: { displayName } },
    });
    expect(await seenBy(ada, id)).toMatchObject(own('WAITING', null, 'ben'));
    expect(await seenBy(ben, id)).toMatchObject(own('WOULD_COUNT', '"agree"', 'cyn'));
    expect(await seenBy(cyn, id)).toMatchObject({
      viewerDelegation: null,
      ballots: { edges: [] },
    });
    expect(await listsOf(ben)).toEqual({
      delegationsGiven: {
        edges: [
          {
            node: {
              scope: 'PROPOSAL',
              delegate: { displayName: 'cyn' },
              proposal: { title: 'A question' },
            },
          },
        ],
      },
      delegationsHeld: { edges: [{ node: { scope: 'ALL', delegator: { displayName: 'ada' } } }] },
    });
    expect(await listsOf(world.administrator)).toEqual({
      delegationsGiven: { edges: [] },
      delegationsHeld: { edges: [] },
    });
    await world.decide(id);
    const told = await seenBy(ada, id);
    expect(told).toMatchObject({ outcome: 'PASSED', ...own('COUNTED', '"agree"', 'ben') });
    expect(JSON.parse((told['tally'] as { countJson: string }).countJson)).toMatchObject({
      agree: '3',
      disagree: '1',
    });
    expect(told).toMatchObject({
      rule: { delegation: { atMost: 2, makesQuorum: true, depth: null } },
    });
    const { edges } = told['ballots'] as { edges: { node: { voter: unknown } }[] };
    expect(edges.map(({ node }) => node.voter)).toEqual([null, null, null, null]);
  });

  it('has a receipt for who is voted for, and a file that is checked', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('with-delegates');
    await give(ada, ben, id);
    await give(cyn, ben, id);
    await cast(ben, id, 'AGREE');
    await world.decide(id);
    const { receipt } = (await seenBy(ada, id))['viewerDelegation'] as { receipt: string };
    const { found } = await ada.query<{ found: string }>(
      `query ($id: ID!, $receipt: String!) {
         found: ballotReceipt(proposalId: $id, receipt: $receipt) }`,
      { id, receipt },
    );
    expect(found).toBe('COUNTED');
    for (const [reader, isWhole] of [
      [ada, false],
      [world.administrator, false],
      [auditor, true],
    ] as const) {
      const text = (await reader.download(`/v1/recounts/${id}`)).toString();
      const { verdict, file } = checkFile(text);
      expect(verdict).toBe('holds');
      expect(file?.ballots.rows).toHaveLength(3);
      expect(file?.delegations?.length).toBe(isWhole ? 2 : undefined);
    }
  });

  it('refuses each with its code, and ends for either of the two', async () => {
    const [ada, ben, cyn] = world.members;
    const refused = (code: string) => ({ userErrors: [{ code }] });
    expect(await give(ada, ada)).toMatchObject(refused('DELEGATION_TO_ONESELF'));
    const given = await give(cyn, ben);
    expect(await revoke(ada, given)).toMatchObject(refused('DELEGATION_NOT_FOUND'));
    expect(await revoke(ben, given)).toMatchObject({ userErrors: [] });
    expect(await revoke(cyn, given)).toMatchObject(refused('DELEGATION_NOT_FOUND'));
  });
});

describe('an organisation', () => {
  it('has members whom it names cast its one vote', async () => {
    const [ada, ben, cyn] = world.members;
    const nameBen = () =>
      ada.mutate<{ userErrors: { code: string }[]; representatives: object[] | null }>(
        `mutation ($id: ID!) { payload: representativeName(memberId: $id) {
           userErrors { code } representatives { organisation { displayName }
             member { displayName } } } }`,
        { id: idOf.get(ben) },
      );
    expect((await nameBen()).userErrors).toEqual([{ code: 'REPRESENTED_NOT_ORGANISATION' }]);
    await world.rows(
      `update membership.members set kind = 'organisation' where display_name = 'ada'`,
    );
    const two = { organisation: { displayName: 'ada' }, member: { displayName: 'ben' } };
    expect(await nameBen()).toEqual({ userErrors: [], representatives: [two] });
    const id = await world.openVote('with-delegates');
    const castForAda = (by: ApiClient, stance: string) =>
      by.mutate<{ userErrors: { code: string }[] }>(
        `mutation ($id: ID!, $input: BallotCastInput!) { payload: ballotCast(proposalId: $id,
           input: $input) { userErrors { code } } }`,
        { id, input: { stance, forMemberId: idOf.get(ada) } },
      );
    expect((await castForAda(ben, 'AGREE')).userErrors).toEqual([]);
    expect((await castForAda(cyn, 'AGREE')).userErrors).toEqual([
      { code: 'REPRESENTATION_NOT_FOUND' },
    ]);
    await cast(ben, id, 'DISAGREE');
    await cast(ada, id, 'ABSTAIN');
    await castForAda(ben, 'AGREE');
    await ben.change(
      `mutation ($input: RepresentativeEndInput!) { payload: representativeEnd(input: $input) {
         userErrors { code } representatives { namedAt } } }`,
      { input: { organisationId: idOf.get(ada), memberId: idOf.get(ben) } },
    );
    expect((await castForAda(ben, 'DISAGREE')).userErrors).toEqual([
      { code: 'REPRESENTATION_NOT_FOUND' },
    ]);
    await world.decide(id);
    const { tally } = (await seenBy(ada, id)) as { tally: { countJson: string } };
    expect(JSON.parse(tally.countJson)).toMatchObject({ agree: '1', disagree: '1', abstain: '0' });
  });
});

describe('the trail of who votes for whom', () => {
  it('tells no office who it was, nor that somebody voted where some vote for others', async () => {
    const [ada, ben] = world.members;
    const id = await world.openVote('with-delegates');
    await give(ada, ben, id);
    await cast(ben, id, 'AGREE');
    for (const reader of [world.administrator, auditor]) {
      const { auditTrail } = await reader.query<{
        auditTrail: { edges: { node: { type: string } }[] };
      }>('{ auditTrail(first: 100) { edges { node { type subjectId } } } }');
      const types = auditTrail.edges.map(({ node }) => node.type);
      expect(types).toContain('governance.ProposalOpened');
      expect(types.filter((type) => /Delegation(Given|Ended)|BallotCast/.test(type))).toEqual([]);
    }
  });
});

describe('the page of who votes for whom', () => {
  const page = 'my-delegations?cooperative=mill';
  const press = (browser: Browser, button: string, said = {}) =>
    browser.press(`${button}?cooperative=mill`, said, 'my-delegations');

  it('has somebody vote for one, says how it is used, and ends it', async () => {
    const [, ben, cyn] = world.members;
    const id = await world.openVote('with-delegates', { title: 'Buy a <kettle>' });
    const browser = await enterAt(world.api.url, 'ben@mill.example');
    const { text: before } = await browser.get(page);
    const to = new RegExp('<option value="([^"]+)">cyn<').exec(before)?.[1] ?? '';
    const said = { to, on: id, until: '2030-01-01' };
    expect(before).toContain('On “Buy a &lt;kettle&gt;” alone');
    expect((await press(browser, 'give-delegation', said)).headers['location']).toBe(page);
    await cast(cyn, id, 'AGREE');
    const { text } = await browser.get(page);
    expect(text).toContain('cyn, on “Buy a &lt;kettle&gt;”');
    expect(text).toContain('Buy a &lt;kettle&gt;: Whom you chose has voted, and it counts');
    const held = await (await enterAt(world.api.url, 'cyn@mill.example')).get(page);
    expect(held.text).toContain('ben, on “Buy a &lt;kettle&gt;”');
    expect(await seenBy(ben, id)).toMatchObject({ viewerDelegation: { use: 'WOULD_COUNT' } });
    await press(browser, 'end-delegation');
    expect(await seenBy(ben, id)).toMatchObject({ viewerDelegation: null });
    for (const wrong of [
      { ...said, to: 'x' },
      { ...said, on: 'x' },
      { ...said, until: 'x' },
    ]) {
      expect((await press(browser, 'give-delegation', wrong)).status).toBe(400);
    }
  });
});
