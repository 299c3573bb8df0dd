import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { OpenNoticedProposal } from '../../libs/governance/src/testing/inside.js';
import { DecidingWorld } from './deciding-world.js';

interface Election {
  readonly viewerStatus: string | null;
  readonly candidates: readonly { number: number | null; statement: string; member: object }[];
  readonly nominations: readonly { status: string }[];
}

let world: DecidingWorld;
let election: string;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('board', {
    ballotKind: 'stv',
    method: 'scottish',
    winners: 1,
    maximum: null,
    elects: { offices: ['auditor'], termMonths: 12, nominationHours: 24 },
  });
  const payloadJson = JSON.stringify({ role: 'auditor', startsOn: '2026-01-10' });
  election = await world.openVote('board', { actions: [{ kind: 'role.elect', payloadJson }] });
}, 120_000);
afterAll(() => world.close());

const idOf = async (member: ApiClient): Promise<string> =>
  (await member.query<{ viewer: { member: { id: string } } }>('{ viewer { member { id } } }'))
    .viewer.member.id;

const nominate = async (by: ApiClient, whom: ApiClient) =>
  by.mutate(
    `mutation ($id: ID!, $memberId: ID!) { payload: memberNominate(proposalId: $id,
       input: { memberId: $memberId }) { userErrors { code path } proposal { id } } }`,
    { id: election, memberId: await idOf(whom) },
  );

const answer = (by: ApiClient, input: object) =>
  by.mutate(
    `mutation ($id: ID!, $input: NominationAnswerInput!) { payload: nominationAnswer(
       proposalId: $id, input: $input) { userErrors { code path } } }`,
    { id: election, input },
  );

const read = async (by: ApiClient) =>
  (
    await by.query<{ proposal: { status: string; options: string[]; election: Election } | null }>(
      `query ($id: ID!) { proposal(id: $id) { status options election { viewerStatus orderSeed
         nominationsUntil nominationsExtended candidates { number statement member { displayName } }
         nominations { status member { displayName } nominatedBy { displayName } } } } }`,
      { id: election },
    )
  ).proposal;

const none = { userErrors: [] };

describe('an election', () => {
  it('is nominated in by members, and each reads of it what is for them', async () => {
    const [ada, ben, cyn] = world.members;
    expect(await nominate(ada, ben)).toMatchObject(none);
    expect(await nominate(cyn, cyn)).toMatchObject(none);
    expect(await answer(ada, { accepts: true })).toMatchObject({
      userErrors: [{ code: 'NOMINATION_NOT_FOUND', path: ['proposalId'] }],
    });
    expect((await read(ben))?.election).toMatchObject({
      viewerStatus: 'NOMINATED',
      nominations: [
        {
          status: 'NOMINATED',
          member: { displayName: 'ben' },
          nominatedBy: { displayName: 'ada' },
        },
      ],
    });
    expect((await read(cyn))?.election.nominations).toHaveLength(1);
    expect(await answer(ben, { accepts: true, statement: 'I add up.' })).toMatchObject(none);
    expect(await answer(cyn, { accepts: true, statement: 'Me too.' })).toMatchObject(none);
    const toAda = await read(ada);
    expect(toAda).toMatchObject({ status: 'NOTICE', options: [] });
    expect(toAda?.election.candidates).toHaveLength(2);
    expect(toAda?.election.nominations).toEqual([
      { status: 'ACCEPTED', member: { displayName: 'ben' }, nominatedBy: { displayName: 'ada' } },
    ]);
    expect((await read(world.administrator))?.election.nominations).toHaveLength(2);
    expect(await read(world.administrator.as(null))).toBeNull();
  });

  it('opens between those who accepted, and puts who wins into the office on its day', async () => {
    const [ada, ben, cyn] = world.members;
    world.clock.advance({ hours: 24 });
    const proposalId = fromGlobalId('Proposal', election, []);
    await world.api.app.get(OpenNoticedProposal).execute(world.system, { proposalId });
    const vote = await read(ada);
    expect(vote?.options.toSorted()).toEqual(['ben', 'cyn']);
    expect(vote?.election.candidates.map(({ number }) => number)).toEqual([1, 2]);
    const option = (vote?.options.indexOf('ben') ?? 0) + 1;
    for (const voter of [ada, ben, cyn]) {
      await voter.change(
        `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
           input: { markJson: $mark }) { userErrors { code } } }`,
        { id: election, mark: JSON.stringify({ ranks: [{ option, rank: 1 }] }) },
      );
    }
    await world.decide(election);
    expect(await world.execute(election)).toBe('not-due');
    world.clock.set(new Date('2026-01-10T00:00:00+01:00'));
    expect(await world.execute(election)).toBe('executed');
    const terms = await world.rows<{ name: string; ends: string }>(
      `select m.display_name as name, (t.ends_at at time zone 'Europe/Berlin')::text as ends
       from membership.role_terms t join membership.members m on m.id = t.member_id
       where t.role = 'auditor'`,
    );
    expect(terms).toEqual([{ name: 'ben', ends: '2027-01-10 00:00:00' }]);
    expect(await world.recount()).toEqual([]);
  });
});
