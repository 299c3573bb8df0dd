import { Postponed } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { dyingOnEachLine } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { person } from '../../banking/src/testing/banking-world.js';
import { forgetPayouts } from './forget-payouts.js';
import { LowerPayoutFactsJob } from './payouts.jobs.js';
import {
  createPayoutsWorld,
  fund,
  payee,
  release,
  requestPayout,
} from './testing/payouts-world.js';
import type { PayoutsWorld } from './testing/payouts-world.js';
import { hearing } from './testing/who-hears.js';
import type { Hearing } from './testing/who-hears.js';
import { LowerPayoutFacts } from './lower-payout-facts.js';

let world: PayoutsWorld;
let told: Hearing;
let lowering: LowerPayoutFacts;
beforeAll(async () => {
  world = await createPayoutsWorld();
  lowering = new LowerPayoutFacts(world.unitOfWork);
  await fund(world, world.onProvider.ledgerAccountId, 1000_00n);
  told = await hearing(world, {
    by: person(world.cooperativeId, ['administrator']),
    of: 'payments.Payout',
    types: ['Released', 'Settled'],
    handlers: {
      [LowerPayoutFactsJob.name]: {
        run: (actor, payload) => lowering.execute(actor, payload as { payoutId: string }),
      },
    },
  });
});
afterAll(async () => {
  await told.receiver.close();
  await world.close();
});
beforeEach(() => told.anew());

/** Of whom a payout was released and told, and settled when nobody was told yet. */
async function settledUntold(): Promise<{ readonly to: Actor; readonly id: string }> {
  const to = await payee(world);
  const payout = await requestPayout(world, to, 1_00n);
  await release(world, [payout], world.onProvider);
  await told.worker.loop.drain();
  await world.submit.execute(world.system, { payoutId: payout.id });
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at)
     values ($1, $2, now())`,
    [to.memberId, to.cooperativeId],
  );
  return { to, id: payout.id };
}
const forget = ({ memberId }: Actor) =>
  world.unitOfWork.run(world.system, (tx) => forgetPayouts(tx, { memberId: memberId ?? '' }));
const visibilities = async (id: string) => {
  const rows = await world.asOwner<{ visibility: string }>(
    'select distinct visibility from platform.facts where subject_id = $1',
    [id],
  );
  return rows.map(({ visibility }) => visibility);
};
const isLocked = async (id: string) =>
  (
    await world.asOwner<{ is: boolean }>(
      'select is_private as is from payments.payouts where id = $1',
      [id],
    )
  )[0]?.is;
const queued = async () =>
  (await world.asOwner(`select 1 from notifications.webhook_deliveries where state = 'queued'`))
    .length;

describe('who heard of a payout to a member who is erased', () => {
  it('hears that it settled, also where the erasure was quicker than the relay', async () => {
    const { to, id } = await settledUntold();
    expect(told.heard()).toEqual(['Released']);
    await forget(to);
    await forget(to);
    expect([await isLocked(id), await visibilities(id)]).toEqual([true, ['members']]);
    await told.worker.loop.drain();
    expect(told.heard()).toEqual(['Released', 'Settled']);
    await told.pass(1);
    expect([await visibilities(id), await queued()]).toEqual([['private'], 0]);
  });

  it('hears of it late, and no receiver that takes nothing holds it up for ever', async () => {
    const { to, id } = await settledUntold();
    told.receiver.status = 503;
    await told.worker.loop.drain();
    await forget(to);
    for (let hour = 0; hour < 12; hour += 1) await told.pass(1);
    expect([await visibilities(id), await queued()]).toEqual([['members'], 1]);
    told.receiver.status = 204;
    await told.pass(2);
    expect(told.heard()).toEqual(['Released', 'Settled']);
    await told.pass(1);
    expect(await visibilities(id)).toEqual(['private']);
    const { to: other, id: never } = await settledUntold();
    told.receiver.status = 503;
    await told.worker.loop.drain();
    await forget(other);
    for (let hour = 0; hour < 72; hour += 1) await told.pass(1);
    expect([await visibilities(never), await queued()]).toEqual([['private'], 0]);
  });

  it('hears of it where the worker is killed, and what was told is lowered whole', async () => {
    const { to, id } = await settledUntold();
    await dyingOnEachLine(
      () => forget(to),
      async () =>
        expect([await isLocked(id), await visibilities(id)]).toEqual([false, ['members']]),
    );
    const early = lowering.execute(world.system, { payoutId: id });
    await expect(early).rejects.toBeInstanceOf(Postponed);
    await told.worker.loop.drain();
    expect(told.heard()).toEqual(['Released', 'Settled']);
    const deaths = await dyingOnEachLine(
      () => lowering.execute(world.system, { payoutId: id }),
      async () => expect(await visibilities(id)).toEqual(['members']),
    );
    expect([deaths > 2, await visibilities(id)]).toEqual([true, ['private']]);
  });
});
