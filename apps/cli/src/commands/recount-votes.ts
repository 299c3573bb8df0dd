import { Database, DatabaseClock, readClock, systemActor, UnitOfWork } from '@rochdale/platform';
import { RecountOutcomes } from '@rochdale/voting';
import type { Miscount } from '@rochdale/voting';

/** A law that takes the ballot kinds to ask: Postgres alone cannot count under a rule. */
export const recountLaw = {
  name: 'voting.outcome-as-recounted',
  describes: 'What a vote came to is what its ballots come to, under the rule it was held by.',
} as const;

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
