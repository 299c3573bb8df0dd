import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineFact, newId, systemActor, toGlobalId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import '../index.js';
import { workerOf } from '../../../platform/src/testing/worker-of.js';
import type { TestWorker } from '../../../platform/src/testing/worker-of.js';
import { openReceiver } from '../testing/receiver.js';
import type { TestReceiver } from '../testing/receiver.js';
import { DeliverWebhookJob } from '../webhooks.jobs.js';
import { AddWebhook } from './add-webhook.js';
import { DeliverWebhook, wakeStepMs } from './deliver-webhook.js';
import { Receivers } from './receivers.js';

const Told = defineFact({
  version: 1,
  subject: 'cooperative',
  data: z.object({ n: z.number() }),
  type: 'backlog-test.Told',
  visibility: 'members',
});
const config = { secret: 'a secret for tests only, long enough', env: 'test' as const };
const cooperativeId = newId();
const admin: Actor = {
  ...systemActor(cooperativeId, 'cli'),
  kind: 'account',
  memberId: newId(),
  standing: 'active',
  roles: new Set(['administrator']),
};

let world: TestWorld;
let worker: TestWorker;
let dead: TestReceiver;
let well: TestReceiver;
beforeAll(async () => {
  world = await createTestWorld();
  [dead, well] = [await openReceiver(), await openReceiver()];
  const deliver = new DeliverWebhook(world.unitOfWork, new Receivers(), config);
  worker = workerOf(world, {
    [DeliverWebhookJob.name]: {
      run: (actor, payload) => deliver.execute(actor, payload as { deliveryId: string }),
    },
  });
});
afterAll(async () => {
  await Promise.all([dead.close(), well.close()]);
  await world.close();
});

const tell = (count: number) =>
  world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) => {
    for (let n = 0; n < count; n += 1) tx.announce(Told.of(newId(), { n }));
  });

/** How many deliveries were looked at. */
async function drained(): Promise<number> {
  const outcomes = await worker.loop.drain();
  return outcomes.get(DeliverWebhookJob.name)?.length ?? 0;
}

const quietUntil = async (): Promise<Date> => {
  const [row] = await world.asOwner<{ quiet_until: Date | null }>(
    'select quiet_until from notifications.webhook_endpoints where url = $1',
    [dead.url],
  );
  return row?.quiet_until ?? world.clock.now();
};

const newest = async (): Promise<string | undefined> => {
  const [row] = await world.asOwner<{ id: string }>(
    'select id from platform.facts where type = $1 order by position desc limit 1',
    [Told.type],
  );
  return row === undefined ? undefined : toGlobalId('AuditEntry', row.id);
};

/** Goes to that moment second by second, as workers do. The most that was looked at in one. */
async function goTo(moment: Date): Promise<number> {
  let most = 0;
  while (world.clock.now() < moment) {
    world.clock.advance({ seconds: 1 });
    if (world.clock.now() < moment) most = Math.max(most, await drained());
  }
  return most;
}

describe('what waits for a receiver that took nothing', () => {
  const aSecond = 1_000 / wakeStepMs;
  const many = 12 * aSecond;

  it('is woken a few at a time while it goes on to take nothing', async () => {
    const add = new AddWebhook(world.unitOfWork, config);
    for (const { url } of [dead, well]) await add.execute(admin, { url, types: [Told.type] });
    dead.status = 503;
    await tell(many);
    await drained();
    expect(well.received).toHaveLength(many);
    for (let turn = 0; turn < 4; turn += 1) {
      const tried = dead.received.length;
      expect(await goTo(await quietUntil())).toBeLessThanOrEqual(aSecond + turn + 1);
      expect(dead.received.length).toBe(tried);
      expect(await drained()).toBeLessThanOrEqual(aSecond + turn + 1);
      expect(dead.received.length).toBe(tried + 1);
    }
  });

  it('is delivered in steps when it is back, and what is new is not behind it', async () => {
    await goTo(await quietUntil());
    dead.received = [];
    dead.status = 204;
    let most = await drained();
    well.received = [];
    await tell(1);
    expect(await drained()).toBe(2);
    expect(well.received).toHaveLength(1);
    expect(dead.received.length).toBeLessThanOrEqual(2 * aSecond);
    most = Math.max(most, await goTo(new Date(world.clock.now().getTime() + 60_000)));
    expect(most).toBeLessThanOrEqual(2 * aSecond);
    // What was refused again and again comes by its own pauses.
    world.clock.advance({ hours: 3 });
    await drained();
    const ids = dead.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([many + 1, many + 1]);
  });

  it('keeps nobody behind it who comes to wait after the receiver was back', async () => {
    dead.status = 503;
    await tell(60 * aSecond);
    await drained();
    await goTo(await quietUntil());
    dead.status = 204;
    await drained();
    await goTo(new Date(world.clock.now().getTime() + 5_000));
    // Most of the backlog still has its turns to come when it stumbles once.
    dead.status = 503;
    await tell(1);
    await drained();
    expect((await quietUntil()).getTime()).toBeGreaterThan(world.clock.now().getTime());
    await tell(1);
    await drained();
    const last = await newest();
    dead.status = 204;
    dead.received = [];
    await goTo(new Date((await quietUntil()).getTime() + 10_000));
    expect(dead.received.map(({ headers }) => headers['webhook-id'])).toContain(last);
  });
});
