import 'reflect-metadata';
import { openWorker, refuseBroughtBack } from '@rochdale/house';
import type { OpenWorker } from '@rochdale/house';
import { loadConfig, openLog, openWakeQueue, UnitOfWork } from '@rochdale/platform';
import type { Clock, Log, MachineTime } from '@rochdale/platform';

export interface StartWorkerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log?: Log;
  /** Another clock than the database's, for tests. */
  readonly clock?: Clock;
  /** A machine whose own clock is off, for tests. */
  readonly machine?: MachineTime;
  /** False: no heartbeats, the caller drains (`loop.drain()`). */
  readonly beating?: boolean;
}

/** `close` lets running jobs finish within the grace period and hands the rest back. */
export type RunningWorker = OpenWorker;

/**
 * Starts the worker.
 *
 * @throws ConfigError with every problem of the configuration; Error when the catalogue has gaps;
 *   SecretDiffers where the database is of another secret; BroughtBack after a restore that
 *   brought erased members back
 */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const config = loadConfig(options.env);
  const log = options.log ?? openLog({ level: config.logLevel });
  const worker = await openWorker({ ...options, config, log });
  try {
    await refuseBroughtBack(worker.app);
  } catch (error) {
    await worker.close();
    throw error;
  }
  if (options.beating === false) return worker;
  const { app, loop } = worker;
  const queue = openWakeQueue({
    databaseUrl: config.database.appUrl,
    redisUrl: config.redisUrl,
    log,
  });
  app.get(UnitOfWork).onCommit(() => {
    loop.wake();
  });
  loop.start(queue);
  return {
    app,
    loop,
    close: async () => {
      await loop.stop(config.shutdownGraceMs);
      await queue.close();
      await worker.close();
    },
  };
}
