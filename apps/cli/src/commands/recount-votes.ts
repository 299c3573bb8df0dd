import { Database, DatabaseClock, readClock, systemActor, UnitOfWork } from '@rochdale/platform';
import { RecountOutcomes } from '@rochdale/voting';
import type { Miscount } from '@rochdale/voting';

/** Counts every decided vote of these co-operatives again; returns what differs. */
export async function recountVotes(
  appUrl: string,
  cooperativeIds: readonly string[],
): Promise<readonly Miscount[]> {
  const database = await Database.open({ url: appUrl, poolSize: 1 });
  try {
    const clock = await readClock(database.pool, new DatabaseClock());
    const recount = new RecountOutcomes(new UnitOfWork(database, clock));
    const found: Miscount[] = [];
    for (const id of cooperativeIds) {
      found.push(...(await recount.execute(systemActor(id, 'cli'))));
    }
    return found;
  } finally {
    await database.close();
  }
}
