import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile } from '@rochdale/governance';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
const idOf = new Map<ApiClient, string>();
beforeAll(async () => {
  world = await DecidingWorld.open();
  for (const client of [...world.members, world.administrator]) {
    const { viewer } = await client.query<{ viewer: { member: { id: string } } }>(
      '{ viewer { member { id } } }',
    );
    idOf.set(client, viewer.member.id);
  }
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
const cast = (voter: ApiClient, id: string, stance: string) =>
  voter.change(
    `mutation ($id: ID!, $stance: Stance!) { payload: ballotCast(proposalId: $id,
       input: { stance: $stance }) { userErrors { code } } }`,
    { id, stance },
  );
const seenBy = async (reader: ApiClient, id: string) =>
  (
    await reader.query<{ proposal: Record<string, unknown> }>(
      `query ($id: ID!) { proposal(id: $id) { outcome tally { countJson }
         ballots { edges { node { voter { displayName } stance } } }
         viewerDelegation { use markJson delegate { displayName } } } }`,
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
    expect(await give(cyn, ada, id)).toMatchObject({
      userErrors: [{ code: 'DELEGATION_CIRCLE', path: ['delegateId'] }],
    });
    await cast(cyn, id, 'AGREE');
    await cast(world.administrator, id, 'DISAGREE');
    const own = (use: string, markJson: string | null, displayName: string) => ({
      viewerDelegation: { use, markJson, delegate: { displayName } },
    });
    expect(await seenBy(ada, id)).toMatchObject(own('WOULD_COUNT', '"agree"', 'ben'));
    expect(await seenBy(cyn, id)).toMatchObject({ viewerDelegation: null });
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
    expect((told['ballots'] as { edges: object[] }).edges).toHaveLength(2);
    for (const [reader, isWhole] of [
      [ada, false],
      [world.administrator, true],
    ] as const) {
      const text = (await reader.download(`/v1/recounts/${id}`)).toString();
      const { verdict, file } = checkFile(text);
      expect(verdict).toBe('holds');
      expect(file?.ballots.rows).toHaveLength(4);
      expect(file?.delegations?.length).toBe(isWhole ? 2 : undefined);
    }
  });

  it('refuses each with its code, and ends for either of the two', async () => {
    const [ada, ben, cyn] = world.members;
    const refused = (code: string) => ({ userErrors: [{ code }] });
    expect(await give(ada, ada)).toMatchObject(refused('DELEGATION_TO_ONESELF'));
    const given = await give(cyn, ben);
    const revoke = (by: ApiClient) =>
      by.mutate(
        `mutation ($id: ID!) { payload: delegationRevoke(delegationId: $id) {
           userErrors { code } delegationId } }`,
        { id: given.delegation?.id },
      );
    expect(await revoke(ada)).toMatchObject(refused('DELEGATION_NOT_FOUND'));
    expect(await revoke(ben)).toMatchObject({ userErrors: [] });
    expect(await revoke(cyn)).toMatchObject(refused('DELEGATION_NOT_FOUND'));
  });
});
