import { Postponed } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ForgetClaim } from '../claim/forget-claim.js';
import { ForgetClaimJob } from '../expenses.jobs.js';
import { claim, createExpenseWorld, handIn } from '../testing/expense-world.js';
import type { ExpenseWorld } from '../testing/expense-world.js';
import { hearing } from '../testing/who-hears.js';
import type { Hearing } from '../testing/who-hears.js';
import { forgetExpenses } from './forget-expenses.js';

let world: ExpenseWorld;
let told: Hearing;
let removing: ForgetClaim;
beforeAll(async () => {
  world = await createExpenseWorld();
  removing = new ForgetClaim(world.unitOfWork);
  told = await hearing(world, {
    by: { ...world.founder, roles: new Set(['administrator']) },
    of: 'expenses.Expense',
    types: ['Submitted', 'Rejected', 'Withdrawn'],
    handlers: {
      [ForgetClaimJob.name]: {
        run: (actor, payload) => removing.execute(actor, payload as { expenseId: string }),
      },
    },
  });
});
afterAll(async () => {
  await told.receiver.close();
  await world.close();
});
beforeEach(() => told.anew());

const forget = ({ memberId }: Actor) =>
  world.unitOfWork.run(world.system, (tx) => forgetExpenses(tx, { memberId: memberId ?? '' }));
const erase = ({ memberId }: Actor) =>
  world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [memberId, world.cooperativeId],
  );
const reject = (expenseId: string) =>
  world.reject.execute(world.treasurer, { expenseId, reason: 'Not for this' });

const leftOf = async (id: string) => {
  const rows = await world.asOwner<{ what: string }>(
    `select title as what from expenses.expenses where id = $1
     union all select type from platform.facts where subject_id = $1 order by 1`,
    [id],
  );
  return rows.map(({ what }) => what.replace('expenses.Expense', ''));
};
const deliveries = (state: string) =>
  world.asOwner<{ id: string }>(
    'select id from notifications.webhook_deliveries where state = $1 order by created_at, id',
    [state],
  );

let many = 0;
/** A claim of somebody who is erased while it is open, and which is rejected after. */
async function rejectedAfter(): Promise<string> {
  many += 1;
  const mia = await world.officer(`Mia ${many}`);
  const expenseId = await handIn(world, claim(10_00n), mia);
  await told.worker.loop.drain();
  await erase(mia);
  await forget(mia);
  await reject(expenseId);
  return expenseId;
}

describe('who heard of a claim of an erased member', () => {
  it('hears where it ended, before it goes with all that is on record of it', async () => {
    const expenseId = await rejectedAfter();
    await expect(removing.execute(world.system, { expenseId })).rejects.toBeInstanceOf(Postponed);
    expect(await leftOf(expenseId)).toEqual(['Erased', 'Rejected', 'Submitted']);
    await told.worker.loop.drain();
    expect(told.heard()).toEqual(['Submitted', 'Rejected']);
    await told.pass(1);
    expect(await leftOf(expenseId)).toEqual([]);
    expect(await deliveries('queued')).toEqual([]);
  });

  it('hears of it also where the erasure was quicker than the relay', async () => {
    const leo = await world.officer('Leo');
    const expenseId = await handIn(world, claim(10_00n), leo);
    await reject(expenseId);
    await erase(leo);
    await forget(leo);
    await forget(leo);
    expect(await leftOf(expenseId)).toEqual(['Erased', 'Rejected', 'Submitted']);
    await told.pass(1);
    await told.pass(1);
    expect(told.heard()).toEqual(['Submitted', 'Rejected']);
    expect(await leftOf(expenseId)).toEqual([]);
  });

  it('is waited for while they take nothing, for a day, and no news waits for ever', async () => {
    const expenseId = await rejectedAfter();
    told.receiver.status = 503;
    for (let hour = 0; hour < 12; hour += 1) await told.pass(1);
    expect(await leftOf(expenseId)).toEqual(['Erased', 'Rejected', 'Submitted']);
    expect(await deliveries('queued')).toHaveLength(1);
    for (let hour = 0; hour < 60; hour += 1) await told.pass(1);
    expect(await leftOf(expenseId)).toEqual([]);
    for (const state of ['queued', 'given-up']) expect(await deliveries(state)).toEqual([]);
    expect(await deliveries('dropped')).toHaveLength(1);
  });

  it('is told by another worker where one is killed after it told them', async () => {
    const expenseId = await rejectedAfter();
    await told.worker.runner.revive();
    const relay = () => told.worker.loop.drain();
    told.receiver.status = 503;
    await relay();
    told.receiver.status = 204;
    world.clock.advance({ hours: 1 });
    const [delivery] = await deliveries('queued');
    const deaths = await dyingOnEachLine(
      () => told.deliver(world.system, delivery?.id ?? ''),
      async () => {
        const early = removing.execute(world.system, { expenseId });
        await expect(early).rejects.toBeInstanceOf(Postponed);
      },
    );
    expect(deaths).toBeGreaterThan(2);
    expect(told.heard()).toEqual(['Submitted', 'Rejected']);
    await told.pass(1);
    expect(await leftOf(expenseId)).toEqual([]);
    expect(await deliveries('queued')).toEqual([]);
  });
});

describe('removing such a claim', () => {
  it('is done whole or not at all, wherever the worker is killed', async () => {
    const expenseId = await rejectedAfter();
    await told.worker.loop.drain();
    const deaths = await dyingOnEachLine(
      () => removing.execute(world.system, { expenseId }),
      async () => expect(await leftOf(expenseId)).toEqual(['Erased', 'Rejected', 'Submitted']),
    );
    expect(deaths).toBeGreaterThan(5);
    expect(await leftOf(expenseId)).toEqual([]);
    expect(told.heard()).toEqual(['Submitted', 'Rejected']);
  });

  it('takes no fact that the relay did not have, whoever tries', async () => {
    const expenseId = await rejectedAfter();
    const remove = 'delete from platform.facts where subject_id = $1 and type like $2';
    const asking = world.asApplication(remove, [expenseId, '%Rejected'], world.cooperativeId);
    await expect(asking).rejects.toThrow('a fact is told before it goes');
  });
});
