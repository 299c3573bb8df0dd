import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { FactDefinition } from '../catalogue/fact.js';
import type { JobHandler } from '../catalogue/handler.js';

/** The registries as a process finds them when it starts: what a test declares is its own. */
async function freshRegistries() {
  vi.resetModules();
  const jobs = await import('../catalogue/job.js');
  const facts = await import('../catalogue/fact.js');
  const { JobCatalogue } = await import('./job-catalogue.js');
  const water = jobs.defineJob({ name: 'catalogue-spec.water-plot', payload: z.object({}) });
  const weed = jobs.defineJob({ name: 'catalogue-spec.weed-plot', payload: z.object({}) });
  const dried = facts.defineFact({
    type: 'catalogue-spec.Dried',
    version: 1,
    subject: 'cooperative',
    visibility: 'members',
    data: z.object({}),
  });
  const run = async (): Promise<void> => undefined;
  const of = (...names: string[]) => new JobCatalogue(names.map((name) => ({ name, run })));
  const catalogue = (handlers: readonly JobHandler[]) => new JobCatalogue(handlers);
  return {
    ...jobs,
    jobs,
    catalogue,
    water,
    weed,
    dried,
    of,
    whole: () => of(water.name, weed.name),
  };
}

let fresh: Awaited<ReturnType<typeof freshRegistries>>;
beforeEach(async () => {
  fresh = await freshRegistries();
});

describe('the catalogue of jobs', () => {
  it('has one handler for each job, and finds both by its name', () => {
    const { water, whole } = fresh;
    expect(whole().find(water.name)).toMatchObject({
      definition: water,
      handler: { name: water.name },
    });
    expect(whole().entry(water.name).definition).toBe(water);
  });

  it('has no entry for a job of another version', () => {
    expect(fresh.whole().find('catalogue-spec.forgotten')).toBeNull();
    expect(() => fresh.whole().entry('catalogue-spec.forgotten')).toThrow(/is in the catalogue/);
  });

  it('refuses a job without a handler, with two, or unknown, and names each', () => {
    const { of, water, weed } = fresh;
    expect(() => of(water.name)).toThrow(/weed-plot has no handler$/);
    expect(() => of(water.name, weed.name, weed.name)).toThrow(/weed-plot has two handlers$/);
    expect(() => of(weed.name, 'catalogue-spec.x')).toThrow(
      /catalogue-spec.x is not in the catalogue; catalogue-spec.water-plot has no handler$/,
    );
  });

  it('refuses two schedules of one job, of which the second would never come', () => {
    fresh.defineSchedule({ job: fresh.water, dailyAt: '06:00' });
    fresh.defineSchedule({ job: fresh.weed, dailyAt: '06:00' });
    expect(fresh.whole).not.toThrow();
    fresh.defineSchedule({ job: fresh.water, everyMs: 60_000 });
    expect(fresh.whole).toThrow(/: catalogue-spec.water-plot has two schedules$/);
  });

  it('can do without dead letters of what comes again, or was told, and without no other', () => {
    const { water, weed, jobs } = fresh;
    const told = jobs.defineJob({ name: 'catalogue-spec.tell-plot', payload: z.object({}) });
    jobs.defineSchedule({ job: weed, dailyAt: '06:00' });
    const run = async (): Promise<void> => undefined;
    const handlers = [
      { name: water.name, run },
      { name: weed.name, run },
      { name: told.name, run, givenUp: run },
    ];
    expect(fresh.catalogue(handlers).namesDoneWithout()).toEqual([weed.name, told.name]);
  });

  it('refuses a job that is retired and in the catalogue, and keeps no dead letter of such', () => {
    const { retiredJob, weed, whole } = fresh;
    retiredJob('catalogue-spec.burn-plot', 'nothing is burnt any more');
    expect(whole().whyRetired('catalogue-spec.burn-plot')).toBe('nothing is burnt any more');
    expect(whole().whyRetired('catalogue-spec.forgotten')).toBeNull();
    expect(whole().namesDoneWithout()).toContain('catalogue-spec.burn-plot');
    retiredJob(weed.name, 'it grows');
    expect(whole).toThrow(/: catalogue-spec.weed-plot is retired and in the catalogue$/);
  });

  it('refuses to make one job of a fact twice', () => {
    const follow = (job = fresh.water) =>
      fresh.defineReaction({ on: fresh.dried, job, payload: () => ({}) });
    follow();
    follow(fresh.weed);
    expect(fresh.whole).not.toThrow();
    follow();
    expect(fresh.whole).toThrow(/: catalogue-spec.water-plot follows catalogue-spec.Dried twice$/);
  });

  it('refuses to follow what nobody announces', () => {
    const on = { ...fresh.dried, type: 'catalogue-spec.Flooded' } as FactDefinition;
    fresh.defineReaction({ on, job: fresh.weed, payload: () => ({}) });
    expect(fresh.whole).toThrow(/weed-plot follows catalogue-spec.Flooded, which nobody ann/);
  });
});
