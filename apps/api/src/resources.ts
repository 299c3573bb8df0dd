import type { INestApplicationContext } from '@nestjs/common';
import {
  Clock,
  CONFIG,
  Database,
  LOG,
  Metrics,
  openWakeQueue,
  UnitOfWork,
} from '@rochdale/platform';
import type { Config, Log } from '@rochdale/platform';

/** What the process holds open besides the server: the pool, and the way to wake workers. */
export async function openResources(
  app: INestApplicationContext,
): Promise<{ close(): Promise<void> }> {
  const config = app.get<Config>(CONFIG);
  const log = app.get<Log>(LOG);
  const database = app.get(Database);
  const unitOfWork = app.get(UnitOfWork);
  app.get(Metrics).watch(database, unitOfWork, app.get(Clock));
  const queue = openWakeQueue({
    databaseUrl: config.database.appUrl,
    redisUrl: config.redisUrl,
    log,
  });
  // A lost wake costs a second: the worker's sweep finds the job.
  unitOfWork.onCommit(() => queue.wake());
  return {
    close: async () => {
      await queue.close();
      await database.close();
    },
  };
}
