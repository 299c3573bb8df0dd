import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog } from '@rochdale/platform';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { runHere } from '../../apps/cli/src/testing/run-here.js';
import { agreeing } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

const rule = {
  ...agreeing('1/2'),
  secrecy: 'detached',
  minimumGroup: 3,
  secretUntilClosed: true,
  reasons: 'none',
};
const lines: string[] = [];
let world: DecidingWorld;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'detached-'));
  const destination = { write: (line: string) => void lines.push(line) };
  world = await DecidingWorld.open({ log: openLog({ level: 'trace', destination }) });
  await world.adopt('apart', rule);
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

interface Cast {
  readonly userErrors: readonly { readonly code: string }[];
  readonly ballot: object | null;
  readonly receipt: string | null;
  readonly proposal: object | null;
}
const cast = (voter: ApiClient, id: string, stance: string, reason?: string) =>
  voter.mutate<Cast>(
    `mutation ($id: ID!, $input: BallotCastInput!) { payload: ballotCast(proposalId: $id,
       input: $input) { userErrors { code } ballot { id } receipt
       proposal { viewerHasVoted viewerBallot { stance } tally { ballots castWeight stances {
         stance ballots } outcomeNow countJson } viewerCan { castBallot { allowed reason } }
         ballots(first: 9) { edges { node { stance } } } rule { secrecy } } } }`,
    { id, input: { stance, reason } },
  );

const waiting = async (voter: ApiClient): Promise<string[]> =>
  (
    await voter.query<{ waiting: { votes: { id: string }[] } }>('{ waiting { votes { id } } }')
  ).waiting.votes.map(({ id }) => id);

/** Everything in the database, as text. */
async function everyRow(): Promise<string> {
  const tables = await world.rows<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await world.rows<{ text: string }>(
      `select to_jsonb(t)::text as text from ${name} t`,
    );
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}

describe('a detached vote over the API', () => {
  it('is voted in once, and tells its count when it is over', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('apart');
    expect(await waiting(ben)).toEqual([id]);
    const before = lines.length;
    const first = await cast(ben, id, 'DISAGREE');
    expect(first).toMatchObject({
      userErrors: [],
      ballot: null,
      proposal: {
        viewerHasVoted: true,
        viewerBallot: null,
        tally: { ballots: 1, castWeight: '1', stances: null, outcomeNow: null, countJson: null },
        viewerCan: { castBallot: { allowed: false, reason: 'BALLOT_STANDS' } },
        ballots: { edges: [] },
        rule: { secrecy: 'DETACHED' },
      },
    });
    expect(await waiting(ben)).toEqual([]);
    const again = await cast(ben, id, 'AGREE');
    expect(again.userErrors).toEqual([{ code: 'BALLOT_STANDS' }]);
    const because = await cast(cyn, id, 'AGREE', 'Because.');
    expect(because.userErrors).toEqual([{ code: 'BALLOT_REASON_NOT_TAKEN' }]);
    await cast(cyn, id, 'AGREE');
    await cast(ada, id, 'AGREE');

    // While it is open nothing of it stands in any row; and in no line of the log, ever.
    const receipt = first.receipt ?? '';
    expect(receipt).toMatch(/^[0-9a-f]{64}$/);
    expect(await everyRow()).not.toContain(receipt);
    const logged = lines.slice(before).join('\n');
    expect(lines).not.toEqual([]);
    expect(logged.toLowerCase()).not.toContain('disagree');
    expect(logged).not.toContain(receipt);

    await world.finish(id);
    const over = await ada.query<{ proposal: object; ballotReceipt: string }>(
      `query ($id: ID!, $receipt: String!) { ballotReceipt(proposalId: $id, receipt: $receipt)
         proposal(id: $id) { outcome tally { ballots stances { stance ballots } }
           ballots(first: 9) { edges { node { stance } } } } }`,
      { id, receipt },
    );
    expect(over).toMatchObject({
      ballotReceipt: 'COUNTED',
      proposal: {
        outcome: 'PASSED',
        tally: { ballots: 3 },
        ballots: { edges: [] },
      },
    });
    expect(await world.recount()).toEqual([]);
  });

  it('is counted again by a file that says what nobody can check', async () => {
    const [ada] = world.members;
    const { proposals } = await ada.query<{
      proposals: { edges: { node: { id: string } }[] };
    }>('{ proposals(first: 1) { edges { node { id } } } }');
    const id = proposals.edges[0]?.node.id ?? '';
    const file = join(folder, 'file.json');
    writeFileSync(file, (await ada.download(`/v1/recounts/${id}`)).toString());
    const { code, text } = await runHere({}, ['recount', file]);
    expect(text).toContain('cannot be shown by any file');
    expect(code).toBe(3);
  });

  it('counts who is erased before the close or after it, and is told as before', async () => {
    const [ada, ben] = world.members;
    const [dee, eve] = [await world.join('dee'), await world.join('eve')];
    const erase = async (member: ApiClient) => {
      for (const leaving of ['membershipLeave', 'memberErase']) {
        await member.change(`mutation { payload: ${leaving} { userErrors { code } } }`);
      }
    };
    const id = await world.openVote('apart');
    const receipts: string[] = [];
    for (const [voter, stance] of [
      [dee, 'DISAGREE'],
      [eve, 'AGREE'],
      [ben, 'AGREE'],
    ] as const) {
      receipts.push((await cast(voter, id, stance)).receipt ?? '');
    }
    await erase(dee);
    await world.finish(id);
    const file = async () => (await ada.download(`/v1/recounts/${id}`)).toString();
    const before = await file();
    await erase(eve);
    expect(await file()).toBe(before);
    for (const receipt of receipts) expect(before).toContain(receipt);
    const said = [
      { mark: 'agree', ballots: 2 },
      { mark: 'disagree', ballots: 1 },
    ];
    expect(
      await world.rows(
        `select counted, (select count(*)::int from governance.turnout t
           where t.proposal_id = b.proposal_id) as voted
         from governance.ballot_boxes b where proposal_id = $1`,
        [fromGlobalId('Proposal', id, [])],
      ),
    ).toEqual([{ counted: said, voted: 3 }]);
    expect(await world.recount()).toEqual([]);
  });
});
