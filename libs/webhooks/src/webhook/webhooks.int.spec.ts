import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineFact, newId, Postponed, systemActor, toGlobalId } from '@rochdale/platform';
import type { Actor, FactVisibility } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { FactRelay } from '../../../platform/src/testing/inside.js';
import '../index.js';
import { DeliverWebhook } from './deliver-webhook.js';
import { GiveUpWebhook } from './give-up-webhook.js';
import { Receivers } from './receivers.js';
import { AddWebhook } from './add-webhook.js';
import { RemoveWebhook } from './remove-webhook.js';
import { DeliveryGivenUp } from '../webhooks.events.js';

const trial = {
  version: 1,
  subject: 'cooperative',
  data: z.object({ amountMinor: z.string() }),
} as const;
const told = {
  members: defineFact({ ...trial, type: 'webhook-test.Told', visibility: 'members' }),
  public: defineFact({ ...trial, type: 'webhook-test.Published', visibility: 'public' }),
  private: defineFact({
    ...trial,
    type: 'webhook-test.Kept',
    visibility: 'private',
    wholeFor: 'audit.read',
  }),
};
const config = { secret: 'a secret for tests only, long enough', env: 'test' as const };
const cooperativeId = newId();
const admin: Actor = {
  ...systemActor(cooperativeId, 'cli'),
  kind: 'account',
  memberId: newId(),
  standing: 'active',
  roles: new Set(['administrator']),
};
const job = systemActor(cooperativeId, 'job');

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let world: TestWorld;
let receiver: Server;
let url: string;
let status = 204;
let received: Received[] = [];

beforeAll(async () => {
  world = await createTestWorld();
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await world.close();
});

async function tell(visibility: FactVisibility, inCooperative = cooperativeId): Promise<string> {
  const subjectId = newId();
  await world.unitOfWork.run(systemActor(inCooperative, 'cli'), async (tx) => {
    tx.announce(told[visibility].of(subjectId, { amountMinor: '7' }));
  });
  await new FactRelay(world.unitOfWork).relay();
  return subjectId;
}

const deliveries = () =>
  world.asOwner<{ id: string; state: string; last_status: number | null }>(
    'select id, state, last_status from notifications.webhook_deliveries order by created_at, id',
  );

describe('a webhook', () => {
  const add = () => new AddWebhook(world.unitOfWork, config);
  const deliver = () => new DeliverWebhook(world.unitOfWork, new Receivers(), config);
  let secret = '';

  it('is added by an administrator, its secret sealed', async () => {
    const added = await add().execute(admin, { url, types: ['*'] });
    secret = added.secret;
    const [row] = await world.asOwner<{ secret_sealed: Buffer }>(
      'select secret_sealed from notifications.webhook_endpoints',
    );
    expect(row?.secret_sealed.toString('latin1')).not.toContain(secret.slice(6));
    await expect(
      add().execute({ ...admin, roles: new Set() }, { url, types: ['*'] }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('cannot ask for what nobody is told, nor for what does not exist', async () => {
    for (const type of [told.private.type, 'webhook-test.Unknown']) {
      const asked = add().execute(admin, { url, types: [told.members.type, type] });
      await expect(asked).rejects.toMatchObject({ code: 'INVALID_WEBHOOK' });
    }
  });

  it('is told of public facts of its own, signed, and never of private ones', async () => {
    await tell('private');
    await tell('public', newId());
    expect(await deliveries()).toEqual([]);
    const subjectId = await tell('public');
    const [delivery] = await deliveries();
    await deliver().execute(job, { deliveryId: delivery?.id ?? '' });
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: told.public.type,
      data: {
        amountMinor: '7',
        subject: { kind: 'cooperative', id: toGlobalId('Cooperative', subjectId) },
      },
    });
    expect(await deliveries()).toMatchObject([{ state: 'delivered', last_status: 204 }]);
  });

  it('calls the message as the audit trail calls the fact, which is no clock', async () => {
    const [fact] = await world.asOwner<{ id: string }>(
      'select id from platform.facts where type = $1 order by position desc limit 1',
      [told.public.type],
    );
    const [{ headers } = { headers: {} as Record<string, string> }] = received;
    expect(headers['webhook-id']).toBe(toGlobalId('AuditEntry', fact?.id ?? ''));
    expect(JSON.stringify(headers)).not.toContain(fact?.id);
  });

  it('is told once, although the job runs again', async () => {
    const [delivery] = await deliveries();
    await deliver().execute(job, { deliveryId: delivery?.id ?? '' });
    expect(received).toHaveLength(1);
  });

  it('is told again later when it refuses, under the same message id', async () => {
    received = [];
    status = 503;
    await tell('members');
    const [, delivery] = await deliveries();
    const input = { deliveryId: delivery?.id ?? '' };
    await expect(deliver().execute(job, input)).rejects.toMatchObject({ code: 'WEBHOOK_REFUSED' });
    status = 200;
    world.clock.advance({ seconds: 5 });
    await deliver().execute(job, input);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(received).toHaveLength(2);
    expect((await deliveries())[1]).toMatchObject({ state: 'delivered', last_status: 200 });
  });

  it('says that it was given up, once, and is told when an operator tries again', async () => {
    received = [];
    status = 500;
    await tell('members');
    const delivery = (await deliveries()).at(-1);
    const input = { deliveryId: delivery?.id ?? '' };
    await expect(deliver().execute(job, input)).rejects.toMatchObject({ code: 'WEBHOOK_REFUSED' });
    const giveUp = new GiveUpWebhook(world.unitOfWork);
    await giveUp.execute(job, input);
    await giveUp.execute(job, input);
    expect((await deliveries()).at(-1)).toMatchObject({ state: 'given-up', last_status: 500 });
    const told = await world.asOwner<{ data: object }>(
      `select data from platform.facts
       where type = 'webhooks.DeliveryGivenUp' and cooperative_id = $1 and visibility = 'private'`,
      [cooperativeId],
    );
    expect(told).toMatchObject([{ data: { ...input, lastStatus: 500 } }]);
    status = 200;
    world.clock.advance({ seconds: 5 });
    await deliver().execute(job, input);
    await giveUp.execute(job, input);
    expect((await deliveries()).at(-1)).toMatchObject({ state: 'delivered', last_status: 200 });
  });

  it('cannot ask for news that is told to nobody', async () => {
    const types = [told.members.type, DeliveryGivenUp.type];
    await expect(add().execute(admin, { url, types })).rejects.toMatchObject({
      code: 'INVALID_WEBHOOK',
    });
  });

  it('that takes nothing is left in peace, longer each time, and asked again', async () => {
    received = [];
    status = 503;
    await tell('members');
    await tell('public');
    const [first = '', second = ''] = (await deliveries()).slice(-2).map(({ id }) => id);
    const send = (deliveryId: string) => deliver().execute(job, { deliveryId });
    const after = (seconds: number) => new Date(world.clock.now().getTime() + seconds * 1_000);
    for (const seconds of [5, 10, 20]) {
      await expect(send(first)).rejects.toMatchObject({ code: 'WEBHOOK_REFUSED' });
      await expect(send(second)).rejects.toMatchObject({ until: after(seconds) });
      world.clock.advance({ seconds: seconds - 1 });
      await expect(send(second)).rejects.toBeInstanceOf(Postponed);
      world.clock.advance({ seconds: 1 });
    }
    expect(received).toHaveLength(3);
    status = 200;
    await send(second);
    status = 503;
    await expect(send(first)).rejects.toMatchObject({ code: 'WEBHOOK_REFUSED' });
    world.clock.advance({ days: 1, seconds: 1 });
    await expect(send(first)).rejects.toMatchObject({ code: 'WEBHOOK_REFUSED' });
    expect(received).toHaveLength(6);
    await expect(send(first)).rejects.toMatchObject({ code: 'WEBHOOK_SILENT' });
    expect(received).toHaveLength(6);
    await new GiveUpWebhook(world.unitOfWork).execute(job, { deliveryId: first });
    expect((await deliveries()).slice(-2)).toMatchObject([
      { state: 'given-up', last_status: 503 },
      { state: 'delivered', last_status: 200 },
    ]);
    // Mended, it is told what an operator sends again, however old that is.
    status = 200;
    world.clock.advance({ days: 3 });
    await send(first);
    expect((await deliveries()).at(-2)).toMatchObject({ state: 'delivered', last_status: 200 });
  });

  it.each([
    ['gone', 'delete from platform.facts where subject_id = $1'],
    ['private', `update platform.facts set visibility = 'private' where subject_id = $1`],
  ])('waits no longer for what is %s by now: its delivery is dropped', async (_, change) => {
    received = [];
    const subjectId = await tell('public');
    const id = (await deliveries()).at(-1)?.id ?? '';
    await world.asOwner('alter table platform.facts disable trigger user');
    await world.asOwner(change, [subjectId]);
    await world.asOwner('alter table platform.facts enable trigger user');
    for (let time = 0; time < 2; time += 1) await deliver().execute(job, { deliveryId: id });
    expect(received).toEqual([]);
    expect((await deliveries()).at(-1)).toMatchObject({ id, state: 'dropped' });
    await world.asOwner('delete from notifications.webhook_deliveries where id = $1', [id]);
  });

  it('hears nothing from before it was added, though it is relayed after', async () => {
    const before = (await deliveries()).length;
    await world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) => {
      tx.announce(told.public.of(newId(), { amountMinor: '7' }));
    });
    world.clock.advance({ seconds: 1 });
    const { endpoint } = await add().execute(admin, { url, types: [told.public.type] });
    await new FactRelay(world.unitOfWork).relay();
    expect(await deliveries()).toHaveLength(before + 1);
    await tell('public');
    expect(await deliveries()).toHaveLength(before + 3);
    await new RemoveWebhook(world.unitOfWork).execute(admin, { endpointId: endpoint.id });
    await world.asOwner('delete from notifications.webhook_deliveries where endpoint_id = $1', [
      endpoint.id,
    ]);
  });

  it('is told nothing more once removed', async () => {
    received = [];
    const before = (await deliveries()).length;
    await tell('public');
    const [endpoint] = await world.asOwner<{ id: string }>(
      'select id from notifications.webhook_endpoints where removed_at is null',
    );
    await new RemoveWebhook(world.unitOfWork).execute(admin, { endpointId: endpoint?.id ?? '' });
    const last = (await deliveries()).at(-1);
    await deliver().execute(job, { deliveryId: last?.id ?? '' });
    await tell('public');
    expect(received).toEqual([]);
    const states = (await deliveries()).map(({ state }) => state);
    expect([states.length, states.at(-1)]).toEqual([before + 1, 'dropped']);
  });

  it.each([
    'http://example.coop/hook',
    'https://localhost/hook',
    'https://10.0.0.1/hook',
    'https://user:pw@example.coop/hook',
    'ftp://example.coop',
    'not an address',
  ])('cannot go to %s in production', async (bad) => {
    const strict = new AddWebhook(world.unitOfWork, { ...config, env: 'production' });
    await expect(strict.execute(admin, { url: bad, types: ['*'] })).rejects.toMatchObject({
      code: 'INVALID_WEBHOOK',
    });
  });
});
