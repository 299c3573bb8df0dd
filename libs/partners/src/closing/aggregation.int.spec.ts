import { addDays, lastOfMonth, startOfDay, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeterAggregation } from '../partner/meter-aggregation.js';
import {
  closeMonth,
  createPartnersWorld,
  event,
  member,
  policy,
  statements,
} from '../testing/partners-world.js';
import type { PartnersWorld } from '../testing/partners-world.js';

let world: PartnersWorld;
let ann: string;
let bob: string;
beforeAll(async () => {
  world = await createPartnersWorld();
  ann = await member(world);
  bob = await member(world);
  const times = ['2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z'];
  await report(...times.map((time) => event(ann, { time })));
  await closeMonth(world);
});
afterAll(() => world.close());

const report = async (...events: readonly unknown[]) =>
  (await world.report.execute(world.machine, { events })).map(({ status, code }) => code ?? status);
async function adoptMeter(aggregation: MeterAggregation, key: string): Promise<void> {
  const { defineMeter, adopt, system } = world;
  await defineMeter.execute(system, { key, name: key, unit: 'GB', aggregation });
  await adopt.execute(system, { ...policy, meterKey: key, minimumPayoutMinor: 0n });
}
/** A moment of the month that the clock shows. */
const on = (rest: string) => `${world.clock.now().toISOString().slice(0, 8)}${rest}`;
const newest = async (partnerId = world.host.id) => (await statements(world, partnerId)).at(-1);

describe('a meter', () => {
  // Of each two: ann's 8.75 and 7 are of one moment, bob's one and a half is written in two ways.
  it.each<[MeterAggregation, string]>([
    ['sum', '33'],
    ['count', '7'],
    ['max', '11.5'],
    ['last', '10.25'],
    ['unique', '6'],
  ])('adds up by %s, member by member: %s', async (aggregation, quantity) => {
    const meter = `by-${aggregation}`;
    await adoptMeter(aggregation, meter);
    const used = (memberId: string, time: string, much: string, id?: string) =>
      event(memberId, { meter, quantity: much, time, ...(id !== undefined && { id }) });
    await report(
      used(ann, on('03T00:00:00Z'), '8.75', `${meter}-b`),
      used(ann, on('01T00:00:00Z'), '3'),
      used(ann, on('02T00:00:00Z'), '10'),
      used(ann, on('03T00:00:00Z'), '7', `${meter}-a`),
      used(bob, on('02T00:00:00Z'), '1.50'),
      used(bob, on('05T00:00:00Z'), '1.5'),
      event(bob, { meter: 'storage', quantity: '100', time: on('02T00:00:00Z') }),
    );
    world.clock.advance({ seconds: 1 });
    await report(used(bob, on('04T00:00:00Z'), '1.25'));
    await closeMonth(world);
    expect(await newest()).toMatchObject({ quantity, events: '8', state: 'accrued', amount: '0' });
  });
});

describe('an event counts', () => {
  const counted = async () => {
    const { events, late_events: late, quantity } = (await newest()) ?? {};
    return { events, late, quantity };
  };

  it('in the month of its instant, whatever the zone it is told in, and in no other', async () => {
    await adoptMeter('sum', 'edges');
    const at = (time: string) => event(ann, { meter: 'edges', time });
    await report(at(on('05T00:00:00Z')));
    await closeMonth(world);
    const month = world.clock.now().toISOString().slice(0, 7);
    const last = lastOfMonth(`${month}-01`);
    const next = addDays(last, 1);
    world.clock.set(startOfDay(next));
    const told = [
      `${month}-01T00:00:00Z`,
      `${last}T23:59:59.999Z`,
      `${next}T00:30:00+01:00`,
      `${next}T00:00:00Z`,
      `${last}T23:30:00-01:00`,
    ];
    expect(await report(...told.map(at))).toEqual(told.map(() => 'accepted'));
    world.clock.set(startOfDay(last));
    await closeMonth(world);
    expect(await counted()).toEqual({ events: '3', late: '0', quantity: '3' });
    await closeMonth(world);
    expect(await counted()).toEqual({ events: '2', late: '0', quantity: '2' });
  });

  it('once: after its month has closed it is a duplicate, and changed a conflict', async () => {
    await adoptMeter('sum', 'again');
    const one = event(ann, { meter: 'again', quantity: '2', time: on('01T00:00:00Z') });
    expect(await report(one)).toEqual(['accepted']);
    await closeMonth(world);
    expect(await counted()).toMatchObject({ events: '1', quantity: '2' });
    const changed = { ...one, data: { meter: 'again', quantity: '3' } };
    expect(await report(one, changed)).toEqual(['duplicate', 'EVENT_CONFLICT']);
    await closeMonth(world);
    expect(await counted()).toEqual({ events: '0', late: '0', quantity: '0' });
  });

  it('where it was reported: the same id next door is another, in a month of its own', async () => {
    const theirs = await world.cooperative('theirs');
    const cooperativeId = theirs.id;
    const eve = (await world.member(theirs)).memberId;
    const system = systemActor(cooperativeId, 'job');
    const next = await world.register.execute(system, { name: 'Host' });
    const meter = { key: 'storage', name: 'Storage', unit: 'GB', aggregation: 'sum' } as const;
    await world.defineMeter.execute(system, meter);
    await world.adopt.execute(system, policy);
    await adoptMeter('sum', 'ours');
    const one = event(ann, { meter: 'ours', quantity: '3', time: on('01T00:00:00Z') });
    const other = { ...one, subject: eve, data: { meter: 'storage', quantity: '5' } };
    const machine = { ...world.machineOf(next.id), cooperativeId };
    expect(await report(one)).toEqual(['accepted']);
    expect(await world.report.execute(machine, { events: [other] })).toMatchObject([
      { status: 'accepted' },
    ]);
    const { startsOn } = await closeMonth(world);
    expect(await counted()).toEqual({ events: '1', late: '0', quantity: '3' });
    expect(await statements(world, next.id)).toEqual([]);
    expect(await world.closePeriod.execute(system)).toMatchObject({ startsOn, paidMinor: 0n });
    expect(await statements(world, next.id)).toMatchObject([{ events: '1', quantity: '5' }]);
    expect(await world.closePeriod.execute(system)).toBeNull();
  });

  it('with the first month when it is older than every agreement', async () => {
    const [first] = await statements(world, world.host.id);
    expect(first).toMatchObject({ events: '2', late_events: '1' });
  });
});
