import { FileAppeal } from '@rochdale/governance';
import { FoundCooperative } from '@rochdale/membership';
import { systemActor, toIdOf } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine, inOrder } from '@rochdale/testing';
import type { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appealingIn, plain, refusedAs } from './appealing.js';
import type { Person } from './appealing.js';
import { agreeing } from './deciding-actions.js';
import { DecidingWorld } from './deciding-world.js';

let world: DecidingWorld;
/** Of equal sides neither wins. */
const evenly = { kind: 'threshold', agree: { share: '1/2', strict: true, of: 'cast' } };
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
  withdraw,
  shown,
  voteOn,
  standingOf,
  settle,
  factsOf,
} = appealingIn(() => world);

describe('an appeal that is upheld', () => {
  let person: Person;
  beforeAll(async () => {
    person = await toBeExpelled('zoe');
  });

  it('is offered to who is suspended, filed once, whole or not at all', async () => {
    const { client, expulsion } = person;
    const until = new Date(world.clock.now().getTime() + 24 * 3_600_000).toISOString();
    const { hearingsAboutMe } = await client.query<{ hearingsAboutMe: { edges: object[] } }>(
      '{ hearingsAboutMe(first: 1) { edges { node { proposalId appealBy appeal { status } } } } }',
    );
    expect(hearingsAboutMe.edges).toEqual([
      { node: { proposalId: expulsion, appealBy: until, appeal: null } },
    ]);
    expect((await shown(expulsion)).appealBy).toBe(until);
    // Nobody is sooner, as long as they may file it; and a slip is no appeal.
    for (const to of ['EXPELLED', 'LEFT']) {
      const sooner = await world.administrator.mutate(
        `mutation ($id: ID!, $to: Standing!) { payload: memberStandingChange(memberId: $id,
           input: { to: $to, reason: CONDUCT }) { userErrors { code } } }`,
        { id: toIdOf('Member', person.memberId, 'inside'), to },
      );
      expect(sooner).toMatchObject(refusedAs('STANDING_CHANGE_REFUSED'));
    }
    expect(await file(client, expulsion, ' \n\u200b')).toMatchObject({
      userErrors: [{ code: 'PROPOSAL_TEXT_INVALID' }],
    });
    expect(await factsOf('AppealTermBegan', expulsion)).toMatchObject([
      { data: { memberId: person.memberId, until, isAnew: false } },
    ]);
    const [{ accountId }] = (await world.rows(
      'select account_id as "accountId" from membership.members where id = $1',
      [person.memberId],
    )) as [{ accountId: string }];
    const actor: Actor = {
      ...world.system,
      kind: 'account',
      accountId,
      memberId: person.memberId,
      standing: 'suspended',
      via: 'session',
    };
    const filed = () =>
      world.rows<{ appeals: number; votes: number }>(
        `select (select count(*)::int from governance.appeals) as appeals,
           (select count(*)::int from governance.actions where kind = 'appeal.uphold') as votes`,
      );
    await dyingOnEachLine(
      async () => {
        const grounds = 'Nobody counted the till.';
        await world.api.app
          .get(FileAppeal)
          .execute(actor, { proposalId: plain(expulsion), grounds });
      },
      async () => {
        expect(await filed()).toEqual([{ appeals: 0, votes: 0 }]);
      },
    );
    expect(await filed()).toEqual([{ appeals: 1, votes: 1 }]);
    expect(await file(client, expulsion)).toMatchObject(refusedAs('APPEAL_FILED_ALREADY'));
    expect(await shown(expulsion)).toMatchObject({
      status: 'QUEUED',
      appealBy: null,
      appeal: { status: 'PENDING' },
    });
  });

  it('lies sealed as every hearing: for who decides, and for whoever filed it', async () => {
    const { client, expulsion } = person;
    const id = await voteOn(expulsion);
    const asking = `query ($id: ID!) { proposal(id: $id) { title body hearing { body }
      appealOf { id } actions { kind payloadJson } } }`;
    const { proposal } = await world.members[1].query<{ proposal: object }>(asking, { id });
    expect(proposal).toMatchObject({
      title: 'Hearing',
      body: '',
      hearing: { body: '## Grounds\n\nNobody counted the till.' },
      appealOf: { id: expulsion },
      actions: [{ kind: 'appeal.uphold', payloadJson: JSON.stringify({ expulsionId: expulsion }) }],
    });
    const { hearingsAboutMe } = await client.query<{ hearingsAboutMe: { edges: object[] } }>(
      '{ hearingsAboutMe(first: 1) { edges { node { body actionKinds } } } }',
    );
    expect(hearingsAboutMe.edges).toMatchObject([
      { node: { body: '## Grounds\n\nNobody counted the till.', actionKinds: ['appeal.uphold'] } },
    ]);
    const anybody = await world.members[1].as(null).answer(asking, { id });
    expect(anybody.data).toEqual({ proposal: null });
    const said = `select 1 from governance.proposals where body like '%till%'`;
    expect(await world.rows(said)).toEqual([]);
    const comment = await world.members[1].mutate(
      `mutation ($id: ID!) { payload: commentWrite(proposalId: $id, input: { body: "No." }) {
         userErrors { code } } }`,
      { id },
    );
    expect(comment).toMatchObject(refusedAs('DISCUSSION_NOT_TAKEN'));
  });

  it('holds the expulsion past its time, whoever comes to carry it out or to stop it', async () => {
    const { memberId, expulsion } = person;
    const id = await voteOn(expulsion);
    const stop = await world.administrator.mutate(
      `mutation ($id: ID!) { payload: proposalCancel(id: $id, reason: "Enough.") {
         userErrors { code } } }`,
      { id },
    );
    expect(stop).toMatchObject(refusedAs('PROPOSAL_STATUS_CONFLICT'));
    await cast(world.members[1], id, 'AGREE');
    await world.decide(id);
    world.clock.advance({ hours: 25 });
    expect(await world.execute(expulsion)).toBe('held');
    await settle();
    expect(await world.execute(expulsion)).toBe('held');
    for (const to of ['expelled', 'left']) {
      await expect(move(memberId, to, 'conduct')).rejects.toMatchObject({
        code: 'STANDING_CHANGE_REFUSED',
      });
    }
    const past = 'update governance.proposals set state = $2 where id = $1';
    for (const state of ['executed', 'execution-failed', 'expired']) {
      await expect(world.rows(past, [plain(expulsion), state])).rejects.toThrow('An appeal holds');
    }
    expect(await standingOf(person)).toBe('suspended');
  });

  it('ends it for good, once, and gives back where they stood', async () => {
    const { client, expulsion } = person;
    const id = await voteOn(expulsion);
    const deaths = await dyingOnEachLine(
      () => world.execute(id),
      async () => {
        expect(await shown(expulsion)).toMatchObject({ status: 'QUEUED' });
        expect(await standingOf(person)).toBe('suspended');
      },
    );
    expect(deaths).toBeGreaterThan(5);
    expect(await world.execute(id)).toBe('not-queued');
    expect(await world.execute(expulsion)).toBe('not-queued');
    expect(await shown(expulsion)).toMatchObject({
      status: 'EXPIRED',
      appeal: { status: 'UPHELD' },
    });
    expect(await standingOf(person)).toBe('paused');
    expect(await factsOf('AppealDecided', expulsion)).toMatchObject([
      { data: { state: 'upheld' } },
    ]);
    expect(await factsOf('AppealAnswered', expulsion)).toMatchObject([
      { data: { memberId: person.memberId, isUpheld: true } },
    ]);
    const { hearingsAboutMe } = await client.query<{ hearingsAboutMe: { edges: object[] } }>(
      '{ hearingsAboutMe(first: 2) { edges { node { endedReason } } } }',
    );
    expect(hearingsAboutMe.edges).toMatchObject([
      { node: { endedReason: null } },
      { node: { endedReason: 'The appeal against it was upheld.' } },
    ]);
    const { ownData } = await client.query<{ ownData: string }>('{ ownData }');
    expect(JSON.parse(ownData)).toMatchObject({
      governance: { appeals: [{ proposalId: expulsion, appealId: id, status: 'upheld' }] },
    });
    expect(await world.recount()).toEqual([]);
  });
});

describe('an appeal that is not upheld', () => {
  it('lets the expulsion go on at once, however often a worker dies over it', async () => {
    const person = await toBeExpelled('yan');
    const { client, expulsion } = person;
    await file(client, expulsion);
    world.clock.advance({ hours: 25 });
    const id = await voteOn(expulsion);
    await world.decide(id);
    expect(await shown(id)).toMatchObject({ status: 'REJECTED' });
    expect(await world.execute(expulsion)).toBe('held');
    await dyingOnEachLine(settle, async () => {
      expect((await shown(expulsion)).status).toBe('QUEUED');
      expect(await standingOf(person)).toBe('suspended');
    });
    expect(await settle()).toBe(0);
    expect(await shown(expulsion)).toMatchObject({ appeal: { status: 'DISMISSED' } });
    const jobs = await world.rows(
      `select 1 from platform.jobs where name = 'governance.execute-proposal' and key like $1`,
      [`%${plain(expulsion)}:after:%`],
    );
    expect(jobs).toHaveLength(1);
    expect(await world.execute(expulsion)).toBe('executed');
    expect(await standingOf(person)).toBe('expelled');
    expect(await file(client, expulsion)).toMatchObject(refusedAs('FORBIDDEN'));
  });

  it('is one that is taken back: there is no other, and what waited goes on waiting', async () => {
    const person = await toBeExpelled('xia');
    const { client, expulsion } = person;
    expect(await withdraw(client, expulsion)).toMatchObject(refusedAs('APPEAL_NOT_PENDING'));
    await file(client, expulsion);
    const other = await withdraw(world.members[1], expulsion);
    expect(other).toMatchObject(refusedAs('EXPULSION_UNKNOWN'));
    expect(await withdraw(client, expulsion)).toMatchObject({ appeal: { status: 'WITHDRAWN' } });
    expect(await file(client, expulsion)).toMatchObject(refusedAs('APPEAL_FILED_ALREADY'));
    expect(await world.execute(expulsion)).toBe('not-due');
    world.clock.advance({ hours: 25 });
    expect(await world.execute(expulsion)).toBe('executed');
  });

  it('begins anew where a rule ended it and nobody decided', async () => {
    const person = await toBeExpelled('wim', 'arrears');
    const { client, expulsion } = person;
    await file(client, expulsion);
    world.clock.advance({ hours: 23 });
    const id = await voteOn(expulsion);
    await world.rows(
      `update governance.proposals set state = 'cancelled', ended_at = now() where id = $1`,
      [plain(id)],
    );
    expect(await settle()).toBe(1);
    const until = new Date(world.clock.now().getTime() + 24 * 3_600_000).toISOString();
    expect(await shown(expulsion)).toMatchObject({ appealBy: until, appeal: { status: 'VOID' } });
    world.clock.advance({ hours: 2 });
    expect(await world.execute(expulsion)).toBe('not-due');
    expect(await file(client, expulsion)).toMatchObject({ appeal: { status: 'PENDING' } });
    // Silent votes decide nothing for them; who was suspended for something else stays so.
    const again = await voteOn(expulsion);
    await cast(world.members[0], again, 'AGREE');
    await world.decide(again);
    // By the rule that expelled, for want of another, and so with its delay.
    expect(await world.execute(again)).toBe('not-due');
    world.clock.advance({ hours: 24 });
    expect(await world.execute(expulsion)).toBe('held');
    expect(await world.execute(again)).toBe('executed');
    expect(await shown(expulsion)).toMatchObject({ status: 'EXPIRED' });
    expect(await standingOf(person)).toBe('suspended');
  });
});

it('what the members said of an appeal is not undone where it was to be put again', async () => {
  const { client, expulsion } = await toBeExpelled('tom');
  await world.adopt('appeal', { ...agreeing('1/2'), decision: evenly, tieRule: 'run-off' });
  await file(client, expulsion);
  const id = await voteOn(expulsion);
  await cast(world.members[0], id, 'AGREE');
  await cast(world.members[1], id, 'DISAGREE');
  await world.decide(id);
  const put = 'select id from governance.proposals where run_off_of_id = $1';
  const again = await world.rows<{ id: string }>(put, [plain(id)]);
  expect([again.length, await settle(), await world.execute(expulsion)]).toEqual([1, 0, 'not-due']);
  await world.rows(
    `update governance.proposals set state = 'cancelled', ended_at = now() where id = $1`,
    [again[0]?.id],
  );
  expect(await settle()).toBe(1);
  expect(await shown(expulsion)).toMatchObject({ appeal: { status: 'DISMISSED' } });
});

describe('no appeal', () => {
  it('is filed too early, too late, by another or from elsewhere', async () => {
    const client = await world.join('vic');
    const [row] = await world.rows<{ id: string }>(
      `select id from membership.members where display_name = 'vic'`,
    );
    await move(row!.id, 'suspended', 'conduct');
    const expulsion = await openedAgainst(row!.id);
    expect(await file(client, expulsion)).toMatchObject(refusedAs('APPEAL_TOO_EARLY'));
    await world.decide(expulsion);
    const suspension = await world.openVote('expelling', {
      actions: [
        {
          kind: 'member.suspend',
          payloadJson: JSON.stringify({ memberId: toIdOf('Member', row!.id, 'inside') }),
        },
      ],
    });
    const unknown = refusedAs('EXPULSION_UNKNOWN');
    expect(await file(client, suspension)).toMatchObject(unknown);
    for (const other of [world.members[1], world.administrator]) {
      expect(await file(other, expulsion)).toMatchObject(unknown);
    }
    const [account] = await world.rows<{ id: string }>(
      `select account_id as id from membership.members where display_name = 'Founder'`,
    );
    await world.api.app.get(FoundCooperative).execute(systemActor(null, 'cli'), {
      slug: 'bakery',
      name: 'The Bakery',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      founder: { accountId: account!.id, displayName: 'Founder', classKey: 'worker' },
    });
    expect(await file(world.administrator.in('bakery'), expulsion)).toMatchObject(unknown);
    expect(await file(world.members[1].as(null), expulsion)).toMatchObject(
      refusedAs('UNAUTHENTICATED'),
    );
    world.clock.advance({ hours: 24 });
    expect(await file(client, expulsion)).toMatchObject(refusedAs('APPEAL_TERM_OVER'));
    expect(await world.execute(expulsion)).toBe('executed');
  });

  it('and no choice of a policy that asks for less than the one that expelled', async () => {
    const [ada] = world.members;
    const [row] = await world.rows<{ id: string }>(
      `select id from membership.members where display_name = 'ada'`,
    );
    const expulsion = await openedAgainst(row!.id);
    await world.decide(expulsion);
    await world.adopt('easy', agreeing('1/2'));
    const id = await world.draftVote('easy', {
      actions: [{ kind: 'appeal.uphold', payloadJson: JSON.stringify({ expulsionId: expulsion }) }],
    });
    const open = (by: ApiClient) =>
      by.mutate('mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code } } }', {
        id,
      });
    expect(await open(ada)).toMatchObject(refusedAs('ACTION_POLICY_TOO_WEAK'));
    // The co-operative's own for appeals is asked where there is one.
    await world.adopt('appeal', agreeing('1/2'));
    expect(await open(ada)).toMatchObject({ userErrors: [] });
    // Nor does it go as long as somebody may need it.
    const retiring = [{ kind: 'policy.retire', payloadJson: '{"key":"appeal"}' }];
    const { actionPreviews } = await ada.query<{ actionPreviews: object[] }>(
      `query ($input: ActionPreviewsInput!) { actionPreviews(input: $input) {
         possible { reason } } }`,
      { input: { policyKey: 'expelling', actions: retiring } },
    );
    expect(actionPreviews).toEqual([{ possible: { reason: 'POLICY_IN_USE' } }]);
  });
});

it('a worker that comes at the same time finds the appeal and leaves the expulsion', async () => {
  const { client, expulsion } = await toBeExpelled('uma');
  const lock = `select from governance.proposals where id = '${plain(expulsion)}'`;
  const ends = await inOrder(
    world.watched,
    lock,
    () => file(client, expulsion),
    async () => {
      world.clock.advance({ hours: 24 });
      expect(await world.execute(expulsion)).toBe('held');
    },
  );
  expect(ends).toEqual(['done', 'done']);
  expect(await shown(expulsion)).toMatchObject({ appeal: { status: 'PENDING' } });
});
