import { Database, DatabaseClock, readClock, systemActor, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';

/** Asks something of each co-operative, as the service that sees one at a time. */
export async function ofEach<Found>(
  appUrl: string,
  cooperativeIds: readonly string[],
  ask: (unitOfWork: UnitOfWork, actor: Actor) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const database = await Database.open({ url: appUrl, poolSize: 1 });
  try {
    const clock = await readClock(database.pool, new DatabaseClock());
    const unitOfWork = new UnitOfWork(database, clock);
    const found: Found[] = [];
    for (const id of cooperativeIds) found.push(...(await ask(unitOfWork, systemActor(id, 'cli'))));
    return found;
  } finally {
    await database.close();
  }
}
