import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TestWorld } from '@rochdale/testing';
import { defineJob, defineSchedule } from '../catalogue/job.js';
import type { Schedule } from '../catalogue/job.js';
import { newId } from '../kernel/id.js';
import { createJobsWorld } from '../testing/worker-of.js';
import { latestSlot, Scheduler, Tenants } from './scheduler.js';

const slotted = z.object({ cooperativeId: z.uuid().optional(), slot: z.string() });
const Nightly = defineJob({ name: 'schedule-spec.nightly', payload: slotted });
const Often = defineJob({ name: 'schedule-spec.often', payload: slotted });
const daily = defineSchedule({ job: Nightly, dailyAt: '02:30' });
const often = defineSchedule({ job: Often, everyMs: 900_000, perCooperative: false });

const slotOf = (schedule: Schedule, now: string) =>
  latestSlot(schedule, new Date(now)).toISOString();

describe('the slot of a daily schedule', () => {
  it.each([
    ['2026-01-31T02:30:00.000Z', '2026-01-31T02:30:00.000Z'],
    ['2026-01-31T02:29:59.999Z', '2026-01-30T02:30:00.000Z'],
    ['2026-01-31T23:59:59.999Z', '2026-01-31T02:30:00.000Z'],
    ['2026-03-01T00:00:00.000Z', '2026-02-28T02:30:00.000Z'],
    ['2028-03-01T00:00:00.000Z', '2028-02-29T02:30:00.000Z'],
    ['2026-01-01T00:00:00.000Z', '2025-12-31T02:30:00.000Z'],
    // When clocks in Europe are put forward and back: a time in UTC knows nothing of it.
    ['2026-03-29T01:30:00.000Z', '2026-03-28T02:30:00.000Z'],
    ['2026-03-29T02:30:00.000Z', '2026-03-29T02:30:00.000Z'],
    ['2026-10-25T02:30:00.000Z', '2026-10-25T02:30:00.000Z'],
  ])('at %s is %s', (now, slot) => {
    expect(slotOf(daily, now)).toBe(slot);
  });

  it('comes once a day, each day, and is never in the future', () => {
    const instants = fc.date({
      min: new Date('1970-01-02T00:00:00Z'),
      max: new Date('2199-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    const times = fc
      .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(instants, times, (now, dailyAt) => {
        const schedule = { ...daily, dailyAt };
        const slot = latestSlot(schedule, now);
        const age = now.getTime() - slot.getTime();
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThan(86_400_000);
        expect(slot.toISOString().slice(11)).toBe(`${dailyAt}:00.000Z`);
        expect(latestSlot(schedule, slot)).toEqual(slot);
      }),
    );
  });

  it.each(['24:00', '2:30', '02:60', '02:30:00', '', 'noon'])('is not at %j', (dailyAt) => {
    expect(() => latestSlot({ ...daily, dailyAt }, new Date())).toThrow(/is due at HH:MM/);
  });
});

describe('the slot of a rhythm', () => {
  it.each([
    ['2026-01-31T10:00:00.000Z', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10:14:59.999Z', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T10:15:00.000Z', '2026-01-31T10:15:00.000Z'],
  ])('at %s is %s', (now, slot) => {
    expect(slotOf(often, now)).toBe(slot);
  });
});

describe('a scheduler', () => {
  const mill = newId();
  const dairy = newId();
  let cooperatives: string[] = [];
  let asked = 0;

  class Known extends Tenants {
    override cooperativeIds(): Promise<readonly string[]> {
      asked += 1;
      return Promise.resolve([...cooperatives]);
    }
  }

  let world: TestWorld & { empty: () => Promise<void> };
  beforeAll(async () => {
    world = await createJobsWorld();
  });
  beforeEach(async () => {
    cooperatives = [mill, dairy];
    asked = 0;
    await world.empty();
  });
  afterAll(() => world.close());

  const scheduler = () => new Scheduler(world.unitOfWork, new Known(), world.clock);
  const made = () =>
    world.asOwner(
      `select name, cooperative_id as tenant, payload->>'slot' as slot from platform.jobs
       where name like 'schedule-spec.%' order by name, slot, tenant`,
    );
  const [first = '', second = ''] = [mill, dairy].toSorted();
  const today = '2026-01-01T02:30:00.000Z';

  it('makes one job for each co-operative, or one for all', async () => {
    await scheduler().tick();
    expect(await made()).toEqual([
      { name: Nightly.name, tenant: first, slot: today },
      { name: Nightly.name, tenant: second, slot: today },
      { name: Often.name, tenant: null, slot: '2026-01-01T09:00:00.000Z' },
    ]);
  });

  it('makes each job once, however many there are and however often they tick', async () => {
    const several = [scheduler(), scheduler(), scheduler()];
    await Promise.all(several.map((one) => one.tick()));
    await Promise.all(several.map((one) => one.tick()));
    await scheduler().tick();
    expect(await made()).toHaveLength(3);
  });

  it('does not ask again for a slot that it has made', async () => {
    const one = scheduler();
    await one.tick();
    await one.tick();
    expect(asked).toBe(1);
    world.clock.advance({ minutes: 15 });
    await one.tick();
    expect(asked).toBe(2);
    expect(await made()).toHaveLength(4);
  });

  it('that slept makes the latest slot, and none of those that it missed', async () => {
    const one = scheduler();
    await one.tick();
    world.clock.advance({ days: 3 });
    await one.tick();
    const slots = (await made()).filter(({ tenant }) => tenant === mill).map(({ slot }) => slot);
    expect(slots).toEqual([today, '2026-01-04T02:30:00.000Z']);
  });

  it('makes it for a co-operative that was founded since, at the next slot', async () => {
    cooperatives = [mill];
    const one = scheduler();
    await one.tick();
    cooperatives = [mill, dairy];
    world.clock.advance({ days: 1 });
    await one.tick();
    const tomorrow = (await made()).filter(({ slot }) => slot === '2026-01-02T02:30:00.000Z');
    expect(tomorrow.map(({ tenant }) => tenant)).toEqual([first, second]);
  });

  it('tries again when it could not write', async () => {
    const one = scheduler();
    cooperatives = ['no id'];
    await expect(one.tick()).rejects.toThrow(/uuid/i);
    expect(await made()).toEqual([]);
    cooperatives = [mill];
    await one.tick();
    expect(await made()).toHaveLength(2);
  });
});
