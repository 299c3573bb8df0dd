import { newId, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDuesWorld,
  factsOf,
  invoicesOf,
  member,
  moveTo,
  person,
} from '../testing/dues-world.js';
import type { DuesWorld } from '../testing/dues-world.js';
import type { PlanTerms } from './plan.js';

let world: DuesWorld;
beforeAll(async () => {
  world = await createDuesWorld();
});
afterAll(() => world.close());

const terms: PlanTerms = {
  key: 'scale',
  name: '  A scale ',
  currency: 'EUR',
  minimumMinor: 2_00n,
  suggestedMinor: 10_00n,
  maximumMinor: 50_00n,
  months: 1,
};
const create = (changes: Partial<PlanTerms> = {}, by = world.treasurer) =>
  world.createPlan.execute(by, { ...terms, ...changes });
const code = (name: string) => expect.objectContaining({ code: name });

describe('a plan', () => {
  it('is offered by treasurers, administrators and the service, and by no member', async () => {
    const { cooperativeId } = world;
    await create({ key: 'by-administrator' }, person(cooperativeId, ['administrator']));
    for (const by of [person(cooperativeId), person(cooperativeId, ['auditor'])]) {
      await expect(create({ key: 'by-other' }, by)).rejects.toThrow(code('FORBIDDEN'));
      const retired = world.retirePlan.execute(by, { planId: world.monthly.id });
      await expect(retired).rejects.toThrow(code('FORBIDDEN'));
    }
  });

  it('is kept as it was said, without the blanks around its name, and announced', async () => {
    const plan = await create({ key: 'kept', maximumMinor: null });
    expect(plan).toMatchObject({ ...terms, key: 'kept', name: 'A scale', maximumMinor: null });
    expect(await factsOf(world, 'dues.PlanCreated', plan.id)).toEqual([{ planId: plan.id }]);
    const listed = await world.unitOfWork.read(world.system, (tx) => world.queries.plans(tx));
    expect(listed.find(({ id }) => id === plan.id)).toEqual(plan);
  });

  it('has a key of its own, also when two ask for it at once', async () => {
    const results = await Promise.allSettled([create({ key: 'one' }), create({ key: 'one' })]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(create({ key: 'one' })).rejects.toThrow(
      expect.objectContaining({ code: 'PLAN_KEY_TAKEN', details: { path: ['key'] } }),
    );
  });

  it('may have the key of another co-operative’s plan', async () => {
    const elsewhere = systemActor((await world.cooperative('theirs')).id, 'job');
    const plan = await create({ key: 'monthly' }, elsewhere);
    expect(plan.id).not.toBe(world.monthly.id);
  });

  it('that nobody could pay is refused: no account is in its currency', async () => {
    await expect(create({ key: 'dollars', currency: 'USD' })).rejects.toThrow(
      expect.objectContaining({ code: 'INVALID_PLAN', details: { path: ['currency'] } }),
    );
  });

  it('is retired once, and stays with those who are on it', async () => {
    const plan = await create({ key: 'retiring' });
    const actor = await member(world, 7_00n, { planId: plan.id });
    const retire = () => world.retirePlan.execute(world.treasurer, { planId: plan.id });
    const results = await Promise.allSettled([retire(), retire()]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(retire()).rejects.toThrow(code('PLAN_RETIRED'));
    await world.issue.execute(world.system);
    expect(await invoicesOf(world, actor)).toMatchObject([{ amount_minor: '700' }]);
    const again = world.choosePledge.execute(actor, { planId: plan.id, amountMinor: 8_00n });
    await expect(again).rejects.toThrow(code('PLAN_RETIRED'));
  });
});

describe('a pledge', () => {
  const scale = () => create({ key: `k${newId().slice(-12)}` });
  const choose = async (amountMinor: bigint, changes: { currency?: string } = {}) => {
    const plan = await scale();
    const actor = await member(world, 10_00n);
    return world.choosePledge.execute(actor, { planId: plan.id, amountMinor, ...changes });
  };

  it.each([2_00n, 2_01n, 49_99n, 50_00n])('of %s is in the scale', async (amountMinor) => {
    expect(await choose(amountMinor, { currency: 'EUR' })).toMatchObject({
      amountMinor,
      startsOn: '2026-01-01',
      endsOn: null,
    });
  });

  it.each([1_99n, 0n, -1n, 50_01n])('of %s is outside of it', async (amountMinor) => {
    await expect(choose(amountMinor)).rejects.toThrow(code('PLEDGE_OUTSIDE_SCALE'));
  });

  it('is in the plan’s currency', async () => {
    await expect(choose(10_00n, { currency: 'USD' })).rejects.toThrow(
      expect.objectContaining({
        code: 'PLEDGE_OUTSIDE_SCALE',
        details: { path: ['amount', 'currency'] },
      }),
    );
  });

  it('is of a plan that is there', async () => {
    const actor = await member(world, 10_00n);
    const choice = { planId: newId(), amountMinor: 10_00n };
    await expect(world.choosePledge.execute(actor, choice)).rejects.toThrow(code('PLAN_NOT_FOUND'));
  });

  it.each(['suspended', 'left'])('is not for who is %s', async (standing) => {
    const actor = await member(world, 10_00n);
    await moveTo(world, actor, standing);
    const now = await world.actor(actor.accountId ?? '', world.cooperativeId);
    const choice = { planId: world.monthly.id, amountMinor: 5_00n };
    await expect(world.choosePledge.execute(now, choice)).rejects.toThrow(code('FORBIDDEN'));
  });

  it('is each member’s own: whom a member names is not asked', async () => {
    const [one, two] = [await member(world, 10_00n), await member(world, 11_00n)];
    const choice = { planId: world.monthly.id, amountMinor: 6_00n };
    await world.choosePledge.execute(one, { ...choice, memberId: two.memberId ?? '' });
    const own = (actor: typeof one) =>
      world.unitOfWork.read(actor, (tx) => world.queries.ownPledge(tx));
    expect(await own(one)).toMatchObject({ amountMinor: 6_00n });
    expect(await own(two)).toMatchObject({ amountMinor: 11_00n });
  });

  it('is chosen by the service for somebody, and for nobody it is refused', async () => {
    const actor = await member(world, 10_00n);
    const choice = { planId: world.monthly.id, amountMinor: 12_00n };
    const memberId = actor.memberId ?? '';
    await world.choosePledge.execute(world.system, { ...choice, memberId });
    const facts = await factsOf(world, 'dues.PledgeChosen', memberId);
    expect(facts.map(({ amountMinor }) => amountMinor)).toEqual(['1000', '1200']);
    await expect(world.choosePledge.execute(world.system, choice)).rejects.toThrow(
      code('FORBIDDEN'),
    );
  });

  it('is one at a time, however many are chosen at once, and the old ones are kept', async () => {
    const actor = await member(world, 10_00n);
    const amounts = [3_00n, 4_00n, 5_00n];
    await Promise.all(
      amounts.map((amountMinor) =>
        world.choosePledge.execute(actor, { planId: world.monthly.id, amountMinor }),
      ),
    );
    const rows = await world.asOwner<{ ends_on: string | null }>(
      'select ends_on from dues.pledges where member_id = $1',
      [actor.memberId],
    );
    expect(rows).toHaveLength(4);
    expect(rows.filter(({ ends_on: endsOn }) => endsOn === null)).toHaveLength(1);
  });
});

describe('another co-operative', () => {
  it('finds no plan of ours, and retires and chooses none', async () => {
    const elsewhere = systemActor(newId(), 'job');
    const planId = world.monthly.id;
    await expect(world.retirePlan.execute(elsewhere, { planId })).rejects.toThrow(
      code('PLAN_NOT_FOUND'),
    );
    const choice = { planId, amountMinor: 10_00n, memberId: newId() };
    await expect(world.choosePledge.execute(elsewhere, choice)).rejects.toThrow(
      code('PLAN_NOT_FOUND'),
    );
    const found = await world.unitOfWork.read(elsewhere, (tx) =>
      world.queries.plansByIds(tx, [planId]),
    );
    expect(found.size).toBe(0);
    const [plan] = await world.asOwner<{ retired_at: Date | null }>(
      'select retired_at from dues.plans where id = $1',
      [planId],
    );
    expect(plan?.retired_at).toBeNull();
  });
});
