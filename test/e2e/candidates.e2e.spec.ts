import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../apps/cli/src/testing/run-here.js';
import { fromGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { DecidingWorld } from './deciding-world.js';

/** What every reader of a vote is told of whom it is between. */
interface Told {
  readonly options: readonly string[];
  readonly rule: { readonly canonicalJson: string };
  readonly tally: { readonly countJson: string };
}

const names = ['zopen', 'zpetrel', 'zhider', 'zgoner'] as const;
type Name = (typeof names)[number];
const everyName = /zopen|zpetrel|zhider|zgoner|sandpiper/i;

/** Reads like the label of somebody else, and is what its proposer wrote. */
const nobody = 'Not Candidate 2, nobody';

let world: DecidingWorld;
let stranger: ApiClient;
let folder: string;
const people = {} as Record<Name, ApiClient>;
const ids = {} as Record<Name | 'ben', string>;
/** Between four members and a text, public because its proposer said so. */
let election: string;

const idOf = async (member: ApiClient): Promise<string> =>
  (await member.query<{ viewer: { member: { id: string } } }>('{ viewer { member { id } } }'))
    .viewer.member.id;

const shows = (member: ApiClient, name: string) =>
  member.change(
    `mutation ($name: Audience!) { payload: memberVisibilityChoose(input: { name: $name }) {
       userErrors { code } } }`,
    { name },
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candidates-'));
  world = await DecidingWorld.open();
  stranger = world.administrator.as(null);
  for (const name of names) {
    people[name] = await world.join(name);
    ids[name] = await idOf(people[name]);
  }
  ids.ben = await idOf(world.members[1]);
  await shows(people.zopen, 'PUBLIC');
  await shows(people.zpetrel, 'OFFICERS');
  await people.zpetrel.change(
    `mutation { payload: memberPseudonymChoose(input: { pseudonym: "Sandpiper",
       visibleTo: PUBLIC }) { userErrors { code } } }`,
  );
  await world.adopt('seats', {
    ballotKind: 'stv',
    method: 'meek',
    winners: 2,
    maximum: null,
    recountBy: 'strangers',
  });
  const candidates = names.map((name) => ids[name]);
  const more = { options: [nobody], candidates, visibility: 'PUBLIC' };
  election = await world.openVote('seats', more);
  await ballots();
  await world.finish(election);
  await shows(people.zhider, 'OFFICERS');
}, 120_000);
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

async function ballots(): Promise<void> {
  for (const [nth, order] of [
    [2, 3, 5],
    [4, 2],
    [5, 3, 4],
    [2, 1],
    [3, 5],
  ].entries()) {
    const voter = [...world.members, people.zopen, people.zpetrel][nth];
    const mark = { ranks: order.map((option, at) => ({ option, rank: at + 1 })) };
    await voter?.change(
      `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
         input: { markJson: $mark }) { userErrors { code } } }`,
      { id: election, mark: JSON.stringify(mark) },
    );
  }
}

async function toldTo(reader: ApiClient, id = election): Promise<Told> {
  const { proposal } = await reader.query<{ proposal: Told }>(
    `query ($id: ID!) { proposal(id: $id) { options rule { canonicalJson }
       tally { countJson } } }`,
    { id },
  );
  return proposal;
}

/** The names that somebody reads in the words of the count. */
const namesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(new RegExp(everyName, 'gi'))].map(([name]) => name)),
];

async function says(id: string, reason: string | null = null): Promise<readonly object[]> {
  const { userErrors } = await world.members[2].mutate(
    `mutation ($id: ID!, $mark: String!, $reason: String) { payload: ballotCast(proposalId: $id,
       input: { markJson: $mark, reason: $reason }) { userErrors { code path } } }`,
    { id, mark: JSON.stringify({ ranks: [{ option: 2, rank: 1 }] }), reason },
  );
  return userErrors;
}

const drafting = (proposer: ApiClient, input: object) =>
  proposer.mutate<{ proposal: { id: string; visibility: string; options: string[] } | null }>(
    `mutation ($input: ProposalDraftInput!) { payload: proposalDraft(input: $input) {
       userErrors { code path } proposal { id visibility options } } }`,
    { input: { title: 'An election', body: '', policyKey: 'seats', ...input } },
  );

describe('who stands in an election', () => {
  it('is told to each reader as they may see them, and in the words of the count', async () => {
    const readers: readonly [ApiClient, readonly string[]][] = [
      [stranger, ['zopen', 'Sandpiper', 'Candidate 4', 'Candidate 5']],
      [world.members[1], ['zopen', 'Sandpiper', 'Candidate 4', 'zgoner']],
      [people.zhider, ['zopen', 'Sandpiper', 'zhider', 'zgoner']],
      [world.administrator, ['zopen', 'zpetrel', 'zhider', 'zgoner']],
    ];
    for (const [reader, called] of readers) {
      const told = await toldTo(reader);
      expect(told.options).toEqual([nobody, ...called]);
      const may = called.filter((name) => !name.startsWith('Candidate'));
      expect(namesIn(told.tally.countJson).toSorted()).toEqual(may.toSorted());
      const { winners, steps } = JSON.parse(told.tally.countJson) as {
        winners: number[];
        steps: { candidates: string[]; winners: string[] };
      };
      expect(steps.candidates).toEqual(told.options);
      expect(steps.winners).toEqual(winners.map((number) => told.options[number - 1]));
    }
  });

  it('is in nothing that is frozen, proved or handed on, whoever fetches it', async () => {
    const path = `/v1/recounts/${election}`;
    const counts = new Set<string>();
    for (const reader of [stranger, world.members[1], world.administrator]) {
      const { rule } = await toldTo(reader);
      expect(rule.canonicalJson).toContain('"Candidate 4"');
      const file = (await reader.download(path)).toString();
      const blt = (await reader.download(`${path}?format=blt`)).toString();
      for (const text of [rule.canonicalJson, file, blt]) expect(text).not.toMatch(everyName);
      expect(blt).toContain('"Candidate 4"');
      const at = join(folder, 'vote.json');
      writeFileSync(at, file);
      expect(await runHere({}, ['recount', at, '--json'])).toMatchObject({ code: 0 });
      counts.add(
        JSON.stringify((JSON.parse(file) as { result: { outcome: string } }).result.outcome),
      );
    }
    expect([...counts]).toEqual(['"passed"']);
    expect(await world.recount()).toEqual([]);
    const [row] = await world.rows<{ told: string }>(
      `select p::text as told from governance.proposals p where p.rule ->> 'ballotKind' = 'stv'`,
    );
    expect(row?.told).not.toMatch(everyName);
  });

  it('is for members where nobody said that strangers read it', async () => {
    const { proposal } = await drafting(world.members[0], {
      candidates: [ids.zopen, ids.zgoner, ids.ben],
    });
    expect(proposal).toMatchObject({
      visibility: 'MEMBERS',
      options: ['zopen', 'zgoner', 'ben'],
    });
    // A text may be a name as well, and nobody takes it out of a rule again.
    const options = ['Red', 'Green', 'Blue'];
    const text = await drafting(world.members[0], { options });
    expect(text.proposal).toMatchObject({ visibility: 'MEMBERS' });
    const said = await drafting(world.members[0], { options, visibility: 'PUBLIC' });
    expect(said.proposal).toMatchObject({ visibility: 'PUBLIC' });
  });

  it('is put up by who may see them, or by themselves, and is a member', async () => {
    const application = await world.apply('zasker');
    expect(application).toBeTruthy();
    const former = await world.join('zformer');
    const formerId = await idOf(former);
    await former.change('mutation { payload: membershipLeave { userErrors { code } } }');
    const twoOthers = [ids.ben, ids.zgoner];
    const refused = async (who: string, proposer = world.members[0]) =>
      (await drafting(proposer, { candidates: [...twoOthers, who] })).userErrors;
    const unknown = [{ code: 'MEMBER_UNKNOWN', path: ['candidates', '2'] }];
    expect(await refused(ids.zhider)).toEqual(unknown);
    expect(await refused(formerId)).toEqual(unknown);
    expect(await refused(ids.zhider, people.zhider)).toEqual([]);
    expect(await refused(ids.zhider, world.administrator)).toEqual([]);
    expect(await refused(ids.zpetrel)).toEqual([]);
    expect(await refused(ids.ben)).toMatchObject([{ code: 'PROPOSAL_OPTIONS_INVALID' }]);
    expect(await refused('nonsense')).toMatchObject([
      { code: 'INVALID_ID', path: ['candidates', '2'] },
    ]);
    const text = { options: ['Candidate 3', 'Red'], candidates: [ids.zopen] };
    expect((await drafting(world.members[0], text)).userErrors).toMatchObject([
      { code: 'PROPOSAL_OPTIONS_INVALID' },
    ]);
  });

  it('may not be somebody else once it is drafted', async () => {
    const change = (text: string) => world.rows(text);
    await expect(
      change(`update governance.candidates set member_id = gen_random_uuid()`),
    ).rejects.toThrow(/candidates/);
    await expect(change(`delete from governance.candidates`)).rejects.toThrow(/candidates/);
    await expect(
      change(`insert into governance.candidates (proposal_id, place, cooperative_id, member_id)
        select id, 1, cooperative_id, gen_random_uuid() from governance.proposals limit 1`),
    ).rejects.toThrow(/option of a draft/);
  });

  it('finds it among what is known of them, and no draft of others', async () => {
    const { ownData } = await people.zhider.query<{ ownData: string }>('{ ownData }');
    const { governance } = JSON.parse(ownData) as {
      governance: { candidacies: readonly Record<string, unknown>[] };
    };
    // Their own draft, and the election: what the administrator drafted is the administrator's.
    expect(governance.candidacies).toHaveLength(2);
    expect(governance.candidacies[0]).toMatchObject({
      proposalId: election,
      option: 4,
      outcome: 'passed',
      isElected: false,
      reasons: [],
    });
  });

  it('is a number to everybody once they are erased, and the count is the same', async () => {
    const open = await world.openVote('seats', { candidates: [ids.zopen, ids.zgoner, ids.ben] });
    expect(await says(open, 'Zgoner sings too loud.')).toEqual([]);
    const file = () => stranger.download(`/v1/recounts/${election}`);
    const before = (await file()).toString();
    for (const leaving of ['membershipLeave', 'memberErase']) {
      await people.zgoner.change(
        `mutation { payload: ${leaving} { userErrors { code message } } }`,
      );
    }
    for (const reader of [world.members[1], world.administrator]) {
      const told = await toldTo(reader);
      // So that nobody votes for somebody who cannot be told any more, and does not know it.
      expect(told.options[4]).toBe('Candidate 5, erased');
      expect(JSON.stringify(told)).not.toMatch(/zgoner/i);
      expect((await toldTo(reader, open)).options[1]).toBe('Candidate 2, erased');
    }
    expect((await toldTo(stranger)).options[4]).toBe('Candidate 5');
    expect((await file()).toString()).toBe(before);
    expect(before).not.toContain('erased');
    const reasons = () =>
      world.rows(`select b.reason from governance.ballots b join governance.candidates c
        on c.proposal_id = b.proposal_id where b.reason is not null`);
    const written = await reasons();
    expect(await says(open, 'And louder than that.')).toEqual([
      { code: 'BALLOT_REASON_NOT_TAKEN', path: ['reason'] },
    ]);
    expect(await says(open)).toEqual([]);
    expect(await reasons()).toEqual(written);
    await expect(
      world.rows(`with tenant as materialized (select set_config('rochdale.cooperative_id',
          cooperative_id::text, true) from governance.proposals limit 1)
        insert into governance.ballots (id, cooperative_id, proposal_id, member_id,
          weight, mark, reason, cast_at, cast_via)
        select gen_random_uuid(), cooperative_id, proposal_id, member_id, weight, mark, 'Loud',
          cast_at, cast_via from tenant, governance.ballots where superseded_at is null
          and proposal_id = '${fromGlobalId('Proposal', open, [])}'`),
    ).rejects.toThrow('Somebody who stands is erased.');
  });
});
