import { newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../../../dues/src/testing/dues-world.js';
import { createPartnersWorld, event, member } from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';
import { maxBatch } from './report-usage.js';

let world: PartnersWorld;
let ann: string;
let bob: string;
beforeAll(async () => {
  world = await createPartnersWorld();
  ann = await member(world);
  bob = await member(world);
});
afterAll(() => world.close());

const report = (events: readonly unknown[], machine = world.machine) =>
  world.report.execute(machine, { events });
const answers = async (events: readonly unknown[], machine = world.machine) =>
  (await report(events, machine)).map(({ status, code }) => code ?? status);
const kept = async (id: string) =>
  Number(
    (
      await world.asOwner<{ count: string }>(
        'select count(*) from partners.usage_events where event_id = $1',
        [id],
      )
    )[0]?.count,
  );

describe('a batch', () => {
  it('may have as many events as is said, and not one more', async () => {
    const events = Array.from({ length: maxBatch }, () => event(ann));
    const told = await report(events);
    expect(told.map(({ index }) => index)).toEqual(events.map((_, index) => index));
    expect(told.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['accepted']));
    const more = [...events, event(ann)];
    await expect(report(more)).rejects.toMatchObject({ code: 'USAGE_BATCH_TOO_LARGE' });
    expect(await kept(more.at(-1)?.id ?? '')).toBe(0);
  });

  it('is of a partner’s machine, and of no person, treasurer or service', async () => {
    for (const by of [person(world.cooperativeId), world.treasurer, world.system]) {
      await expect(report([event(ann)], by)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  it('needs the scope to write', async () => {
    const reader = { ...world.machine, scopes: new Set(['partners:read'] as const) };
    await expect(report([event(ann)], reader)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each([
    ['quantity with an exponent', { quantity: '1e9' }, 'EVENT_INVALID'],
    ['unknown meter', { meter: 'traffic' }, 'METER_UNKNOWN'],
    ['member of nowhere', { subject: newId() }, 'MEMBER_UNKNOWN'],
    ['member by name', { subject: 'ann' }, 'EVENT_INVALID'],
    ['day that is not on the calendar', { time: '2025-02-30T00:00:00Z' }, 'EVENT_INVALID'],
    ['hour that no day has', { time: '2025-02-28T24:00:00Z' }, 'EVENT_INVALID'],
    ['time after tomorrow', { time: '2026-01-02T09:00:01Z' }, 'TIME_IMPLAUSIBLE'],
    ['time of another century', { time: '1999-12-31T23:59:59Z' }, 'TIME_IMPLAUSIBLE'],
  ])('with one %s keeps the others', async (_, changes, code) => {
    const [before, wrong, after] = [event(ann), event(ann, changes), event(ann)];
    expect(await answers([before, wrong, after])).toEqual(['accepted', code, 'accepted']);
    expect([await kept(before.id), await kept(wrong.id), await kept(after.id)]).toEqual([1, 0, 1]);
  });

  it('says of an event that it cannot read which one it was, as far as it said so', async () => {
    const told = await report([
      event(ann, { id: 'x'.repeat(300) }),
      event(ann, { id: 7 }),
      'text',
      null,
      event(ann, { id: 'mine', subject: newId() }),
    ]);
    expect(told.map(({ index, id }) => [index, id])).toEqual([
      [0, 'x'.repeat(200)],
      [1, null],
      [2, null],
      [3, null],
      [4, 'mine'],
    ]);
    expect(told.every(({ status, message }) => status === 'rejected' && message !== null)).toBe(
      true,
    );
  });

  it('takes an event whose id was on a wrong one before', async () => {
    const id = newId();
    const wrong = [event(ann, { id, meter: 'traffic' }), event(newId(), { id }), { id }];
    const told = await answers([...wrong, event(ann, { id }), event(ann, { id })]);
    expect(told).toEqual([
      'METER_UNKNOWN',
      'MEMBER_UNKNOWN',
      'EVENT_INVALID',
      'accepted',
      'duplicate',
    ]);
    expect(await kept(id)).toBe(1);
  });

  it('keeps what was said: the quantity to its last digit, and the instant', async () => {
    const quantity = `${'9'.repeat(18)}.123456789`;
    const one = event(ann, { quantity, time: '2026-01-01T10:30:00.125+02:00' });
    expect(await answers([one])).toEqual(['accepted']);
    const rows = await world.asOwner(
      `select partner_id, member_id, meter_key, source, quantity::text, occurred_at, received_at
       from partners.usage_events where event_id = $1`,
      [one.id],
    );
    expect(rows).toEqual([
      {
        partner_id: world.host.id,
        member_id: ann,
        meter_key: 'storage',
        source: one.source,
        quantity,
        occurred_at: new Date('2026-01-01T08:30:00.125Z'),
        received_at: world.clock.now(),
      },
    ]);
  });

  it('may name any meter, of however many there are', async () => {
    await world.asOwner(
      `insert into partners.meters (id, cooperative_id, key, name, unit, aggregation, created_at)
       select gen_random_uuid(), $1, 'a-meter-' || nth, 'Meter', 'h', 'sum', now()
       from generate_series(1, 300) as nth`,
      [world.cooperativeId],
    );
    const meters = ['storage', 'a-meter-1', 'a-meter-300', 'a-meter-301'];
    expect(await answers(meters.map((meter) => event(ann, { meter })))).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'METER_UNKNOWN',
    ]);
  });

  it('may be a day ahead of us, and long behind', async () => {
    const times = ['2026-01-02T09:00:00Z', '2000-01-01T00:00:00Z'];
    expect(await answers(times.map((time) => event(ann, { time })))).toEqual([
      'accepted',
      'accepted',
    ]);
  });
});

describe('the same event', () => {
  it('is a duplicate in the batch and ever after', async () => {
    const one = event(ann);
    expect(await answers([one, one, one])).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(await answers([one])).toEqual(['duplicate']);
    expect(await kept(one.id)).toBe(1);
  });

  it.each([
    ['another member', { subject: '' }],
    ['another quantity', { data: { meter: 'storage', quantity: '2' } }],
    ['another time', { time: '2026-01-01T08:00:01Z' }],
  ])('with %s is a conflict, and the first one stays', async (_, changes) => {
    const one = event(ann);
    const other = { ...one, ...changes, ...('subject' in changes && { subject: bob }) };
    await report([one]);
    expect(await answers([other])).toEqual(['EVENT_CONFLICT']);
    expect(await answers([other, one])).toEqual(['EVENT_CONFLICT', 'duplicate']);
    expect(await kept(one.id)).toBe(1);
  });

  it('with its values written otherwise says the same', async () => {
    const one = event(ann, { time: '2026-01-01T08:00:00Z' });
    await report([one]);
    const others = [
      { ...one, data: { ...one.data, quantity: '1.0' } },
      { ...one, data: { ...one.data, quantity: 1 } },
      { ...one, data: { ...one.data, quantity: '0001.000000000' } },
      { ...one, time: '2026-01-01T10:00:00.000+02:00' },
    ];
    expect(await answers(others)).toEqual(others.map(() => 'duplicate'));
    const other = { ...one, data: { ...one.data, quantity: '1.000000001' } };
    expect(await answers([other])).toEqual(['EVENT_CONFLICT']);
  });

  it('of two who say different things at once is whichever was first', async () => {
    const one = event(ann);
    const other = { ...one, data: { meter: 'storage', quantity: '5' } };
    const told = (await Promise.all([answers([one]), answers([other])])).flat();
    expect(told.toSorted()).toEqual(['EVENT_CONFLICT', 'accepted']);
    expect(await kept(one.id)).toBe(1);
  });

  it('from another source, or of another partner, is another event', async () => {
    const one = event(ann);
    await report([one]);
    const source = 'https://host.example/other';
    expect(await answers([{ ...one, source }])).toEqual(['accepted']);
    expect(await answers([one], world.shopMachine)).toEqual(['accepted']);
    const changed = { ...one, data: { meter: 'storage', quantity: '9' } };
    expect(await answers([changed], world.shopMachine)).toEqual(['EVENT_CONFLICT']);
    expect(await kept(one.id)).toBe(3);
  });

  it('with its note changed says the same', async () => {
    const one = event(ann);
    await report([one]);
    expect(await answers([{ ...one, datacontenttype: 'application/json' }])).toEqual(['duplicate']);
  });
});

describe('another co-operative', () => {
  it('cannot report for our members, nor by our meters', async () => {
    const foreign = { ...world.machineOf(newId()), cooperativeId: newId() };
    expect(await answers([event(ann)], foreign)).toEqual(['METER_UNKNOWN']);
    const elsewhere = { ...world.system, cooperativeId: foreign.cooperativeId };
    await world.defineMeter.execute(elsewhere, {
      key: 'storage',
      name: 'Storage',
      unit: 'GB',
      aggregation: 'sum',
    });
    expect(await answers([event(ann)], foreign)).toEqual(['MEMBER_UNKNOWN']);
  });
});
