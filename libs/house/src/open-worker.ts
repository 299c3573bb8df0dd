import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import {
  Clock,
  Database,
  JobCatalogue,
  JobRunner,
  Metrics,
  platformParts,
  Scheduler,
  sealIdsWith,
  tellGivenUp,
  Tenants,
  UnitOfWork,
  WorkerLoop,
} from '@rochdale/platform';
import type { Config, Log, MachineTime } from '@rochdale/platform';
import { rooms } from './rooms.js';
import { holdSecret } from './secret/hold-secret.js';
import { WorkerModule } from './worker.module.js';

export interface WorkerOptions {
  readonly config: Config;
  readonly log: Log;
  /** Another clock than the database's, for the demo's year and tests. */
  readonly clock?: Clock;
  /** A machine whose own clock is off, for tests. */
  readonly machine?: MachineTime;
}

/** A worker that does nothing by itself: its loop is started on a queue, or drained. */
export interface OpenWorker {
  readonly app: INestApplicationContext;
  readonly loop: WorkerLoop;
  close(): Promise<void>;
}

/** Every job of every room, with what carries it out. */
function catalogueOf(app: INestApplicationContext): JobCatalogue {
  const bound = [platformParts, ...rooms]
    .flatMap(({ handlers }) => handlers ?? [])
    .map(({ bindTo }) => bindTo((type) => app.get(type, { strict: false })));
  const catalogue: JobCatalogue = new JobCatalogue([
    ...bound,
    tellGivenUp(app.get(UnitOfWork), (name) => catalogue.entry(name).handler),
  ]);
  return catalogue;
}

/**
 * Composes the rooms into a worker.
 *
 * @throws SecretDiffers; Error naming every job without a handler, with two, or unknown
 */
export async function openWorker(options: WorkerOptions): Promise<OpenWorker> {
  const { config, log } = options;
  await holdSecret(config);
  sealIdsWith(config.secret);
  const app = await NestFactory.createApplicationContext(WorkerModule.with({ ...options, rooms }), {
    logger: false,
    abortOnError: false,
  });
  const close = async (): Promise<void> => {
    await app.close();
    await app.get(Database).close();
  };
  try {
    const catalogue = catalogueOf(app);
    const unitOfWork = app.get(UnitOfWork);
    const clock = app.get(Clock);
    const metrics = app.get(Metrics);
    const runner = new JobRunner(unitOfWork, catalogue, clock, log, (name, outcome, seconds) =>
      metrics.job(name, outcome, seconds),
    );
    const scheduler = new Scheduler(unitOfWork, app.get(Tenants), clock);
    const loop = new WorkerLoop({ unitOfWork, catalogue, runner, scheduler, clock, log });
    return { app, loop, close };
  } catch (error) {
    await close();
    throw error;
  }
}
