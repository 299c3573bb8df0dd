import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.administrator.change(
    `mutation { payload: policyPackAdopt(pack: "ways-to-vote") { userErrors { code } } }`,
  );
});
afterAll(() => world.close());

const cast = (voter: ApiClient, id: string, said: unknown, reason?: string) =>
  voter.mutate<{ userErrors: { code: string }[]; receipt: string | null }>(
    `mutation ($id: ID!, $input: BallotCastInput!) { payload: ballotCast(proposalId: $id,
       input: $input) { userErrors { code path } receipt } }`,
    { id, input: { markJson: JSON.stringify(said), ...(reason === undefined ? {} : { reason }) } },
  );
const refused = (code: string, path: string) => ({ userErrors: [{ code, path: [path] }] });

interface Seen {
  readonly outcome: string | null;
  readonly outcomeReason: string | null;
  readonly winningOptions: number[] | null;
  readonly tally: { readonly outcomeNow: string; readonly countJson: string };
}

async function seen(id: string): Promise<Seen & { readonly count: object }> {
  const { proposal } = await world.members[2].query<{ proposal: Seen }>(
    `query ($id: ID!) { proposal(id: $id) { outcome outcomeReason winningOptions
       tally { outcomeNow countJson } } }`,
    { id },
  );
  return { ...proposal, count: JSON.parse(proposal.tally.countJson) as object };
}

/** Lets voting end, however long it lasts. */
async function finish(id: string): Promise<void> {
  world.clock.advance({ days: 7 });
  await world.finish(id);
}

describe('a vote by consent over the API', () => {
  it('is stopped by an objection with its reason, and passes once that was met', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('consent');
    expect(await cast(ben, id, 'objects')).toMatchObject(
      refused('OBJECTION_NEEDS_REASON', 'reason'),
    );
    expect(await cast(cyn, id, 'resolved', 'It is quieter now.')).toMatchObject(
      refused('OBJECTION_NOT_RAISED', 'markJson'),
    );
    await cast(ada, id, 'consents');
    const first = await cast(ben, id, 'objects', 'It is too loud.');
    expect(first).toMatchObject({ userErrors: [] });
    expect((await seen(id)).tally.outcomeNow).toBe('REJECTED');
    const second = await cast(ben, id, 'resolved', 'It stops at ten.');
    expect(second.receipt).not.toBe(first.receipt);
    await cast(cyn, id, 'concerned', 'Let us look at it in a year.');
    await finish(id);
    expect(await seen(id)).toMatchObject({
      outcome: 'PASSED',
      outcomeReason: 'no-sufficient-objection',
      winningOptions: null,
      count: { consents: '1', concerned: '1', objects: '0', resolved: '1' },
    });
    expect(await world.recount()).toEqual([]);
  });

  it('does not pass over an objection that stands to the end', async () => {
    const [ada, ben] = world.members;
    const id = await world.openVote('consent');
    await cast(ada, id, 'consents');
    await cast(ben, id, 'objects', 'It is too loud.');
    await finish(id);
    expect(await seen(id)).toMatchObject({
      outcome: 'REJECTED',
      outcomeReason: 'objections-stand',
    });
    expect(await world.recount()).toEqual([]);
  });
});

describe('gradients of agreement over the API', () => {
  it('pass by those who go along, and tell them grade by grade', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('gradients');
    expect(await cast(ada, id, 'veto')).toMatchObject(refused('BLOCK_NEEDS_REASON', 'reason'));
    expect(await cast(ada, id, 'agree')).toMatchObject(refused('BALLOT_MARK_INVALID', 'markJson'));
    await cast(ada, id, 'endorse');
    await cast(ben, id, 'reservations');
    await cast(cyn, id, 'go-along');
    await finish(id);
    expect(await seen(id)).toMatchObject({
      outcome: 'PASSED',
      outcomeReason: 'agreement-reached',
      count: { endorse: '1', reservations: '1', 'go-along': '1', figures: { castWeight: '3' } },
    });
    expect(await world.recount()).toEqual([]);
  });
});

describe('a poll of times over the API', () => {
  const options = ['2026-12-05', '2026-12-06', '2026-12-07T18:00Z/2026-12-07T20:00Z'];
  const can = (...numbers: number[]) => ({
    times: numbers.map((option) => ({ option, answer: 'yes' })),
  });

  it('takes the time at which most can come', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('meeting', { options });
    expect(await cast(ada, id, can(4))).toMatchObject(refused('OPTION_UNKNOWN', 'markJson'));
    await cast(ada, id, can(1, 3));
    await cast(ben, id, can(3));
    await cast(cyn, id, { times: [{ option: 2, answer: 'if-need-be' }] });
    await finish(id);
    expect(await seen(id)).toMatchObject({ outcome: 'PASSED', winningOptions: [3] });
    expect(await world.recount()).toEqual([]);
  });

  it('is not drafted between what is no time', async () => {
    const drafted = await world.members[0].mutate(
      `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
         userErrors { code path } proposal { id } } }`,
      { input: { title: 'When?', body: '', policyKey: 'meeting', options: ['Soon', 'Later'] } },
    );
    expect(drafted).toMatchObject({
      ...refused('PROPOSAL_OPTIONS_INVALID', 'options'),
      proposal: null,
    });
  });
});
