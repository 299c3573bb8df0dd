import { anonymousActor } from '@rochdale/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AdoptPolicyAction } from '../rulebook/adopt.action.js';
import { RetirePolicyAction } from '../rulebook/retire.action.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { moveTo } from '@rochdale/testing';
import { PolicyFitness } from './policy-fitness.js';
import { PolicyQueries } from './policy.queries.js';
import { PolicyUses } from './policy-uses.js';
import { Votes } from '@rochdale/voting';
import { WrittenRoll } from '../testing/decision-world.js';

let world: DecisionWorld;
beforeAll(async () => {
  const uses = new PolicyUses();
  const fitness = new PolicyFitness(new Votes(new WrittenRoll()), uses);
  world = await createDecisionWorld(3, [fitness, uses]);
});
afterAll(() => world.close());

const most = ruleLike({
  decision: {
    kind: 'threshold',
    agree: { share: '2/3', strict: false, of: 'cast-minus-abstentions' },
  },
});

/** Passes a proposal with that action and carries it out; returns its id. */
async function decide(action: ReturnType<typeof AdoptPolicyAction.of>): Promise<string> {
  const id = await world.openUnder(most, { action });
  for (const voter of [0, 1, 2]) await world.vote(id, voter, 'agree');
  world.clock.advance({ hours: 24 * 7 });
  await world.closing.execute(world.system, { proposalId: id });
  expect(await world.execute.execute(world.system, { proposalId: id })).toBe('executed');
  return id;
}

it('tells each version of a policy, and by which decision it came and went', async () => {
  const rule = { ...ruleLike() };
  await world.adopt.execute(world.secretary, { key: 'kettles', title: 'Kettles', rule });
  const second = await decide(
    AdoptPolicyAction.of({ key: 'kettles', title: 'Pots', rule: { ...rule, noticeHours: 24 } }),
  );
  await world.adopt.execute(world.secretary, { key: 'kettles', title: 'Pans', rule });
  const gone = await decide(RetirePolicyAction.of({ key: 'kettles' }));
  const stranger = { ...anonymousActor(), cooperativeId: world.cooperativeId };
  const history = await world.unitOfWork.read(stranger, (tx) =>
    new PolicyQueries().history(tx, 'kettles'),
  );
  const told = history.map((one) => [one.version, one.title, one.adoptedByProposalId]);
  expect(told).toEqual([
    [3, 'Pans', null],
    [2, 'Pots', second],
    [1, 'Kettles', null],
  ]);
  expect(history.map((one) => one.retiredByProposalId)).toEqual([gone, null, second]);
  expect(history.every(({ retiredAt }) => retiredAt !== null)).toBe(true);
});

it('closes votes at the time of day that a rule says, by clocks of the co-operative', async () => {
  await moveTo(world, world.cooperativeId, 'Europe/Berlin');
  world.clock.set(new Date('2027-03-25T13:37:00Z'));
  const id = await world.openUnder({
    ...ruleLike(),
    quorum: { share: '1/3', of: 'electorate', counts: 'ballots' },
    lateQuorum: { withinHours: 24, extendHours: 30 },
    closesAtLocalTime: '20:00',
  });
  const closing = async () =>
    (
      await world.asOwner<{ at: Date }>(
        'select closes_at as at from governance.proposals where id = $1',
        [id],
      )
    )[0]?.at.toISOString();
  expect(await closing()).toBe('2027-03-31T18:00:00.000Z');
  world.clock.set(new Date('2027-03-31T17:00:00Z'));
  await world.vote(id, 0, 'agree');
  world.clock.set(new Date('2027-03-31T18:00:00Z'));
  await world.closing.execute(world.system, { proposalId: id });
  expect(await closing()).toBe('2027-04-02T18:00:00.000Z');
});
