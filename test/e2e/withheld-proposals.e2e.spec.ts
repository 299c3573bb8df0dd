import type { ApiClient } from '@rochdale/testing';
import { fromGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
let stranger: ApiClient;
/** Between names that were typed, and public because its proposer said so. */
let election: string;
let receipt: string;
let other: string;

beforeAll(async () => {
  world = await DecidingWorld.open();
  stranger = world.administrator.as(null);
  await world.adopt('seats', { ballotKind: 'single-choice', winnerNeeds: null });
  [election, other] = [await decided('Ada zqtyped'), await decided('Green')];
}, 120_000);
afterAll(() => world.close());

async function decided(option: string): Promise<string> {
  const options = [option, 'Nobody', 'Later'];
  const id = await world.openVote('seats', { title: option, options, visibility: 'PUBLIC' });
  const cast = await world.members[1].change<{ receipt: string }>(
    `mutation ($id: ID!) { payload: ballotCast(proposalId: $id,
       input: { markJson: "{\\"option\\":1}" }) { userErrors { code } receipt } }`,
    { id },
  );
  receipt ??= cast.receipt;
  await world.finish(id);
  return id;
}

const withhold = (by: ApiClient, id = election) =>
  by.mutate<{ userErrors: { code: string }[]; proposal: { visibility: string } | null }>(
    `mutation ($id: ID!) { payload: proposalWithhold(id: $id, reason: NAMES_SOMEBODY) {
       userErrors { code } proposal { visibility } } }`,
    { id },
  );

/** Everything in which a reader comes upon the election. */
async function readBy(reader: ApiClient): Promise<Record<string, unknown>> {
  const { proposal, node, proposals, found } = await reader.query<Record<string, unknown>>(
    `query ($id: ID!) {
       proposal(id: $id) { options rule { canonicalJson } tally { countJson } }
       node(id: $id) { id }
       proposals { totalCount edges { node { id title } } }
       found: proposals(filter: { text: "zqtyped" }) { edges { node { id } } } }`,
    { id: election },
  );
  const statuses = [];
  for (const path of [`/v1/recounts/${election}`, `/v1/recounts/${election}?edition=strangers`]) {
    statuses.push((await reader.get(path)).status);
  }
  const asked = await reader.answer<{ ballotReceipt: string | null }>(
    'query ($id: ID!, $receipt: String!) { ballotReceipt(proposalId: $id, receipt: $receipt) }',
    { id: election, receipt },
  );
  return { proposal, node, proposals, found, statuses, receipt: asked.data?.ballotReceipt ?? null };
}

describe('a public vote between names that somebody typed', () => {
  it('is taken from strangers at once by a secretary, and read by members as before', async () => {
    const [before, members] = [await readBy(stranger), await readBy(world.members[0])];
    expect(JSON.stringify(before)).toContain('zqtyped');
    expect(before).toMatchObject({ statuses: [200, 200], receipt: 'COUNTED' });
    const refused = await withhold(world.members[0]).catch(String);
    expect(JSON.stringify(refused)).toContain('FORBIDDEN');
    expect(await withhold(world.administrator)).toEqual({
      userErrors: [],
      proposal: { visibility: 'MEMBERS' },
    });
    expect(await readBy(stranger)).toEqual({
      proposal: null,
      node: null,
      proposals: { totalCount: 1, edges: [{ node: { id: other, title: 'Green' } }] },
      found: { edges: [] },
      statuses: [404, 404],
      receipt: null,
    });
    expect(await readBy(world.members[0])).toEqual(members);
    expect(await world.recount()).toEqual([]);
  });

  it('is so once, on record, and never the other way about', async () => {
    expect((await withhold(world.administrator)).userErrors).toMatchObject([
      { code: 'PROPOSAL_WITHHELD_ALREADY' },
    ]);
    const id = fromGlobalId('Proposal', election, []);
    const facts = await world.rows(
      `select data ->> 'reason' as reason, actor_kind as by, visibility from platform.facts
       where type = 'governance.ProposalWithheld' and subject_id = $1`,
      [id],
    );
    expect(facts).toEqual([{ reason: 'names-somebody', by: 'account', visibility: 'members' }]);
    const back = `update governance.proposals set visibility = 'public' where id = $1`;
    await expect(world.rows(back, [id])).rejects.toThrow('visibility of a proposal');
    const more = `update governance.proposals set visibility = 'members', title = 'Other'
      where id = $1`;
    const others = fromGlobalId('Proposal', other, []);
    await expect(world.rows(more, [others])).rejects.toThrow('is frozen');
  });
});

describe('a tied vote and its run-off', () => {
  it.each([['the tie'], ['the run-off']])('go together where %s is named', async (named) => {
    const share = { share: '1/2', strict: true, of: 'cast' };
    await world.adopt('again', {
      ballotKind: 'stances',
      stances: ['agree', 'abstain', 'disagree'],
      decision: { kind: 'threshold', agree: share },
      blocks: null,
      tieRule: 'run-off',
    });
    const title = `Zqtied ${named}`;
    const vote = { title, visibility: 'PUBLIC' };
    const tied = await world.openVote('again', vote);
    const cast = (voter: ApiClient, id: string, stance: string) =>
      voter.change(
        `mutation ($id: ID!, $stance: Stance!) { payload: ballotCast(proposalId: $id,
           input: { stance: $stance }) { userErrors { code } } }`,
        { id, stance },
      );
    await cast(world.members[1], tied, 'AGREE');
    await cast(world.members[2], tied, 'DISAGREE');
    await world.decide(tied);
    const { proposal } = await world.members[0].query<{
      proposal: { outcome: string; runOff: { id: string } };
    }>('query ($id: ID!) { proposal(id: $id) { outcome runOff { id } } }', { id: tied });
    expect(proposal.outcome).toBe('TIED');
    const again = proposal.runOff.id;
    await cast(world.members[1], again, 'AGREE');
    await world.decide(again);
    const read = async () =>
      JSON.stringify(
        await stranger.query('{ proposals(first: 50) { edges { node { title } } } }'),
      ).split(title).length - 1;
    expect(await read()).toBe(2);
    const { userErrors } = await withhold(world.administrator, named === 'the tie' ? tied : again);
    expect(userErrors).toEqual([]);
    expect(await read()).toBe(0);
    const ids = [tied, again].map((id) => fromGlobalId('Proposal', id, []));
    const facts = await world.rows(
      `select subject_id as id from platform.facts where type = 'governance.ProposalWithheld'
         and subject_id = any ($1::uuid[]) order by 1`,
      [ids],
    );
    expect(facts).toEqual(ids.toSorted().map((id) => ({ id })));
  });
});
