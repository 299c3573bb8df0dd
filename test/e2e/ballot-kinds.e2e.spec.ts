import '../../libs/governance/src/testing/single-choice.js';
import { defineAction, UnitOfWork } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DecidingWorld } from './deciding-world.js';

const bought: string[] = [];
defineAction({
  kind: 'kettle.buy',
  payload: z.strictObject({ colour: z.string().min(1) }),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'decision',
  service: UnitOfWork,
  summary: ({ colour }) => `Buys a kettle that is ${colour}.`,
  run: async (_service, _tx, { colour }) => void bought.push(colour),
});

const choice = { ballotKind: 'pick-one', options: ['red', 'green', 'blue'] };
const stances = {
  ballotKind: 'stances',
  stances: ['agree', 'disagree'],
  decision: { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'cast' } },
  blocks: null,
};

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('colour', choice);
  await world.adopt('secret-colour', { ...choice, secretUntilClosed: true });
  await world.adopt('majority', stances);
  await world.adopt('silence', { ...stances, decision: { kind: 'lazy', objectionsToReject: 1 } });
});
afterAll(() => world.close());

const casting = `mutation ($id: ID!, $input: BallotCastInput!) {
  payload: ballotCast(proposalId: $id, input: $input) { userErrors { code path }
    receipt ballot { stance markJson } proposal { tally { ballots countJson } } } }`;
const cast = (voter: ApiClient, id: string, input: object) =>
  voter.mutate<{ ballot: object | null }>(casting, { id, input });
const option = (name: string) => ({ markJson: JSON.stringify({ option: name }) });

async function voteOf(reader: ApiClient, id: string): Promise<object> {
  const { proposal } = await reader.query<{ proposal: object }>(
    `query ($id: ID!) { proposal(id: $id) { status outcome outcomeReason
       rule { ballotKind stances } viewerBallot { stance markJson }
       tally { ballots stances { stance } outcomeNow reason countJson }
       ballots(first: 9) { edges { node { stance markJson weight } } } } }`,
    { id },
  );
  return proposal;
}

describe('a ballot kind beside stances', () => {
  it('is drafted, cast, watched, counted and read over the API', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('colour');
    await cast(ada, id, option('red'));
    await cast(ben, id, option('green'));
    expect(await cast(cyn, id, option('green'))).toMatchObject({
      userErrors: [],
      receipt: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      ballot: { stance: 'OTHER', markJson: '{"option":"green"}' },
      proposal: { tally: { ballots: 3 } },
    });
    const count = { winner: 'green', red: '1', green: '2', blue: '0' };
    const open = (await voteOf(ben, id)) as { tally: { countJson: string }; ballots: object };
    expect(open).toMatchObject({
      status: 'OPEN',
      outcome: null,
      rule: { ballotKind: 'pick-one', stances: [] },
      viewerBallot: { stance: 'OTHER', markJson: '{"option":"green"}' },
      tally: { ballots: 3, stances: null, outcomeNow: 'PASSED', reason: 'most-votes' },
    });
    expect(JSON.parse(open.tally.countJson)).toEqual(count);
    expect(open.ballots).toMatchObject({
      edges: ['green', 'green', 'red'].map((name) => ({
        node: { stance: 'OTHER', markJson: JSON.stringify({ option: name }), weight: '1' },
      })),
    });
    await world.finish(id);
    const closed = (await voteOf(ben, id)) as { tally: { countJson: string } };
    expect(closed).toMatchObject({
      status: 'PASSED',
      outcome: 'PASSED',
      outcomeReason: 'most-votes',
    });
    expect(JSON.parse(closed.tally.countJson)).toEqual(count);
  });

  it('keeps its count to itself while it is secret, and tells it when it is closed', async () => {
    const [ada, ben] = world.members;
    const id = await world.openVote('secret-colour');
    const { proposal } = (await cast(ada, id, option('red'))) as unknown as { proposal: object };
    expect(proposal).toEqual({ tally: { ballots: 1, countJson: null } });
    expect(await voteOf(ben, id)).toMatchObject({
      tally: { ballots: 1, outcomeNow: null, countJson: null },
      ballots: { edges: [] },
      viewerBallot: null,
    });
    await world.finish(id);
    expect(await voteOf(ben, id)).toMatchObject({
      tally: { countJson: expect.stringContaining('"winner":"red"') as string },
      ballots: { edges: [{ node: option('red') }] },
    });
  });

  it('says who gives reasons under its policy, and refuses whoever gives none', async () => {
    const [ada, ben] = world.members;
    await world.adopt('explained', { ...stances, reasons: 'for-disagree' });
    const id = await world.openVote('explained');
    const { proposal } = await ben.query<{ proposal: object }>(
      'query ($id: ID!) { proposal(id: $id) { rule { reasons } } }',
      { id },
    );
    expect(proposal).toEqual({ rule: { reasons: 'for-disagree' } });
    expect(await cast(ada, id, { stance: 'AGREE' })).toMatchObject({ userErrors: [] });
    expect(await cast(ben, id, { stance: 'DISAGREE', reason: ' ' })).toMatchObject({
      userErrors: [{ code: 'DISAGREEMENT_NEEDS_REASON', path: ['reason'] }],
      ballot: null,
    });
    const said = { stance: 'DISAGREE', reason: 'It leaks.' };
    expect(await cast(ben, id, said)).toMatchObject({ userErrors: [] });
  });

  it.each([
    ['neither a stance nor a mark', {}, 'BALLOT_MARK_INVALID', 'stance'],
    ['both', { stance: 'AGREE', markJson: '"agree"' }, 'BALLOT_MARK_INVALID', 'stance'],
    ['what stands for no stance', { stance: 'OTHER' }, 'INVALID_INPUT', 'stance'],
    ['half a text', { markJson: '{"option":' }, 'INVALID_INPUT', 'markJson'],
    ['a NUL', { markJson: '{"option":"\\u0000"}' }, 'INVALID_INPUT', 'markJson'],
    ['the mark of another kind', { stance: 'AGREE' }, 'BALLOT_MARK_INVALID', 'markJson'],
    ['a field more', { markJson: '{"option":"red","x":1}' }, 'BALLOT_MARK_INVALID', 'markJson'],
  ])('refuses a ballot with %s', async (_what, input, code, path) => {
    const id = await world.openVote('colour');
    const { userErrors, ballot } = await cast(world.members[1], id, input);
    expect(userErrors).toEqual([{ code, path: [path] }]);
    expect(ballot).toBeNull();
  });

  it('leaves stances as they are, which a mark says as well', async () => {
    const [ada, ben] = world.members;
    const id = await world.openVote('majority');
    await cast(ada, id, { stance: 'AGREE' });
    const { ballot } = await cast(ben, id, { markJson: '"disagree"' });
    expect(ballot).toEqual({ stance: 'DISAGREE', markJson: '"disagree"' });
    await world.finish(id);
    const { tally, ...vote } = (await voteOf(ada, id)) as { tally: { countJson: string } };
    expect(vote).toMatchObject({ status: 'TIED', rule: { ballotKind: 'stances' } });
    expect(JSON.parse(tally.countJson)).toMatchObject({ agree: '1', disagree: '1', block: '0' });
  });
});

describe('what a member’s proposal does', () => {
  const drafting = `mutation ($input: ProposalDraftInput!) {
    payload: proposalDraft(input: $input) { userErrors { code path }
      proposal { actions { kind summary payloadJson status } } } }`;
  const draft = (policyKey: string, ...actions: object[]) =>
    world.members[0].mutate<{ proposal: object | null }>(drafting, {
      input: { title: 'A kettle', body: '', policyKey, actions },
    });
  const kettle = (colour: unknown) => ({
    kind: 'kettle.buy',
    payloadJson: JSON.stringify({ colour }),
  });

  it('is drafted in its order, says what it will do, and is done once it passed', async () => {
    const { proposal } = await draft('majority', kettle('red'), kettle('blue'));
    expect(proposal).toEqual({
      actions: ['red', 'blue'].map((colour) => ({
        ...kettle(colour),
        summary: `Buys a kettle that is ${colour}.`,
        status: 'PENDING',
      })),
    });
    const id = await world.openVote('majority', { actions: [kettle('red'), kettle('blue')] });
    await cast(world.members[1], id, { stance: 'AGREE' });
    await world.finish(id);
    expect(await voteOf(world.members[1], id)).toMatchObject({ status: 'EXECUTED' });
    expect(bought).toEqual(['red', 'blue']);
  });

  it.each([
    ['only a room may open', [{ kind: 'expense.approve', payloadJson: '{}' }], 'UNKNOWN', '0'],
    ['nobody knows', [kettle('red'), { kind: 'kettle.burn', payloadJson: '{}' }], 'UNKNOWN', '1'],
  ])('is refused with its place where %s', async (_what, actions, reason, place) => {
    const { userErrors, proposal } = await draft('majority', ...actions);
    const path = ['actions', place, 'kind'];
    expect(userErrors).toEqual([{ code: `ACTION_KIND_${reason}`, path }]);
    expect(proposal).toBeNull();
  });

  it('is refused with what is wrong in it, and under a policy that may not decide it', async () => {
    expect((await draft('majority', kettle('red'), kettle(7))).userErrors).toEqual([
      { code: 'ACTION_PAYLOAD_INVALID', path: ['actions', '1', 'payloadJson', 'colour'] },
    ]);
    const text = { kind: 'kettle.buy', payloadJson: '{' };
    expect((await draft('majority', text)).userErrors).toEqual([
      { code: 'INVALID_INPUT', path: ['actions', '0', 'payloadJson'] },
    ]);
    expect((await draft('silence', kettle('red'))).userErrors).toEqual([
      { code: 'ACTION_POLICY_UNFIT', path: ['policyKey'] },
    ]);
  });
});

describe('at the very instant of closing', () => {
  const can = async (id: string) => {
    const { proposal } = await world.members[1].query<{ proposal: { viewerCan: object } }>(
      `query ($id: ID!) { proposal(id: $id) { viewerCan { castBallot { allowed reason } } } }`,
      { id },
    );
    return proposal.viewerCan;
  };

  it('nobody is told that they may vote, whether the vote was counted or not', async () => {
    const id = await world.openVote('majority');
    world.clock.advance({ hours: 1 });
    world.clock.set(new Date(world.clock.now().getTime() - 1));
    expect(await can(id)).toEqual({ castBallot: { allowed: true, reason: null } });
    world.clock.set(new Date(world.clock.now().getTime() + 1));
    expect(await can(id)).toEqual({ castBallot: { allowed: false, reason: 'VOTING_CLOSED' } });
    const { userErrors } = await cast(world.members[1], id, { stance: 'AGREE' });
    expect(userErrors).toEqual([{ code: 'VOTING_CLOSED', path: ['proposalId'] }]);
  });
});
