import { ApiClient } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoneyWorld } from './money-world.js';
import type { Changed } from './money-world.js';
import { openReceiver } from '../../libs/webhooks/src/testing/receiver.js';
import { usageEvent } from './partners-at-work.js';

let world: MoneyWorld;
let administrator: string;
let partners: Record<'alpha' | 'beta', { id: string; key: string }>;

beforeAll(async () => {
  world = await MoneyWorld.open();
  administrator = await world.found('mill');
  const partner = async (name: string) => {
    const { payload } = await world.ask<Changed<{ partner: { id: string } }>>(
      administrator,
      `mutation ($name: String!) { payload: partnerRegister(input: { name: $name,
         website: "https://hosting.example" }) { userErrors { code } partner { id } } }`,
      { name },
    );
    const { id } = payload.partner;
    const issued = await world.ask<Changed<{ secret: string }>>(
      administrator,
      `mutation ($id: ID!) { payload: apiKeyIssue(input: { partnerId: $id, name: "Machine",
         scopes: ["partners:read", "partners:write"] }) { userErrors { code } secret } }`,
      { id },
    );
    return { id, key: issued.payload.secret };
  };
  partners = { alpha: await partner('Alpha'), beta: await partner('Beta') };
  await world.ask(
    administrator,
    `mutation { payload: meterDefine(input: { key: "storage", name: "Storage", unit: "GB-hours",
       aggregation: SUM }) { userErrors { code } } }`,
  );
  await world.ask(
    administrator,
    `mutation { payload: meterDefine(input: { key: "seats", name: "Seats", unit: "seats",
       aggregation: MAX }) { userErrors { code } } }`,
  );
});
afterAll(() => world.close());

describe('a member who was erased', () => {
  const erased = async (key: string, query = '') => {
    const client = new ApiClient(world.api.url).withKey(key);
    const path = '/partner/v1/erased-members';
    return client.get(`${path}${query}`);
  };
  const none = { items: [], nextCursor: null };

  it('is told to the partner that reported them, by its own id, and to no other', async () => {
    const zoe = await world.member('mill', 'zoe');
    const memberId = await world.memberIdAt(partners.alpha.id, zoe);
    const reported = await new ApiClient(world.api.url)
      .withKey(partners.alpha.key)
      .post(
        '/partner/v1/usage-events',
        usageEvent(world, { id: 'of-zoe', member: memberId, quantity: '1' }),
      );
    expect(reported.body).toMatchObject({ accepted: 1 });
    expect((await erased(partners.alpha.key)).body).toEqual(none);
    for (const leaving of ['membershipLeave', 'memberErase']) {
      await world.ask(zoe, `mutation { payload: ${leaving} { userErrors { code } } }`);
    }
    await world.worker.loop.drain();
    // Nobody sees the hour: it is told when the day is over.
    expect((await erased(partners.alpha.key)).body).toEqual(none);
    world.clock.set(new Date(world.clock.now().getTime() + 24 * 3_600_000));
    await world.worker.loop.drain();
    const { body } = await erased(partners.alpha.key);
    const toldOn = expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string;
    expect(body).toEqual({
      items: [{ memberId, toldOn }],
      nextCursor: expect.any(String) as string,
    });
    expect((await erased(partners.beta.key)).body).toEqual(none);
    const behind = await erased(partners.alpha.key, `?after=${String(body['nextCursor'])}`);
    expect(behind.body).toEqual(none);
  });

  it('is a member for whoever reports and reads each second, until the day is over', async () => {
    const ines = await world.member('mill', 'ines');
    const client = new ApiClient(world.api.url).withKey(partners.alpha.key);
    const member = await world.memberIdAt(partners.alpha.id, ines);
    const at = { time: world.clock.now().toISOString() };
    const used = (id: string, more: object = {}) =>
      usageEvent(world, { id, member, quantity: '1' }, { ...at, ...more });
    const first = await client.post('/partner/v1/usage-events', used('of-ines'));
    expect(first.body).toMatchObject({ accepted: 1 });
    const correction = { data: { meter: 'seats', quantity: '-1' } };
    const off = (id: string, of: string) => {
      const { subject: _, ...event } = used(id, { data: { retracts: { id: of } } });
      return event;
    };
    const heard = async (nth: number) => {
      const batch = [
        used('of-ines'),
        used('of-ines', { time: '2020-01-01T00:00:00Z' }),
        used(`new-${nth}`),
        used(`below-${nth}`, correction),
        used(`meter-${nth}`, { data: { meter: 'none', quantity: '1' } }),
        off(`off-${nth}`, `new-${nth}`),
      ];
      const { body } = await client.post('/partner/v1/usage-events', batch);
      const verdicts = body['verdicts'] as { status: string; code: string | null }[];
      const listed = await client.query(`{ usageEvents(first: 100, filter: { event: {
        source: "https://hosting.example/eu", eventId: "of-ines" } }) { edges { node {
        eventId source memberId } } } }`);
      const told = (await erased(partners.alpha.key)).body['items'] as unknown[];
      return [verdicts.map(({ status, code }) => code ?? status), listed, told.length];
    };
    const before = await heard(1);
    expect(before[0]).toEqual([
      'duplicate',
      'EVENT_CONFLICT',
      'accepted',
      'CORRECTION_REFUSED',
      'METER_UNKNOWN',
      'accepted',
    ]);
    await world.ask(ines, `mutation { payload: membershipLeave { userErrors { code } } }`);
    await world.ask(ines, `mutation { payload: memberErase { userErrors { code } } }`);
    expect(await heard(2)).toEqual(before);
    await world.worker.loop.drain();
    expect(await heard(3)).toEqual(before);
    world.clock.set(new Date(world.clock.now().getTime() + 24 * 3_600_000));
    await world.worker.loop.drain();
    const [verdicts, listed] = await heard(4);
    expect(verdicts).toEqual([
      'MEMBER_UNKNOWN',
      'MEMBER_UNKNOWN',
      'MEMBER_UNKNOWN',
      'MEMBER_UNKNOWN',
      'METER_UNKNOWN',
      'accepted',
    ]);
    expect(listed).toEqual({ usageEvents: { edges: [] } });
    const named = `select from partners.usage_events where event_id ~ '^(of-ines|new-)'`;
    expect(await world.rows(named)).toEqual([]);
  });

  it('is told once, however often they are forgotten', async () => {
    await world.rows(
      `insert into platform.jobs (id, cooperative_id, name, key, payload, max_attempts, run_at,
         created_at)
       select gen_random_uuid(), cooperative_id, 'membership.forget-member', member_id::text,
         jsonb_build_object('cooperativeId', cooperative_id, 'memberId', member_id), 8, $1, $1
       from membership.erasures`,
      [world.clock.now()],
    );
    await world.worker.loop.drain();
    const { body } = await erased(partners.alpha.key);
    expect(body['items']).toHaveLength(2);
    expect((await erased(partners.alpha.key, '?after=x')).body['code']).toBe('INVALID_CURSOR');
    expect((await erased(partners.alpha.key, '?first=101')).body['code']).toBe('INVALID_INPUT');
  });

  it('is cause for a webhook that says there may be something to read, and of nobody', async () => {
    const receiver = await openReceiver();
    await world.ask(
      administrator,
      `mutation ($url: String!) { payload: webhookAdd(input: { url: $url,
         types: ["partners.ErasuresTold"] }) { userErrors { code } } }`,
      { url: receiver.url },
    );
    // Of whom no partner had reported anything.
    const yan = await world.member('mill', 'yan');
    for (const leaving of ['membershipLeave', 'memberErase']) {
      await world.ask(yan, `mutation { payload: ${leaving} { userErrors { code } } }`);
    }
    await world.worker.loop.drain();
    expect(receiver.received).toEqual([]);
    world.clock.set(new Date(world.clock.now().getTime() + 24 * 3_600_000));
    await world.worker.loop.drain();
    await receiver.close();
    const [told, ...others] = receiver.received.map(({ body }) => JSON.parse(body) as unknown);
    const toldOn = world.clock.now().toISOString().slice(0, 10);
    expect(told).toMatchObject({ type: 'partners.ErasuresTold', data: { toldOn } });
    expect(others).toEqual([]);
  });
});
