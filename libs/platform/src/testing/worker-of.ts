import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { allJobs } from '../catalogue/job.js';
import type { JobHandler } from '../catalogue/handler.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import { JobCatalogue } from '../jobs/job-catalogue.js';
import { JobRunner } from '../jobs/job-runner.js';
import type { JobOutcome } from '../jobs/job-runner.js';
import { Scheduler, Tenants } from '../jobs/scheduler.js';
import { tellGivenUp } from '../jobs/tell-given-up.js';
import { WorkerLoop } from '../jobs/worker-loop.js';
import type { WakeQueue } from '../jobs/wake-queue.js';
import type { Clock } from '../kernel/clock.js';
import { openLog } from '../telemetry/log.js';

/** What the jobs of a spec do. A job that is not named does nothing. */
export type Handlers = Readonly<Record<string, Omit<JobHandler, 'name'>>>;

export interface TestWorker {
  readonly loop: WorkerLoop;
  readonly runner: JobRunner;
  /** `<job> <outcome>`, in the order in which they ended. */
  readonly observed: readonly string[];
}

/** When a world's clock starts, and to where `emptied` sets it back. */
export const start = new Date('2026-01-01T09:00:00Z');

const nothing: Omit<JobHandler, 'name'> = { run: async () => undefined };

/** A worker with handlers of its own, for every job that the spec has declared. */
export function workerOf(
  { unitOfWork, clock }: { readonly unitOfWork: UnitOfWork; readonly clock: Clock },
  handlers: Handlers = {},
  cooperativeIds: readonly string[] = [],
  lines: string[] = [],
): TestWorker {
  const log = openLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
  const told = tellGivenUp(unitOfWork, (name) => catalogue.entry(name).handler);
  const others = [...allJobs().keys()].filter((name) => name !== told.name);
  const catalogue: JobCatalogue = new JobCatalogue([
    ...others.map((name) => ({ ...(handlers[name] ?? nothing), name })),
    told,
  ]);
  const observed: string[] = [];
  const observe = (name: string, outcome: JobOutcome) => void observed.push(`${name} ${outcome}`);
  const runner = new JobRunner(unitOfWork, catalogue, clock, log, observe);
  const scheduler = new Scheduler(unitOfWork, new TheseTenants(cooperativeIds), clock);
  const loop = new WorkerLoop({ unitOfWork, catalogue, runner, scheduler, clock, log });
  return { loop, runner, observed };
}

class TheseTenants extends Tenants {
  constructor(private readonly ids: readonly string[]) {
    super();
  }

  override cooperativeIds(): Promise<readonly string[]> {
    return Promise.resolve(this.ids);
  }
}

/** A world that the tests of a file share: `empty` before each of them. */
export async function createJobsWorld(): Promise<TestWorld & { empty: () => Promise<void> }> {
  const world = await createTestWorld(start);
  return {
    ...world,
    empty: async () => {
      world.clock.set(start);
      await world.asOwner('delete from platform.jobs');
      await world.asOwner('delete from platform.fact_outbox');
    },
  };
}

/** A queue that loses every wake. */
export function deafQueue(): WakeQueue {
  return {
    wake: () => undefined,
    consume: () => async () => undefined,
    close: async () => undefined,
  };
}
