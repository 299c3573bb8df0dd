import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../../apps/cli/src/testing/run-here.js';
import { fromGlobalId } from '../../apps/api/src/graphql/kit/node/global-id.js';
import { agreeing } from './deciding-actions.js';
import { DecidingWorld, plainTerms } from './deciding-world.js';
import { enterAt } from './pressing.js';

const free = { ...agreeing('1/2'), mayTakeBack: true };
let world: DecidingWorld;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taken-back-'));
  world = await DecidingWorld.open();
  await world.adopt('free', free);
  await world.adopt('firm', agreeing('1/2'));
  await world.adopt('super', { ...agreeing('2/3'), mayTakeBack: true });
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const taking = `mutation ($id: ID!, $ballot: ID) {
  payload: ballotTakeBack(proposalId: $id, ballotId: $ballot) {
  userErrors { code path } receipt
  proposal { viewerBallot { stance } tally { ballots } } } }`;
interface Taken {
  readonly userErrors: readonly object[];
  readonly receipt: string | null;
}
const takeBack = (voter: ApiClient, id: string) => voter.mutate<Taken>(taking, { id });
const refusal = (code: string) => ({ userErrors: [{ code, path: ['proposalId'] }], receipt: null });

const find = async (reader: ApiClient, id: string, receipt: string) =>
  (
    await reader.query<{ ballotReceipt: string }>(
      `query ($id: ID!, $receipt: String!) {
         ballotReceipt(proposalId: $id, receipt: $receipt) }`,
      { id, receipt },
    )
  ).ballotReceipt;

async function cast(voter: ApiClient, id: string, stance = 'AGREE', reason?: string) {
  world.clock.advance({ seconds: 1 });
  const { receipt } = await voter.change<{ receipt: string }>(
    `mutation ($id: ID!, $input: BallotCastInput!) { payload: ballotCast(proposalId: $id,
       input: $input) { userErrors { code } receipt } }`,
    { id, input: { stance, reason } },
  );
  return receipt;
}

const asSeen = async (reader: ApiClient, id: string) =>
  (
    await reader.query<{ proposal: Record<string, unknown> }>(
      `query ($id: ID!) { proposal(id: $id) { rule { mayTakeBack } viewerBallot { stance }
         viewerCan { takeBackBallot { allowed reason } } tally { ballots }
         ballots(first: 9) { edges { node { stance voter { displayName } } } } } }`,
      { id },
    )
  ).proposal;
const verdict = (reason: string | null) => ({
  viewerCan: { takeBackBallot: { allowed: reason === null, reason } },
});

describe('taking a ballot back', () => {
  it('is allowed and done as the viewer is told, and may be said twice', async () => {
    const [ada, ben] = world.members;
    const id = await world.openVote('free');
    expect(await asSeen(ada, id)).toMatchObject({
      rule: { mayTakeBack: true },
      ...verdict('BALLOT_NOT_CAST'),
    });
    expect(await takeBack(ada, id)).toMatchObject(refusal('BALLOT_NOT_CAST'));
    const receipt = await cast(ada, id);
    await cast(ben, id, 'DISAGREE');
    expect(await asSeen(ada, id)).toMatchObject(verdict(null));
    const { proposal } = await ada.query<{ proposal: { viewerBallot: { id: string } } }>(
      'query ($id: ID!) { proposal(id: $id) { viewerBallot { id } } }',
      { id },
    );
    const ballot = proposal.viewerBallot.id;
    const gone = { viewerBallot: null, tally: { ballots: 1 } };
    for (const _time of ['once', 'again']) {
      expect(await takeBack(ada, id)).toEqual({ userErrors: [], receipt, proposal: gone });
    }
    expect(await asSeen(ada, id)).toMatchObject(verdict('BALLOT_NOT_CAST'));
    expect(await asSeen(ben, id)).toMatchObject({
      tally: { ballots: 1 },
      ballots: { edges: [{ node: { stance: 'DISAGREE', voter: { displayName: 'ben' } } }] },
    });
    await cast(ada, id, 'ABSTAIN');
    expect(await ada.mutate<Taken>(taking, { id, ballot })).toMatchObject({
      userErrors: [{ code: 'BALLOT_CAST_ANEW', path: ['ballotId'] }],
    });
    expect(await asSeen(ada, id)).toMatchObject({
      viewerBallot: { stance: 'ABSTAIN' },
      tally: { ballots: 2 },
    });
    await world.finish(id);
    expect(await asSeen(ada, id)).toMatchObject(verdict('VOTING_CLOSED'));
    expect(await takeBack(ada, id)).toMatchObject(refusal('VOTING_CLOSED'));
  });

  it('is refused where ballots stand, on a draft, and to the suspended', async () => {
    const [ada, , cyn] = world.members;
    const firm = await world.openVote('firm');
    await cast(ada, firm);
    expect(await asSeen(ada, firm)).toMatchObject({
      rule: { mayTakeBack: false },
      ...verdict('BALLOT_STANDS'),
    });
    expect(await takeBack(ada, firm)).toMatchObject(refusal('BALLOT_STANDS'));
    const draft = await world.draftVote('free');
    expect(await takeBack(cyn, draft)).toMatchObject(refusal('PROPOSAL_NOT_FOUND'));
    expect(await takeBack(ada, draft)).toMatchObject(refusal('VOTING_NOT_OPEN'));
    expect(await asSeen(ada, draft)).toMatchObject(verdict('VOTING_NOT_OPEN'));
    const id = await world.openVote('free');
    const dan = await world.join('dan');
    expect(await takeBack(dan, id)).toMatchObject(refusal('NOT_IN_ELECTORATE'));
    const since = await world.openVote('free');
    await cast(dan, since);
    const { viewer } = await dan.query<{ viewer: { member: { id: string } } }>(
      '{ viewer { member { id } } }',
    );
    const change = (to: string) =>
      world.administrator.change(
        `mutation ($id: ID!, $to: Standing!) { payload: memberStandingChange(memberId: $id,
           input: { to: $to, reason: OTHER }) { userErrors { code } } }`,
        { id: viewer.member.id, to },
      );
    await change('SUSPENDED');
    expect(await takeBack(dan, since)).toMatchObject({ userErrors: [{ code: 'FORBIDDEN' }] });
    expect(await asSeen(ada, since)).toMatchObject({ tally: { ballots: 1 } });
    await change('ACTIVE');
    expect(await takeBack(dan, since)).toMatchObject({ userErrors: [] });
  });

  it('is in no rule of a secret vote', async () => {
    const refused = await world.administrator.mutate<{ userErrors: readonly object[] }>(
      `mutation ($rule: String!) { payload: policyAdopt(input: { key: "secret", title: "A policy",
         ruleJson: $rule }) { userErrors { code path } } }`,
      { rule: JSON.stringify({ ...plainTerms, ...free, secretUntilClosed: true }) },
    );
    expect(refused.userErrors).toEqual([{ code: 'POLICY_RULE_INVALID', path: ['ruleJson'] }]);
  });

  it('takes what was said with it from whom a hearing is about', async () => {
    const [ada, ben] = world.members;
    const person = await world.join('zoe');
    const { viewer } = await person.query<{ viewer: { member: { id: string } } }>(
      '{ viewer { member { id } } }',
    );
    const payloadJson = JSON.stringify({ memberId: viewer.member.id });
    const id = await world.openVote('super', {
      title: 'Suspend them',
      actions: [{ kind: 'member.suspend', payloadJson }],
    });
    await cast(ada, id, 'AGREE', 'They left the mill open.');
    await cast(ben, id, 'DISAGREE', 'It was once.');
    await takeBack(ada, id);
    const { hearingsAboutMe } = await person.query<{ hearingsAboutMe: object }>(
      '{ hearingsAboutMe(first: 1) { edges { node { reasons } } } }',
    );
    expect(hearingsAboutMe).toEqual({ edges: [{ node: { reasons: ['It was once.'] } }] });
    const plain = await world.rows(
      `select 1 from governance.ballots b join governance.proposals p on p.id = b.proposal_id
       where p.is_hearing and b.reason is not null`,
    );
    expect(plain).toEqual([]);
  });
});

describe('the receipt of a ballot that was taken back', () => {
  it('is found by who has it, over the API and in a file; the file holds', async () => {
    const [ada, ben, cyn] = world.members;
    const id = await world.openVote('free');
    const back = await cast(ada, id, 'DISAGREE');
    await takeBack(ada, id);
    const [anew, other] = [await cast(ben, id, 'DISAGREE'), await cast(ben, id)];
    await world.finish(id);
    const stranger = world.administrator.as(null);
    for (const reader of [stranger, cyn]) {
      expect([
        await find(reader, id, back),
        await find(reader, id, anew),
        await find(reader, id, other),
      ]).toEqual(['TAKEN_BACK', 'SUPERSEDED', 'COUNTED']);
    }
    const said = async (text: string) => {
      const path = join(folder, 'vote.json');
      writeFileSync(path, text);
      return runHere({}, ['recount', path, '--receipt', back]);
    };
    const text = (await cyn.download(`/v1/recounts/${id}`)).toString();
    const [found, gone] = [await said(text), (JSON.parse(text) as File).ballots.superseded];
    expect([found.code, found.text]).toEqual([
      0,
      expect.stringContaining('its voter took the ballot back') as string,
    ]);
    // Whose it was, what it said and that it is this one stands in no file.
    expect([gone?.length, text.includes(back)]).toEqual([2, false]);
    const [one = ''] = gone ?? [];
    const changed = text.replace(one, `${one.slice(0, -1)}${one.endsWith('0') ? '1' : '0'}`);
    const doubted = await said(changed);
    expect([doubted.code, doubted.text]).toEqual([
      1,
      expect.stringMatching(/first at ballots\.superseded/) as string,
    ]);
    const told = (await stranger.download(`/v1/recounts/${id}`)).toString();
    expect((JSON.parse(told) as File).ballots.superseded).toBeNull();
    expect((await runHere({}, ['recount', join(folder, 'vote.json'), '--json'])).code).toBe(1);
    writeFileSync(join(folder, 'strangers.json'), told);
    expect((await runHere({}, ['recount', join(folder, 'strangers.json')])).code).toBe(0);
  });
});

interface File {
  readonly ballots: { readonly superseded: readonly string[] | null };
}

describe('over HTTP at the same time', () => {
  it('casting, taking back and closing lose and double nothing', async () => {
    const [ada, ben, cyn] = world.members;
    for (let round = 0; round < 8; round += 1) {
      const id = await world.openVote('free');
      const first: string[] = [];
      for (const voter of [ada, ben, cyn]) first.push(await cast(voter, id));
      const isClosing = round % 2 === 0;
      if (isClosing) world.clock.advance({ hours: 1 });
      const again = (voter: ApiClient) =>
        voter.mutate<Taken>(
          `mutation ($id: ID!) { payload: ballotCast(proposalId: $id, input: { stance: DISAGREE }) {
             userErrors { code path } receipt } }`,
          { id },
        );
      const answers = await Promise.all([
        takeBack(ada, id),
        again(ada),
        takeBack(ada, id),
        takeBack(ben, id),
        again(cyn),
        takeBack(cyn, id),
        ...(isClosing ? [world.decide(id).then(() => null)] : []),
      ]);
      const codes = answers.flatMap((one) => one?.userErrors ?? []);
      if (!isClosing) expect(codes).toEqual([]);
      const isRefusal = { code: 'VOTING_CLOSED', path: ['proposalId'] };
      for (const code of codes) expect(code).toEqual(isRefusal);
      if (!isClosing) await world.decide(id);
      // What was answered is what lies there: a row for each ballot cast, marked as its receipt is.
      const receiptsOf = (nths: readonly number[]) =>
        new Set(nths.flatMap((nth) => answers[nth]?.receipt ?? []));
      const [taken, anew] = [receiptsOf([0, 2, 3, 5]), receiptsOf([1, 4])];
      const told = await Promise.all(
        [...first, ...anew].map(async (receipt) => [receipt, await find(ada, id, receipt)]),
      );
      const [rows] = await world.rows<Record<string, number>>(
        `select count(*)::int as every, count(*) filter (where taken_back)::int as taken,
           count(*) filter (where superseded_at is null)::int as current
         from governance.ballots where proposal_id = $1`,
        [fromGlobalId('Proposal', id, [])],
      );
      const number = (is: string) => told.filter(([, said]) => said === is).length;
      expect(rows).toEqual({ every: told.length, taken: taken.size, current: number('COUNTED') });
      for (const [receipt = '', said] of told) {
        expect([taken.has(receipt), said]).toEqual([said === 'TAKEN_BACK', said]);
      }
    }
    expect(await world.recount()).toEqual([]);
    const broken = await world.rows(
      `select proposal_id, member_id from governance.ballots
       where superseded_at is null or taken_back group by 1, 2
       having count(*) filter (where superseded_at is null) > 1`,
    );
    expect(broken).toEqual([]);
  });
});

describe('the page of what one chose', () => {
  const page = 'my-choices?cooperative=mill';

  it('lists the ballots that one may take back, each with a button that says which', async () => {
    const [ada, ben] = world.members;
    const id = await world.openVote('free', { title: 'Buy a <kettle> "new"' });
    const firm = await world.openVote('firm', { title: 'A firm one' });
    for (const voter of [ada, ben]) {
      await cast(voter, id);
      await cast(voter, firm);
    }
    const browser = await enterAt(world.api.url, 'ben@mill.example');
    const { text } = await browser.get(page);
    const named = 'Take your ballot back: Buy a &lt;kettle&gt; &quot;new&quot;, open until ';
    expect(text).toContain(`aria-label="${named}`);
    expect(text).not.toContain('A firm one');
    const answer = await browser.press('take-back-ballot?cooperative=mill', {}, 'my-choices');
    expect([answer.status, answer.headers['location']]).toEqual([303, page]);
    expect(await asSeen(ada, id)).toMatchObject({ tally: { ballots: 1 } });
    expect((await browser.get(page)).text).not.toContain('take-back-ballot');
    // Pressed once more on the page from before, nothing else happens.
    await browser.pressShown(text, 'take-back-ballot?cooperative=mill');
    expect(await asSeen(ada, firm)).toMatchObject({ tally: { ballots: 2 } });
    await browser.press('take-back-ballot?cooperative=mill', {}, 'my-choices');
  });

  it('takes back the ballot that it showed, and none that was cast since', async () => {
    const [ada, ben] = world.members;
    const id = await world.openVote('free', { title: 'A shed' });
    await cast(ben, id);
    const browser = await enterAt(world.api.url, 'ben@mill.example');
    const press = (text: string) => browser.pressShown(text, 'take-back-ballot?cooperative=mill');
    const { text: before } = await browser.get(page);
    await cast(ben, id, 'DISAGREE');
    const { status, text: said } = await press(before);
    expect([status, said]).toEqual([409, expect.stringContaining('another ballot since')]);
    const { text: after } = await browser.get(page);
    expect((await press(after)).status).toBe(303);
    expect(await asSeen(ada, id)).toMatchObject({ tally: { ballots: 0 } });
    await cast(ben, id, 'ABSTAIN');
    for (const text of [before, after]) expect((await press(text)).status).toBe(409);
    // Nor is somebody else's ballot taken back by one's own form.
    const form = /name="form" value="[^"]+"/;
    const browserOfAda = await enterAt(world.api.url, 'ada@mill.example');
    const own = form.exec((await browserOfAda.get(page)).text)?.[0] ?? '';
    const foreign = (await browser.get(page)).text.replaceAll(new RegExp(form, 'g'), own);
    await browserOfAda.pressShown(foreign, 'take-back-ballot?cooperative=mill');
    expect(await asSeen(ben, id)).toMatchObject({ viewerBallot: { stance: 'ABSTAIN' } });
  });

  it('takes no ballot back for a session that is old', async () => {
    const [, ben] = world.members;
    const id = await world.openVote('free', { title: 'A gate' });
    await cast(ben, id);
    const browser = await enterAt(world.api.url, 'ben@mill.example');
    const { text } = await browser.get(page);
    await world.rows(
      `update identity.sessions set created_at = now() - interval '16 minutes' where account_id =
         (select id from identity.accounts where email = 'ben@mill.example')`,
    );
    const answer = await browser.pressShown(text, 'take-back-ballot?cooperative=mill');
    expect([answer.status, answer.text]).toEqual([
      403,
      expect.stringContaining('enter?cooperative=mill&amp;to=my-choices'),
    ]);
    expect(await asSeen(ben, id)).toMatchObject({ viewerBallot: { stance: 'AGREE' } });
  });
});
