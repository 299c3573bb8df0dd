import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemActor } from '../kernel/actor.js';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { defineFact } from './fact.js';
import type { RecordedFact } from './fact.js';
import { handle } from './handler.js';
import type { FindDoor, GivenUp } from './handler.js';
import {
  allJobs,
  allReactions,
  allSchedules,
  defineJob,
  defineReaction,
  defineSchedule,
} from './job.js';

const Sow = defineJob({
  name: 'job-spec.sow-plot',
  payload: z.object({ cooperativeId: z.uuid(), seeds: z.number() }),
});
const Sown = defineFact({
  type: 'job-spec.PlotSown',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({ seeds: z.number() }),
});

const cooperativeId = newId();
const actor = systemActor(cooperativeId, 'job');
const payload = { cooperativeId, seeds: 3 };

describe('a job', () => {
  it('is tried as often, as long and as many at once as is usual, unless it says otherwise', () => {
    expect(Sow).toMatchObject({
      attempts: 8,
      backoffMs: 2_000,
      concurrency: 4,
      timeoutMs: 600_000,
    });
    const rare = defineJob({ name: 'job-spec.weed', payload: z.object({}), attempts: 1 });
    expect(rare).toMatchObject({ attempts: 1, concurrency: 4 });
    expect(allJobs().get('job-spec.weed')).toBe(rare);
  });

  it.each(['sow', 'job-spec.SowPlot', 'job-spec.sow.plot', 'job spec.sow', ''])(
    'is not called %j',
    (name) => {
      expect(() => defineJob({ name, payload: z.object({}) })).toThrow(/is not room.verb-noun/);
    },
  );

  it('is declared once', () => {
    expect(() => defineJob({ name: Sow.name, payload: z.object({}) })).toThrow(/declared twice/);
  });
});

describe('a reaction', () => {
  const fact = (seeds: number) =>
    ({ ...Sown.of(cooperativeId, { seeds }), cooperativeId }) as unknown as RecordedFact;

  it('makes its job of what the fact says, when it is asked to', () => {
    const declared = defineReaction({
      on: Sown,
      job: Sow,
      payload: ({ data }) => ({ cooperativeId, seeds: data.seeds * 2 }),
      when: ({ data }) => data.seeds > 1,
    });
    expect(declared).toMatchObject({ on: 'job-spec.PlotSown', job: Sow });
    expect(declared.payload(fact(3))).toEqual({ cooperativeId, seeds: 6 });
    expect([declared.when(fact(1)), declared.when(fact(2))]).toEqual([false, true]);
    expect(allReactions()).toContain(declared);
  });

  it('follows every fact of its type, unless it says when', () => {
    const declared = defineReaction({ on: Sown, job: Sow, payload: () => payload });
    expect(declared.when(fact(0))).toBe(true);
  });
});

describe('a schedule', () => {
  it('is for each co-operative, or for the installation', () => {
    const daily = defineSchedule({ job: Sow, dailyAt: '02:00' });
    const often = defineSchedule({ job: Sow, everyMs: 60_000, perCooperative: false });
    expect(daily).toEqual({ job: Sow, perCooperative: true, everyMs: null, dailyAt: '02:00' });
    expect(often).toEqual({ job: Sow, perCooperative: false, everyMs: 60_000, dailyAt: null });
    expect(allSchedules()).toEqual(expect.arrayContaining([daily, often]));
  });

  it('has one rhythm', () => {
    expect(() => defineSchedule({ job: Sow })).toThrow(/sow-plot has one rhythm/);
    expect(() => defineSchedule({ job: Sow, everyMs: 1, dailyAt: '02:00' })).toThrow(/one rhythm/);
  });
});

describe('what carries a job out', () => {
  class SowPlot {
    readonly seen: unknown[] = [];
    async execute(by: Actor, given: { seeds: number }): Promise<string> {
      this.seen.push([by, given]);
      return 'sown';
    }
  }
  class TellGardener {
    readonly told: unknown[] = [];
    async execute(by: Actor, given: object, why: GivenUp): Promise<void> {
      this.told.push([by, given, why]);
    }
  }
  const sow = new SowPlot();
  const tell = new TellGardener();
  const find: FindDoor = (type) => {
    const found = [sow, tell].find((one) => one instanceof type);
    if (found === undefined) throw new Error(`nobody provides ${type.name}`);
    return found as InstanceType<typeof type>;
  };
  const why = { code: 'INTERNAL', message: 'frost', attempts: 8 };

  it('is its use case, with the payload as the job declares it', async () => {
    const handler = handle(Sow, SowPlot).bindTo(find);
    await expect(handler.run(actor, { ...payload, email: 'x' })).resolves.toBeUndefined();
    expect(handler.name).toBe(Sow.name);
    expect(sow.seen).toEqual([[actor, payload]]);
    expect(handler.givenUp).toBeUndefined();
  });

  it('is not asked with a payload of another version', async () => {
    const handler = handle(Sow, SowPlot).bindTo(find);
    await expect(handler.run(actor, { cooperativeId })).rejects.toThrow(z.ZodError);
    expect(sow.seen).toHaveLength(1);
  });

  it('may be another verb of the class', async () => {
    const seeds: number[] = [];
    const run = async (_door: SowPlot, _by: Actor, given: { seeds: number }) =>
      void seeds.push(given.seeds);
    await handle(Sow, SowPlot, { run }).bindTo(find).run(actor, payload);
    expect(seeds).toEqual([3]);
  });

  it('hears that the job was given up where it listens', async () => {
    const handler = handle(Sow, SowPlot, { givenUp: TellGardener }).bindTo(find);
    await handler.givenUp?.(actor, payload, why);
    expect(tell.told).toEqual([[actor, payload, why]]);
  });

  it('has to be provided by a module, the listener as well', () => {
    class Nobody extends TellGardener {
      readonly isNobody = true;
    }
    expect(() => handle(Sow, Nobody as never).bindTo(find)).toThrow(/nobody provides/);
    expect(() => handle(Sow, SowPlot, { givenUp: Nobody }).bindTo(find)).toThrow(/nobody provides/);
  });
});
