import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toGlobalId } from '@rochdale/platform';
import { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../apps/cli/src/testing/run-here.js';
import { restApiDescription } from '../../apps/api/src/http/description/rest-api.js';
import { DecidingWorld } from './deciding-world.js';
import { DescribedAnswers } from './described-answers.js';

interface Row {
  readonly receipt: string;
  readonly says: { readonly mark: unknown; readonly weight: string; readonly voter: string } | null;
}
interface File {
  readonly vote: { readonly id: string };
  readonly electorate: {
    readonly exact: boolean;
    readonly voters: number;
    readonly places: readonly string[];
    readonly seats: readonly { readonly memberClass: string }[] | null;
  };
  readonly ballots: {
    readonly rows: readonly Row[];
    readonly sums: readonly { readonly mark: unknown; readonly weight: string }[] | null;
    readonly superseded: readonly string[] | null;
  };
  readonly result: { readonly outcome: string; readonly count: object };
}

interface Told {
  readonly id: string;
  readonly castAt: string;
  readonly voter: { readonly id: string };
}

const options = ['Red', 'Green', 'Blue'];
const ranks = (...numbers: number[]) => ({
  ranks: numbers.map((option, place) => ({ option, rank: place + 1 })),
});
const stances = {
  ballotKind: 'stances',
  stances: ['agree', 'abstain', 'disagree'],
  decision: {
    kind: 'threshold',
    agree: { share: '1/2', strict: true, of: 'cast-minus-abstentions' },
  },
  blocks: null,
};

const described = new DescribedAnswers(restApiDescription);

let world: DecidingWorld;
let stranger: ApiClient;
let folder: string;
/** Which co-operative links are about. */
let ours: string;
/** Of a public vote by stances that all three voted on, one of them twice. */
let decided: string;
let receipts: { first: string; ada: string; ben: string };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recount-'));
  world = await DecidingWorld.open();
  stranger = world.administrator.as(null);
  ours = `cooperative=${toGlobalId('Cooperative', world.system.cooperativeId ?? '')}`;
  await world.adopt('ordinary', stances);
  decided = await world.openVote('ordinary');
  const [ada, ben, cyn] = world.members;
  const first = await cast(ada, decided, 'disagree');
  receipts = {
    first,
    ada: await cast(ada, decided, 'agree'),
    ben: await cast(ben, decided, 'agree'),
  };
  await cast(cyn, decided, 'abstain');
  await world.finish(decided);
}, 120_000);
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

/** A minute after what was before, so that each ballot has an instant of its own. */
async function cast(voter: ApiClient, id: string, mark: unknown): Promise<string> {
  world.clock.advance({ minutes: 1 });
  const { receipt } = await voter.change<{ receipt: string }>(
    `mutation ($id: ID!, $mark: String!) { payload: ballotCast(proposalId: $id,
       input: { markJson: $mark }) { userErrors { code } receipt } }`,
    { id, mark: JSON.stringify(mark) },
  );
  return receipt;
}

const textOf = async (reader: ApiClient, id: string, more = ''): Promise<string> =>
  (await reader.download(`/v1/recounts/${id}${more}`)).toString();
const fileOf = async (reader: ApiClient, id: string, more = ''): Promise<File> =>
  JSON.parse(await textOf(reader, id, more)) as File;

/** What the command line says of a text, without the service. */
async function recounted(text: string, ...more: string[]) {
  const path = join(folder, 'vote.json');
  writeFileSync(path, text);
  const { code, text: said } = await runHere({}, ['recount', path, '--json', ...more]);
  return { code, ...(JSON.parse(said) as { holds: boolean; first: object | null }) };
}

const codeOf = async (reader: ApiClient, path: string): Promise<string> =>
  ((await reader.get(path)).body as { code: string }).code;

describe('the file of a decided vote', () => {
  it('is counted again by a stranger, a member and an officer, each from their own', async () => {
    for (const reader of [stranger, world.members[1], world.administrator]) {
      const text = await textOf(reader, decided);
      expect(await recounted(text)).toMatchObject({ code: 0, holds: true, first: null });
      const changed = text.replace('"mark":"abstain"', '"mark":"agree"');
      expect(await recounted(changed)).toMatchObject({
        code: 1,
        first: { place: expect.stringMatching(/^ballots\.rows\[\d\]\.receipt$/) as string },
      });
    }
  });

  it('is fetched as an attachment, the same each time, by GET alone', async () => {
    const path = `/v1/recounts/${decided}`;
    const { headers, text } = await stranger.get(path);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${decided}.json"`,
      'cache-control': 'private, no-store',
    });
    expect((await stranger.get(path)).text).toBe(text);
    await described.take('get', '/v1/recounts/{id}', () => stranger.get(path));
    expect((await stranger.request('HEAD', path)).status).toBe(405);
    // A link says which co-operative it is about; who follows it sends no header.
    const bare = new ApiClient(world.api.url);
    expect((await bare.get(`${path}?${ours}`)).text).toBe(text);
    expect((await bare.get(`${path}?cooperative=nowhere`)).status).toBe(404);
  });

  it('names nobody: no id of a member or a ballot is in it, in any form', async () => {
    const { proposal } = await world.administrator.query<{
      proposal: { ballots: { edges: { node: Told }[] } };
    }>(
      `query ($id: ID!) { proposal(id: $id) { ballots(first: 9) { edges { node { id castAt
         voter { id displayName } } } } } }`,
      { id: decided },
    );
    const nodes = proposal.ballots.edges.map(({ node }) => node);
    expect(nodes).toHaveLength(3);
    for (const reader of [stranger, world.members[0], world.administrator]) {
      const text = await textOf(reader, decided);
      for (const { id, castAt, voter } of nodes) {
        for (const told of [id, castAt, voter.id]) expect(text).not.toContain(told);
      }
      expect(text).not.toMatch(/\b(ada|ben|cyn)\b/i);
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/);
    }
  });

  it('opens the electorate to who may know its size, and to others less', async () => {
    const exact = await fileOf(world.administrator, decided);
    expect(exact.electorate).toMatchObject({ exact: true, voters: 4 });
    expect(exact.electorate.seats).toHaveLength(4);
    for (const told of [
      await fileOf(world.members[0], decided),
      await fileOf(stranger, decided),
      await fileOf(world.administrator, decided, '?edition=members'),
    ]) {
      expect(told.electorate).toMatchObject({ exact: false, seats: null });
      expect(told.electorate.places).toEqual(exact.electorate.places);
    }
    const path = `/v1/recounts/${decided}`;
    expect(await codeOf(stranger, `${path}?edition=members`)).toBe('UNAUTHENTICATED');
    expect(await codeOf(world.members[0], `${path}?edition=auditors`)).toBe('FORBIDDEN');
    expect(await codeOf(stranger, `${path}?edition=all`)).toBe('INVALID_INPUT');
    expect(await codeOf(stranger, `${path}?more=1`)).toBe('INVALID_INPUT');
  });

  it('is there for whoever reads the vote, and for others as if there were none', async () => {
    const hidden = await world.openVote('ordinary', { visibility: 'MEMBERS' });
    const path = `/v1/recounts/${hidden}`;
    expect(await codeOf(stranger, path)).toBe('PROPOSAL_NOT_FOUND');
    expect(await codeOf(world.members[0], path)).toBe('PROPOSAL_STATUS_CONFLICT');
    await described.take('get', '/v1/recounts/{id}', () => world.members[0].get(path));
    await cast(world.members[0], hidden, 'agree');
    await world.finish(hidden);
    expect(await codeOf(stranger, path)).toBe('PROPOSAL_NOT_FOUND');
    expect((await fileOf(world.members[0], hidden)).result.outcome).toBe('passed');
  });

  it('is the same when one of its voters was erased', async () => {
    const before = await textOf(stranger, decided);
    for (const leaving of ['membershipLeave', 'memberErase']) {
      await world.members[2].change(
        `mutation { payload: ${leaving} { userErrors { code message } } }`,
      );
    }
    expect(await textOf(stranger, decided)).toBe(before);
    expect(await recounted(before)).toMatchObject({ code: 0 });
  });

  it('is another one where the vote is called something else since', async () => {
    const before = await textOf(stranger, decided);
    await world.rows('alter table governance.proposals disable trigger user');
    await world.rows(`update governance.proposals set title = 'Erased'
      where id = (select id from governance.proposals where title = 'A question'
        and outcome is not null order by id limit 1)`);
    await world.rows('alter table governance.proposals enable trigger user');
    const after = await textOf(stranger, decided);
    expect(after).toContain('"title":"Erased"');
    expect(after).not.toContain('A question');
    expect((JSON.parse(after) as File).ballots).toEqual((JSON.parse(before) as File).ballots);
    expect(await recounted(after)).toMatchObject({ code: 0 });
  });

  it('tells strangers of weighed votes by sums', async () => {
    await world.adopt('weighed', {
      ...stances,
      eligibility: { standings: ['active'], classes: null, weightByClass: { worker: 3 } },
    });
    const id = await world.openVote('weighed');
    await cast(world.members[0], id, 'agree');
    await cast(world.members[1], id, 'disagree');
    await world.finish(id);
    const told = await fileOf(stranger, id);
    expect(told.ballots.rows.map(({ says }) => says)).toEqual([null, null]);
    expect(told.ballots.sums).toEqual([
      { mark: 'agree', weight: '3' },
      { mark: 'disagree', weight: '3' },
    ]);
    const inside = await fileOf(world.members[0], id);
    expect(inside.ballots.rows.map(({ says }) => says?.weight)).toEqual(['3', '3']);
    for (const reader of [world.members[0], world.administrator]) {
      expect(await recounted(await textOf(reader, id))).toMatchObject({ code: 0 });
    }
    // Sums that nobody can hold against ballots are somebody's word.
    expect(await recounted(await textOf(stranger, id))).toMatchObject({ code: 3, verdict: 'open' });
  });
});

describe('a receipt', () => {
  const find = (reader: ApiClient, id: string, receipt: string) =>
    reader.query<{ ballotReceipt: string }>(
      'query ($id: ID!, $receipt: String!) { ballotReceipt(proposalId: $id, receipt: $receipt) }',
      { id, receipt },
    );

  it('is found in the published list, and in the file', async () => {
    for (const reader of [stranger, world.members[0]]) {
      expect(await find(reader, decided, receipts.ben)).toEqual({ ballotReceipt: 'COUNTED' });
      expect(await find(reader, decided, ` ${receipts.ada.toUpperCase()}`)).toEqual({
        ballotReceipt: 'COUNTED',
      });
      expect(await find(reader, decided, receipts.first)).toEqual({ ballotReceipt: 'SUPERSEDED' });
      expect(await find(reader, decided, '0'.repeat(64))).toEqual({ ballotReceipt: 'UNKNOWN' });
      expect(await find(reader, decided, '')).toEqual({ ballotReceipt: 'UNKNOWN' });
    }
    expect((await fileOf(stranger, decided)).ballots.superseded).toBeNull();
    expect(await textOf(stranger, decided)).not.toContain(receipts.first);
    const text = await textOf(world.members[0], decided);
    expect(await recounted(text, '--receipt', receipts.ben)).toMatchObject({
      code: 0,
      receipt: 'counted',
    });
    expect(await recounted(text, '--receipt', receipts.first)).toMatchObject({
      receipt: 'superseded',
    });
    expect(await recounted(text, '--receipt', '0'.repeat(64))).toMatchObject({ code: 1 });
  });

  it('stands beside what its voter cast', async () => {
    const { ballots } = await fileOf(world.members[1], decided);
    const own = ballots.rows.find(({ receipt }) => receipt === receipts.ada);
    expect(own?.says).toMatchObject({ mark: 'agree', weight: '1' });
    expect(ballots.superseded).toEqual([receipts.first]);
  });

  it('is looked for in no vote that is not the reader’s to read', async () => {
    const open = await world.openVote('ordinary');
    const receipt = await cast(world.members[0], open, 'agree');
    await expect(find(stranger, open, receipt)).rejects.toThrow('PROPOSAL_NOT_FOUND');
    await expect(find(world.members[0], open, receipt)).rejects.toThrow('PROPOSAL_STATUS_CONFLICT');
  });
});

describe('beside it', () => {
  const ranking = { ballotKind: 'ranking', method: 'irv', equalRanks: false, maximum: null };
  /** A vote in which each ballot is one of its own. */
  const ranked = async (key: string, terms: object = {}): Promise<string> => {
    await world.adopt(key, { ...ranking, ...terms });
    const id = await world.openVote(key, { options, visibility: 'PUBLIC' });
    const [ada, ben] = world.members;
    await cast(ada, id, ranks(2, 1));
    await cast(ben, id, ranks(2));
    await cast(world.administrator, id, ranks(1, 2, 3));
    await world.finish(id);
    return id;
  };
  const handed = async (reader: ApiClient, id: string) =>
    (
      await reader.query<{ proposal: { recountFiles: { format: string; path: string }[] } }>(
        'query ($id: ID!) { proposal(id: $id) { recountFiles { format path } } }',
        { id },
      )
    ).proposal.recountFiles;
  const countsTheSame = async (blt: Buffer): Promise<void> => {
    const path = join(folder, 'board.blt');
    writeFileSync(path, blt);
    const counted = await runHere({}, ['tally', path, '--method', 'irv', '--json']);
    expect(JSON.parse(counted.text)).toMatchObject({ winners: ['Green'] });
  };

  it('rankings are handed to members as BLT, which other programs count to the same', async () => {
    const id = await ranked('board');
    expect(await handed(world.members[0], id)).toEqual([
      { format: 'JSON', path: `/v1/recounts/${id}?${ours}` },
      { format: 'BLT', path: `/v1/recounts/${id}?${ours}&format=blt` },
    ]);
    expect(await handed(stranger, id)).toEqual([
      { format: 'JSON', path: `/v1/recounts/${id}?${ours}` },
    ]);
    expect(await codeOf(stranger, `/v1/recounts/${id}?format=blt`)).toBe('NOT_FOUND');
    await countsTheSame(await world.members[0].download(`/v1/recounts/${id}?format=blt`));
  });

  it('strangers read of rankings the count that is published, and who can repeat it', async () => {
    const id = await ranked('chair');
    const told = await fileOf(stranger, id);
    expect(told.ballots.rows.map(({ says }) => says)).toEqual([null, null, null]);
    const { proposal } = await stranger.query<{ proposal: { tally: { countJson: string } } }>(
      'query ($id: ID!) { proposal(id: $id) { tally { countJson } } }',
      { id },
    );
    expect(told.result.count).toEqual(JSON.parse(proposal.tally.countJson));
    expect(await recounted(await textOf(stranger, id))).toMatchObject({
      code: 3,
      verdict: 'open',
      checks: expect.arrayContaining([
        expect.objectContaining({ check: 'chain', state: 'holds' }),
        expect.objectContaining({ check: 'electorate', state: 'holds' }),
        {
          check: 'count',
          state: 'open',
          place: 'result.count',
          says: expect.stringContaining('is in a member’s file') as string,
        },
      ]) as object[],
    });
    // A member hands theirs on, and whoever has it counts without asking anybody.
    const inside = await recounted(await textOf(world.members[0], id));
    expect(inside).toMatchObject({
      code: 0,
      checks: expect.arrayContaining([
        expect.objectContaining({ check: 'count', state: 'holds' }),
      ]) as object[],
    });
  });

  it('strangers count rankings again where voters voted under a rule that says so', async () => {
    const id = await ranked('open-board', { recountBy: 'strangers' });
    const rule = 'query ($id: ID!) { proposal(id: $id) { rule { recountBy } } }';
    expect(await stranger.query(rule, { id })).toEqual({
      proposal: { rule: { recountBy: 'strangers' } },
    });
    expect(await recounted(await textOf(stranger, id))).toMatchObject({
      code: 0,
      checks: expect.arrayContaining([
        expect.objectContaining({ check: 'count', state: 'holds' }),
      ]) as object[],
    });
    await countsTheSame(await stranger.download(`/v1/recounts/${id}?format=blt`));
    expect((await fileOf(stranger, id)).ballots.superseded).toBeNull();
  });

  it('rankings whose weights differ are for members, and strangers read the count', async () => {
    const weightByClass = { worker: 3 };
    await world.adopt('weighed-board', {
      ...ranking,
      eligibility: { standings: ['active'], classes: null, weightByClass },
    });
    const id = await world.openVote('weighed-board', { options, visibility: 'PUBLIC' });
    await cast(world.members[0], id, ranks(2, 1, 3));
    await cast(world.members[1], id, ranks(1, 3, 2));
    await world.finish(id);
    const path = `/v1/recounts/${id}?${ours}`;
    for (const more of ['', '?edition=strangers']) {
      const { ballots } = await fileOf(stranger, id, more);
      expect(ballots.rows.map(({ says }) => says)).toEqual([null, null]);
      expect(ballots.sums).toBeNull();
    }
    expect(await handed(stranger, id)).toEqual([{ format: 'JSON', path }]);
    expect(await codeOf(stranger, `${path}&format=blt`)).toBe('NOT_FOUND');
    const inside = await fileOf(world.members[0], id);
    expect(inside.ballots.rows.map(({ says }) => says?.weight)).toEqual(['3', '3']);
    expect(await handed(world.members[0], id)).toHaveLength(2);
    const blt = (await world.members[0].download(`${path}&format=blt`)).toString();
    expect(blt).toContain('3 2 1 3 0');
    for (const reader of [world.members[0], world.administrator]) {
      expect(await recounted(await textOf(reader, id))).toMatchObject({ code: 0, holds: true });
    }
    expect(await recounted(await textOf(stranger, id))).toMatchObject({ code: 3, holds: false });
  });

  it('stances have no other format, and open votes no file', async () => {
    const files = 'query ($id: ID!) { proposal(id: $id) { recountFiles { format path } } }';
    expect(await stranger.query(files, { id: decided })).toEqual({
      proposal: { recountFiles: [{ format: 'JSON', path: `/v1/recounts/${decided}?${ours}` }] },
    });
    expect(await codeOf(stranger, `/v1/recounts/${decided}?format=blt`)).toBe('NOT_FOUND');
    const open = await world.openVote('ordinary');
    expect(await world.members[0].query(files, { id: open })).toEqual({
      proposal: { recountFiles: [] },
    });
  });
});
