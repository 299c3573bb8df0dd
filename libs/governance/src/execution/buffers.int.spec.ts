import { CodedError, defineAction } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';

const held = { enough: false };
let runs = 0;
/** How it was asked, of a vote that opens and of what is carried out. */
const asked: (boolean | undefined)[] = [];
const Spend = defineAction({
  kind: 'buffered.spend',
  payload: z.strictObject({}),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'decision',
  service: null,
  summary: () => 'Sets money aside.',
  async requireBuffer(_service, _tx, _payload, { fundKey, asMembersRead }) {
    asked.push(asMembersRead);
    if (held.enough) return;
    throw new CodedError('BUFFER_NOT_HELD', 'conflict', `Too little in ${fundKey}.`, {});
  },
  async run() {
    runs += 1;
  },
});

const GiveBack = defineAction({
  kind: 'buffered.give-back',
  payload: z.strictObject({}),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'nothing',
  service: null,
  summary: () => 'Gives the buffer back.',
  async run() {
    held.enough = false;
  },
});

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(2);
});
afterAll(() => world.close());

const buffer = { fundKey: 'common', atLeastMinor: '150000', currency: 'EUR' };
const rule = (noticeHours = 0) => ruleLike({ buffer, noticeHours, tieRule: 'status-quo' });
const action = Spend.of({});
const failureOf = async (id: string) =>
  (
    await world.asOwner(
      `select failure_code as code, failure_message as message from governance.actions
       where proposal_id = $1`,
      [id],
    )
  )[0];

it('keeps a vote from opening, and from being carried out, and says why', async () => {
  held.enough = false;
  await expect(world.openUnder(rule(), { action })).rejects.toMatchObject({
    code: 'BUFFER_NOT_HELD',
    message: 'Too little in common.',
  });
  // Nothing that the rule does not speak of is asked.
  await world.openUnder(ruleLike(), { action });
  held.enough = true;
  const id = await world.openUnder(rule(), { action });
  await world.vote(id, 0, 'agree');
  held.enough = false;
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId: id });
  expect(await world.execute.execute(world.system, { proposalId: id })).toBe('failed');
  expect([await world.stateOf(id), runs]).toEqual(['execution-failed', 0]);
  expect(await failureOf(id)).toEqual({
    code: 'BUFFER_NOT_HELD',
    message: 'Too little in common.',
  });
  const told = (by: Actor) =>
    world.unitOfWork.read(by, (tx) => new ProposalQueries(world.votes).actionsOf(tx, [id]));
  expect(await told(world.voters[1]!)).toMatchObject([{ failureCode: 'BUFFER_NOT_HELD' }]);
  expect(await told({ ...world.system, kind: 'anonymous' })).toMatchObject([
    { state: 'failed', failureCode: null, failureMessage: null },
  ]);
  held.enough = true;
  await world.retry.execute(world.secretary, { proposalId: id });
  expect(await world.execute.execute(world.system, { proposalId: id })).toBe('executed');
  expect(runs).toBe(1);
});

it('is held when all is done: nothing is set aside beside giving it back', async () => {
  held.enough = true;
  const ran = runs;
  const key = 'aside-and-back';
  await world.adopt.execute(world.system, { key, title: 'A policy', rule: rule() });
  const by = world.voters[0]!;
  const { proposalId: id } = await world.draft.execute(by, {
    title: 'Set aside, and give back',
    body: 'In that order.',
    policyKey: key,
    actions: [action, GiveBack.of({})],
  });
  await world.open.execute(by, { proposalId: id });
  await world.vote(id, 0, 'agree');
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId: id });
  expect(await world.execute.execute(world.system, { proposalId: id })).toBe('failed');
  // It was tried, and undone with all the rest.
  expect([await world.stateOf(id), runs - ran]).toEqual(['execution-failed', 1]);
  const states = await world.asOwner(
    `select kind, state, failure_code as code from governance.actions
     where proposal_id = $1 order by ordinal`,
    [id],
  );
  expect(states).toEqual([
    { kind: 'buffered.spend', state: 'failed', code: 'BUFFER_NOT_HELD' },
    { kind: 'buffered.give-back', state: 'pending', code: null },
  ]);
});

it('is asked about last: what could not open anyway finds nothing out', async () => {
  held.enough = false;
  const unseconded = world.openUnder({ ...rule(24), secondersNeeded: 1 }, { action });
  await expect(unseconded).rejects.toMatchObject({ code: 'PROPOSAL_NEEDS_SECONDER' });
});

it('ends a proposal whose notice ran out meanwhile, with the reason', async () => {
  held.enough = true;
  const id = await world.openUnder(rule(24), { action });
  expect(await world.stateOf(id)).toBe('notice');
  held.enough = false;
  world.clock.advance({ days: 1 });
  await world.openNoticed.execute(world.system, { proposalId: id });
  const [row] = await world.asOwner(
    'select state, ended_reason as reason from governance.proposals where id = $1',
    [id],
  );
  expect(row).toEqual({ state: 'cancelled', reason: 'Too little in common.' });
});

it('opens as members read the fund, whoever opens it, and runs as it is', async () => {
  held.enough = true;
  const id = await world.openUnder(rule(24), { action });
  asked.length = 0;
  world.clock.advance({ hours: 24 });
  await world.openNoticed.execute(world.system, { proposalId: id });
  expect(asked).toEqual([true]);
  await world.vote(id, 0, 'agree');
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId: id });
  await world.execute.execute(world.system, { proposalId: id });
  expect(asked).toEqual([true, false, false]);
});
