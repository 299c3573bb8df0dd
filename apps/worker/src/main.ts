import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import {
  Database,
  loadConfig,
  openLog,
  openWakeQueue,
  UnitOfWork,
  WorkerLoop,
} from '@rochdale/platform';
import type { Clock, Log } from '@rochdale/platform';
import { WorkerModule } from './worker.module.js';

export interface StartWorkerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log?: Log;
  /** Another clock than the machine's, for the demo's year and tests. */
  readonly clock?: Clock;
  /** False: no heartbeats, the caller drains (`loop.drain()`). */
  readonly beating?: boolean;
}

export interface RunningWorker {
  readonly app: INestApplicationContext;
  readonly loop: WorkerLoop;
  /** Lets running jobs finish within the grace period, hands the rest back. */
  close(): Promise<void>;
}

/**
 * Starts the worker.
 *
 * @throws ConfigError with every problem of the configuration; Error when the catalogue has gaps
 */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const config = loadConfig(options.env);
  const log = options.log ?? openLog({ level: config.logLevel });
  const { clock } = options;
  const app = await NestFactory.createApplicationContext(
    WorkerModule.with({ config, log, ...(clock === undefined ? {} : { clock }) }),
    { logger: false, abortOnError: false },
  );
  const loop = app.get(WorkerLoop);
  const queue =
    options.beating === false
      ? undefined
      : openWakeQueue({
          databaseUrl: config.database.appUrl,
          redisUrl: config.redisUrl,
          onError: (error) => log.warn({ err: error }, 'the queue has a problem'),
        });
  if (queue !== undefined) {
    app.get(UnitOfWork).onCommit((wakes) => {
      // A lost wake costs a second: the sweep finds the job.
      queue.push(wakes).catch((error: unknown) => log.warn({ err: error }, 'a wake was lost'));
    });
    await loop.start(queue);
  }
  return {
    app,
    loop,
    close: async () => {
      if (queue !== undefined) {
        await loop.stop(config.shutdownGraceMs);
        await queue.close();
      }
      await app.close();
      await app.get(Database).close();
    },
  };
}
