import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineFact, newId, systemActor } from '@rochdale/platform';
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
import { DeliverWebhook } from './deliver-webhook.js';
import { GiveUpWebhook } from './give-up-webhook.js';
import { Receivers } from './receivers.js';
import { RemoveWebhook } from './remove-webhook.js';
import { RetryWebhookDelivery } from './retry-webhook-delivery.js';
import { WebhookDeliveryQueries } from './webhook-delivery.queries.js';
import type { WebhookDeliveryFilter } from './webhook-delivery.queries.js';

const Told = defineFact({
  version: 1,
  subject: 'cooperative',
  data: z.object({ n: z.number() }),
  type: 'deliveries-test.Told',
  visibility: 'members',
});
const config = { secret: 'a secret for tests only, long enough', env: 'test' as const };
const cooperativeId = newId();
const adminOf = (id: string): Actor => ({
  ...systemActor(id, 'cli'),
  kind: 'account',
  memberId: newId(),
  standing: 'active',
  roles: new Set(['administrator']),
});
const admin = adminOf(cooperativeId);
const member: Actor = { ...admin, roles: new Set() };
const queries = new WebhookDeliveryQueries();

let world: TestWorld;
let worker: TestWorker;
let receiver: TestReceiver;
let retry: RetryWebhookDelivery;
let giveUp: GiveUpWebhook;
let endpointId: string;
beforeAll(async () => {
  world = await createTestWorld();
  receiver = await openReceiver();
  const deliver = new DeliverWebhook(world.unitOfWork, new Receivers(), config);
  giveUp = new GiveUpWebhook(world.unitOfWork);
  retry = new RetryWebhookDelivery(world.unitOfWork, queries);
  worker = workerOf(world, {
    [DeliverWebhookJob.name]: {
      run: (actor, payload) => deliver.execute(actor, payload as { deliveryId: string }),
    },
  });
  const add = new AddWebhook(world.unitOfWork, config);
  const types = [Told.type];
  ({ id: endpointId } = (await add.execute(admin, { url: receiver.url, types })).endpoint);
});
afterAll(async () => {
  await receiver.close();
  await world.close();
});

async function tell(): Promise<void> {
  await world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) => {
    tx.announce(Told.of(newId(), { n: 1 }));
  });
  await worker.loop.drain();
}

const listed = async (filter: WebhookDeliveryFilter = {}, by = admin) =>
  (await world.unitOfWork.read(by, (tx) => queries.page(tx, { first: 50 }, filter))).rows;
const found = async (id: string, by = admin) =>
  (await world.unitOfWork.read(by, (tx) => queries.byIds(tx, [id])))[0];
const after = (seconds: number) => new Date(world.clock.now().getTime() + seconds * 1_000);

/** As after its last try: the job is a dead letter, and the room was told. */
async function givenUp(): Promise<string> {
  receiver.status = 500;
  // So that the receiver is left in peace no longer.
  world.clock.advance({ hours: 1 });
  await tell();
  const [row] = await listed();
  const id = row?.id ?? '';
  await world.asOwner(
    `update platform.jobs set status = 'dead', attempts = max_attempts where key = $1`,
    [id],
  );
  await giveUp.execute(systemActor(cooperativeId, 'job'), { deliveryId: id });
  return id;
}

describe('the deliveries of webhooks', () => {
  it('are listed, the newest first: what was told, when, how often, with what answer', async () => {
    await tell();
    const takenAt = world.clock.now();
    world.clock.advance({ seconds: 1 });
    receiver.status = 503;
    await tell();
    const asked = { endpointId, factType: Told.type, attempts: 1, isRemoved: false };
    const rows = await listed();
    expect(rows).toMatchObject([
      { ...asked, state: 'queued', lastStatus: 503, deliveredAt: null, triedAt: after(0) },
      { ...asked, state: 'delivered', lastStatus: 204, deliveredAt: takenAt, nextAttemptAt: null },
    ]);
    expect(rows[0]?.nextAttemptAt?.getTime()).toBeGreaterThan(world.clock.now().getTime());
    receiver.status = 204;
    world.clock.advance({ minutes: 1 });
    await worker.loop.drain();
    expect(await listed()).toMatchObject([{ state: 'delivered', attempts: 2 }, {}]);
  });

  it('tell neither the secret nor what the receiver was told', async () => {
    const [row = {}] = await listed();
    expect(Object.keys(row).filter((name) => /secret|data|body|url/i.test(name))).toEqual([]);
  });

  it('are narrowed by state, webhook and time', async () => {
    const id = await givenUp();
    const ids = async (filter: WebhookDeliveryFilter) =>
      (await listed(filter)).map((one) => one.id);
    expect(await ids({ state: 'given-up' })).toEqual([id]);
    expect(await ids({ state: 'given-up', endpointId })).toEqual([id]);
    expect(await ids({ endpointId: newId() })).toEqual([]);
    expect(await ids({ endpointId })).toHaveLength(3);
    expect(await ids({ from: after(0) })).toEqual([id]);
    expect(await ids({ endpointId, before: after(0) })).toHaveLength(2);
  });

  it('are seen by administrators of their co-operative alone', async () => {
    const [row] = await listed();
    await expect(listed({}, member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(found(row?.id ?? '', member)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const stranger = adminOf(newId());
    expect([await listed({}, stranger), await found(row?.id ?? '', stranger)]).toEqual([
      [],
      undefined,
    ]);
    await expect(retry.execute(stranger, { deliveryId: row?.id ?? '' })).rejects.toMatchObject({
      code: 'WEBHOOK_DELIVERY_NOT_FOUND',
    });
  });
});

describe('a delivery that was given up', () => {
  it('is told again at once, by one of several who ask, under the same message id', async () => {
    const deliveryId = await givenUp();
    const sent = receiver.received.at(-1)?.headers['webhook-id'];
    const before = receiver.received.length;
    receiver.status = 204;
    const asked = await Promise.allSettled(
      [1, 2, 3].map(() => retry.execute(admin, { deliveryId })),
    );
    const [won, ...more] = asked.filter((one) => one.status === 'fulfilled');
    expect([won?.value, more]).toMatchObject([
      { state: 'queued', nextAttemptAt: world.clock.now() },
      [],
    ]);
    for (const one of asked.filter(({ status }) => status === 'rejected')) {
      expect(one).toMatchObject({ reason: { code: 'WEBHOOK_DELIVERY_STATE' } });
    }
    await worker.loop.drain();
    expect(receiver.received.slice(before).map(({ headers }) => headers['webhook-id'])).toEqual([
      sent,
    ]);
    expect(await found(deliveryId)).toMatchObject({ state: 'delivered', attempts: 2 });
    await expect(retry.execute(admin, { deliveryId })).rejects.toMatchObject({
      code: 'WEBHOOK_DELIVERY_STATE',
    });
  });

  it('is tried for some hours, however old it is', async () => {
    const deliveryId = await givenUp();
    world.clock.advance({ days: 3 });
    await retry.execute(admin, { deliveryId });
    await worker.loop.drain();
    // It failed once more, and the receiver is left in peace: it waits, and is not given up.
    world.clock.advance({ seconds: 6 });
    await worker.loop.drain();
    expect(await found(deliveryId)).toMatchObject({ state: 'queued' });
    receiver.status = 204;
    world.clock.advance({ hours: 1 });
    await worker.loop.drain();
    expect(await found(deliveryId)).toMatchObject({ state: 'delivered' });
  });

  it('may be asked for by administrators alone, and not once its webhook is removed', async () => {
    const deliveryId = await givenUp();
    await expect(retry.execute(member, { deliveryId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await new RemoveWebhook(world.unitOfWork).execute(admin, { endpointId });
    await expect(retry.execute(admin, { deliveryId })).rejects.toMatchObject({
      code: 'WEBHOOK_NOT_FOUND',
    });
    expect(await found(deliveryId)).toMatchObject({ state: 'given-up', isRemoved: true });
  });
});
