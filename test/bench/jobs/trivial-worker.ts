import {
  defineJob,
  JobCatalogue,
  JobRunner,
  openLog,
  platformParts,
  Scheduler,
  SystemClock,
  tellGivenUp,
  Tenants,
  WorkerLoop,
} from '@rochdale/platform';
import type { FindDoor, JobHandler, UnitOfWork } from '@rochdale/platform';
import { z } from 'zod';

const payload = z.object({ cooperativeId: z.uuid() });

/** Four kinds that do nothing, so that only the way to them is measured. */
export const trivialJobs = ['one', 'two', 'three', 'four'].map((name) =>
  defineJob({ name: `bench.do-${name}`, payload }),
);

class NoTenants extends Tenants {
  override cooperativeIds(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
}

const idle: FindDoor = () => ({ execute: async () => undefined }) as never;

/** A worker as the service has one, whose jobs do nothing but say that they run. */
export function trivialWorker(unitOfWork: UnitOfWork, ran: (jobId: string) => void): WorkerLoop {
  const clock = new SystemClock();
  const log = openLog({ level: 'warn' });
  const ours = trivialJobs.map(({ name }): JobHandler => ({
    name,
    run: async ({ requestId }) => ran(requestId),
  }));
  const catalogue: JobCatalogue = new JobCatalogue([
    ...(platformParts.handlers ?? []).map(({ bindTo }) => bindTo(idle)),
    tellGivenUp(unitOfWork, (name) => catalogue.entry(name).handler),
    ...ours,
  ]);
  const runner = new JobRunner(unitOfWork, catalogue, clock, log, () => undefined);
  const scheduler = new Scheduler(unitOfWork, new NoTenants(), clock);
  return new WorkerLoop({ unitOfWork, catalogue, runner, scheduler, clock, log });
}
