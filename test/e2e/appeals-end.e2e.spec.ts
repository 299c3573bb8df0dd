import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '@rochdale/identity';
import { PostedLetters } from '@rochdale/letters';
import { ErasureList, OpenAffairs, ReplayErasures } from '@rochdale/membership';
import { LocalFileStore, MemberTraces, toIdOf, UnitOfWork } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DropPassed } from '../../libs/membership/src/testing/inside.js';
import { appealingIn, plain } from './appealing.js';
import { agreeing } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
beforeAll(async () => {
  world = await DecidingWorld.open();
  await world.adopt('expelling', { ...agreeing('2/3'), timelockHours: 24 });
});
afterAll(() => world.close());

const {
  move,
  cast,
  openedAgainst,
  toBeExpelled,
  file,
  shown,
  voteOn,
  standingOf,
  settle,
  factsOf,
} = appealingIn(() => world);

const leave = '{ payload: membershipLeave { userErrors { code } } }';
const erase = '{ payload: memberErase { userErrors { code } } }';
/** What the worker does of an erasure in this room. */
const forget = (memberId: string) =>
  world.api.app
    .get(UnitOfWork)
    .run(world.system, (tx) =>
      world.api.app.get(MemberTraces).forget(tx, 'governance', { memberId, removesTexts: false }),
    );
const wordsOf = async (id: string, by: ApiClient = world.members[1]) => {
  const { proposal } = await by.query<{ proposal: { hearing: { body: string } | null } }>(
    'query ($id: ID!) { proposal(id: $id) { hearing { body } } }',
    { id },
  );
  return proposal.hearing?.body ?? null;
};

it('is decided under no rule by which nobody could, and refused as what was said', async () => {
  const { client, expulsion } = await toBeExpelled('eli');
  const hidden = await file(client, expulsion, 'Nobody \u202Etold me.');
  const path = ['grounds'];
  expect(hidden).toMatchObject({ userErrors: [{ code: 'PROPOSAL_TEXT_INVALID', path }] });
  const nobody = { classes: null, standings: ['paused'], weightByClass: {} };
  await world.adopt('appeal', { ...agreeing('1/2'), eligibility: nobody });
  expect(await file(client, expulsion)).toMatchObject({ userErrors: [] });
  const { proposal } = await world.administrator.query<{ proposal: object }>(
    `query ($id: ID!) { proposal(id: $id) { policyKey viewerCan { cancel { allowed reason } } } }`,
    { id: await voteOn(expulsion) },
  );
  const cancel = { allowed: false, reason: 'PROPOSAL_STATUS_CONFLICT' };
  expect(proposal).toEqual({ policyKey: 'expelling', viewerCan: { cancel } });
  await world.adopt('appeal', agreeing('1/2'));
});

it('whose suspension another vote kept stands where they stood once that is over', async () => {
  const person = await toBeExpelled('amy');
  await file(person.client, person.expulsion);
  const appeal = await voteOn(person.expulsion);
  for (const voter of world.members) await cast(voter, appeal, 'AGREE');
  await world.decide(appeal);
  world.clock.advance({ hours: 24 });
  const payload = { memberId: toIdOf('Member', person.memberId, 'inside') };
  const other = await world.openVote('expelling', {
    actions: [{ kind: 'member.expel', payloadJson: JSON.stringify(payload) }],
  });
  expect(await world.execute(appeal)).toBe('executed');
  expect(await shown(person.expulsion)).toMatchObject({ appeal: { status: 'UPHELD' } });
  expect([await standingOf(person), await settle()]).toEqual(['suspended', 0]);
  await world.decide(other);
  // Given back and no more owed at once, wherever a worker dies.
  const owes = `select owes_return as owes from governance.appeals where expulsion_id = $1`;
  await dyingOnEachLine(settle, async () => {
    const [row] = await world.rows<{ owes: boolean }>(owes, [plain(person.expulsion)]);
    expect(await standingOf(person)).toBe(row?.owes === true ? 'suspended' : 'paused');
  });
  expect([await standingOf(person), await settle()]).toEqual(['paused', 0]);
});

it('and not from what they were suspended for since', async () => {
  const person = await toBeExpelled('bob');
  await file(person.client, person.expulsion);
  const appeal = await voteOn(person.expulsion);
  for (const voter of world.members) await cast(voter, appeal, 'AGREE');
  await world.decide(appeal);
  world.clock.advance({ hours: 24 });
  const other = await openedAgainst(person.memberId);
  expect(await world.execute(appeal)).toBe('executed');
  world.clock.advance({ minutes: 1 });
  for (const to of ['active', 'suspended']) await move(person.memberId, to, 'conduct');
  const stop = await world.administrator.mutate(
    `mutation ($id: ID!) { payload: proposalCancel(id: $id, reason: "Enough.") {
       userErrors { code } } }`,
    { id: other },
  );
  expect(stop).toMatchObject({ userErrors: [] });
  await settle();
  expect([await standingOf(person), await settle()]).toEqual(['suspended', 0]);
});

it('whoever was to be expelled before there were appeals is told of theirs, once', async () => {
  const { expulsion, memberId } = await toBeExpelled('dan');
  const { appealBy } = await shown(expulsion);
  // As an upgrade found it.
  await world.rows(`alter table platform.facts disable trigger user`);
  await world.rows(
    `delete from platform.facts where type = 'governance.AppealTermBegan' and subject_id = $1`,
    [plain(expulsion)],
  );
  await world.rows(`alter table platform.facts enable trigger user`);
  await dyingOnEachLine(settle, async () => {
    expect(await factsOf('AppealTermBegan', expulsion)).toEqual([]);
  });
  await Promise.all([settle(), settle()]);
  expect(await factsOf('AppealTermBegan', expulsion)).toMatchObject([
    { data: { memberId, until: appealBy, isAnew: false } },
  ]);
});

it('declines who left and applies anew, whatever waits of the membership before', async () => {
  const { client, expulsion } = await toBeExpelled('flo');
  await client.change(`mutation ${leave}`);
  const { application } = await client.change<{ application: { id: string } }>(
    `mutation { payload: membershipApply(input: { classKey: "worker", displayName: "flo",
       note: "" }) { userErrors { code } application { id } } }`,
  );
  const declined = await world.administrator.mutate(
    `mutation ($id: ID!) { payload: membershipDecline(applicationId: $id) {
       userErrors { code } } }`,
    { id: application.id },
  );
  expect(declined).toMatchObject({ userErrors: [] });
  expect((await shown(expulsion)).status).toBe('QUEUED');
});

it('of somebody who is erased meanwhile is nobody’s any more, and says nothing', async () => {
  const person = await toBeExpelled('gus');
  const { client, expulsion, memberId } = person;
  await file(client, expulsion);
  const vote = await voteOn(expulsion);
  expect(await wordsOf(vote)).toContain('Nobody counted the till.');
  for (const step of [leave, erase]) await client.change(`mutation ${step}`);
  await forget(memberId);
  await settle();
  expect(await shown(vote)).toMatchObject({ status: 'CANCELLED' });
  expect(await shown(expulsion)).toMatchObject({ appeal: { status: 'WITHDRAWN' } });
  expect([await wordsOf(vote), await wordsOf(expulsion)]).toEqual([null, null]);
  expect(await factsOf('AppealAnswered', expulsion)).toEqual([]);
  world.clock.advance({ hours: 25 });
  await world.execute(expulsion);
  expect(await standingOf(person)).toBe('left');
});

it('goes with its words ninety days after it was decided, and not before', async () => {
  const { client, expulsion } = await toBeExpelled('hal');
  await file(client, expulsion);
  const vote = await voteOn(expulsion);
  for (const voter of world.members) await cast(voter, vote, 'DISAGREE');
  await world.decide(vote);
  await settle();
  const own = async () =>
    JSON.stringify(
      await client.query('{ hearingsAboutMe(first: 2) { edges { node { proposalId body } } } }'),
    );
  const drop = () => world.api.app.get(DropPassed).execute(world.system);
  world.clock.advance({ days: 89 });
  await drop();
  expect(await own()).toContain('Nobody counted the till.');
  world.clock.advance({ days: 3 });
  await drop();
  expect(await own()).not.toContain('Nobody counted the till.');
  for (const by of [...world.members, world.administrator]) {
    expect(await wordsOf(vote, by)).toBeNull();
  }
});

it('that a restored back-up brings back goes again with who filed it', async () => {
  const person = await toBeExpelled('ida');
  const { client, expulsion, memberId } = person;
  await file(client, expulsion);
  const vote = await voteOn(expulsion);
  const folder = await mkdtemp(join(tmpdir(), 'rochdale-appeals-'));
  try {
    const list = new ErasureList(new LocalFileStore(folder));
    const [{ accountId }] = (await world.rows(
      'select account_id as "accountId" from membership.members where id = $1',
      [memberId],
    )) as [{ accountId: string }];
    const { app } = world.api;
    const erasedAt = world.clock.now();
    await list.add(world.system.cooperativeId ?? '', { memberId, accountId, erasedAt });
    const acquainted = { accounts: new Accounts(), letters: app.get(PostedLetters) };
    const affairs = new OpenAffairs();
    const replaying = new ReplayErasures(app.get(UnitOfWork), acquainted, list, affairs);
    expect(await replaying.execute(world.system)).toBe(1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  expect(await standingOf(person)).toBe('left');
  await forget(memberId);
  await settle();
  expect(await shown(expulsion)).toMatchObject({ appeal: { status: 'WITHDRAWN' } });
  expect([await wordsOf(vote), await wordsOf(expulsion)]).toEqual([null, null]);
  expect(await world.execute(expulsion)).toBe('not-due');
  world.clock.advance({ hours: 25 });
  await world.execute(expulsion);
  expect(await standingOf(person)).toBe('left');
});
