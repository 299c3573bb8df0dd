import { checkFile } from '@rochdale/governance';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecidingWorld } from './deciding-world.js';

const simple = {
  ballotKind: 'stances',
  stances: ['agree', 'abstain', 'disagree'],
  decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'electorate' } },
  blocks: null,
};

let world: DecidingWorld;
let ids: string[];
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('all', { ...simple, delegation: { atMost: 2, makesQuorum: true } });
  await world.adopt('group', { ...simple, decidedBy: 'working-group' });
  await world.adopt('asked', { ...simple, decidedBy: 'working-group', filedBy: 'members' });
  ids = await Promise.all(world.members.map(idOf));
  await act('group.open', { key: 'garden', name: 'The garden', purpose: 'Beds.' });
  await act('group.open', { key: 'roof', name: 'The roof', purpose: 'Tiles.' });
  for (const member of world.members.slice(0, 2)) {
    await member.change(
      'mutation { payload: workingGroupJoin(key: "garden") { userErrors { code } } }',
    );
  }
});
afterAll(() => world.close());

async function idOf(client: ApiClient): Promise<string> {
  const { viewer } = await client.query<{ viewer: { member: { id: string } } }>(
    '{ viewer { member { id } } }',
  );
  return viewer.member.id;
}

/** Everybody decides on it, and it is done. */
async function act(kind: string, payload: object): Promise<void> {
  const actions = [{ kind, payloadJson: JSON.stringify(payload) }];
  const id = await world.openVote('all', { actions });
  for (const member of world.members) await cast(member, id, 'AGREE');
  await world.finish(id);
}

const cast = (voter: ApiClient, id: string, stance: string) =>
  voter.mutate<{ userErrors: { code: string }[] }>(
    `mutation ($id: ID!, $stance: Stance!) { payload: ballotCast(proposalId: $id,
       input: { stance: $stance }) { userErrors { code } } }`,
    { id, stance },
  );

const draft = (terms: object) =>
  world.members[0].mutate<{ userErrors: { code: string; path: string[] }[] }>(
    `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
       userErrors { code path } } }`,
    { input: { title: 'A question', body: '', ...terms } },
  );

const give = (from: ApiClient, to: number, more: object) =>
  from.mutate<{ userErrors: { code: string; path: string[] }[]; delegation: object | null }>(
    `mutation ($input: DelegationGiveInput!) { payload: delegationGive(input: $input) {
       userErrors { code path } delegation { scope groupKey } } }`,
    { input: { delegateId: ids[to], ...more } },
  );

const countOf = async (id: string) => {
  const { proposal } = await world.members[0].query<{
    proposal: { outcome: string; workingGroup: object; tally: { countJson: string } };
  }>(
    `query ($id: ID!) { proposal(id: $id) { outcome workingGroup { key name }
       tally { countJson } } }`,
    { id },
  );
  const { outcome, workingGroup, tally } = proposal;
  const { agree, disagree } = JSON.parse(tally.countJson) as Record<string, string>;
  return { outcome, workingGroup, agree, disagree };
};

const checked = async (id: string) =>
  checkFile((await world.members[1].download(`/v1/recounts/${id}`)).toString()).verdict;

describe('a proposal of a working group', () => {
  it('is decided by who is in it where its policy says so, and counted again', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('group', { workingGroup: 'garden' });
    expect(await cast(ada, id, 'AGREE')).toMatchObject({ userErrors: [] });
    expect(await cast(cyn, id, 'DISAGREE')).toMatchObject({
      userErrors: [{ code: 'NOT_IN_ELECTORATE' }],
    });
    await cast(ben, id, 'AGREE');
    await world.decide(id);
    const workingGroup = { key: 'garden', name: 'The garden' };
    expect(await countOf(id)).toEqual({
      outcome: 'PASSED',
      workingGroup,
      agree: '2',
      disagree: '0',
    });
    expect(await checked(id)).toBe('holds');
    const { proposals } = await ada.query<{ proposals: { edges: { node: { id: string } }[] } }>(
      '{ proposals(first: 9, filter: { workingGroup: "garden" }) { edges { node { id } } } }',
    );
    expect(proposals.edges).toEqual([{ node: { id } }]);
  });

  it('is put to it by who is in it, or by any member where its policy says so', async () => {
    const [ada, ben, cyn] = world.members;
    const filed = (by: ApiClient, policyKey: string) =>
      by.mutate<{ userErrors: { code: string; path: string[] }[]; proposal: { id: string } }>(
        `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
           userErrors { code path } proposal { id } } }`,
        { input: { title: 'More beds', body: '', policyKey, workingGroup: 'garden' } },
      );
    const open = (by: ApiClient, id: string) =>
      by.mutate<{ userErrors: { code: string; path: string[] }[] }>(
        'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code path } } }',
        { id },
      );
    const refused = { userErrors: [{ code: 'PROPOSER_NOT_IN_GROUP', path: ['workingGroup'] }] };
    expect(await filed(cyn, 'group')).toMatchObject(refused);
    const asked = await filed(cyn, 'asked');
    expect(await open(cyn, asked.proposal.id)).toMatchObject({ userErrors: [] });
    expect(await cast(cyn, asked.proposal.id, 'AGREE')).toMatchObject({
      userErrors: [{ code: 'NOT_IN_ELECTORATE' }],
    });
    expect(await cast(ada, asked.proposal.id, 'AGREE')).toMatchObject({ userErrors: [] });
    // Who has left by then opens nothing that binds those who stay.
    const { proposal } = await filed(ben, 'group');
    const go = (verb: string) =>
      ben.change(`mutation { payload: ${verb}(key: "garden") { userErrors { code } } }`);
    await go('workingGroupLeave');
    expect(await open(ben, proposal.id)).toMatchObject(refused);
    await go('workingGroupJoin');
    expect(await open(ben, proposal.id)).toMatchObject({ userErrors: [] });
  });

  it('is refused where it belongs to none, or decides for all', async () => {
    const payload = { key: 'shed', name: 'The shed', purpose: 'Tools.' };
    const actions = [{ kind: 'group.open', payloadJson: JSON.stringify(payload) }];
    for (const [terms, code] of [
      [{ policyKey: 'group' }, 'PROPOSAL_NEEDS_GROUP'],
      [{ policyKey: 'group', workingGroup: 'nothing' }, 'PROPOSAL_GROUP_INVALID'],
      [{ policyKey: 'group', workingGroup: 'garden', actions }, 'ACTION_POLICY_UNFIT'],
    ] as const) {
      expect(await draft(terms)).toMatchObject({ userErrors: [{ code }] });
    }
  });
});

describe('a delegation for a working group', () => {
  it('goes before those for all, and ends with the group', async () => {
    const [ada, ben, cyn] = world.members;
    const scope = { scope: 'GROUP', groupKey: 'roof' };
    expect(await give(ben, 0, { groupKey: 'roof' })).toMatchObject({ delegation: scope });
    expect(await give(ben, 2, {})).toMatchObject({ delegation: { scope: 'ALL', groupKey: null } });
    expect(await give(ben, 0, { groupKey: 'nothing' })).toMatchObject({
      userErrors: [{ code: 'DELEGATION_GROUP_UNKNOWN', path: ['groupKey'] }],
    });
    const ofRoof = await world.openVote('all', { workingGroup: 'roof' });
    const ofNone = await world.openVote('all');
    for (const id of [ofRoof, ofNone]) {
      await cast(ada, id, 'AGREE');
      await cast(cyn, id, 'DISAGREE');
    }
    await world.decide(ofRoof);
    expect(await countOf(ofRoof)).toMatchObject({ agree: '2', disagree: '1' });
    await world.decide(ofNone);
    expect(await countOf(ofNone)).toMatchObject({ agree: '1', disagree: '2' });
    expect([await checked(ofRoof), await checked(ofNone)]).toEqual(['holds', 'holds']);
    const late = await world.openVote('all', { workingGroup: 'roof', windowHours: 2 });
    await act('group.close', { key: 'roof' });
    await cast(ada, late, 'AGREE');
    await cast(cyn, late, 'DISAGREE');
    // No worker has ended anything yet: what counts is that the group was closed by then.
    await world.decide(late);
    expect(await countOf(late)).toMatchObject({ agree: '1', disagree: '2' });
    expect(await checked(late)).toBe('holds');
    expect(await world.recount()).toEqual([]);
  });
});
