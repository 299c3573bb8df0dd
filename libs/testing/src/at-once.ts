import pg from 'pg';
import type { TestWorld } from './test-world.js';

type Watched = Pick<TestWorld, 'asOwner'>;

/** Something to wait at until it is opened. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

export function gate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** How many transactions of this database wait for a lock. */
export async function waiting(world: Watched): Promise<number> {
  await world.asOwner('select pg_stat_clear_snapshot()');
  const rows = await world.asOwner(
    `select from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
}

const patienceMs = 20_000;

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > patienceMs) throw new Error(`In vain: ${what}`);
  }
}

/** Until so many transactions wait for a lock. @throws Error after twenty seconds */
export function untilWaiting(world: Watched, count: number): Promise<void> {
  return until(async () => (await waiting(world)) >= count, `${count} wait for a lock`);
}

/** Until the work waits for another's lock, or is over. @throws Error after twenty seconds */
export async function untilWaitingOrOver(world: Watched, work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  work.then(over, over);
  await until(async () => isOver || (await waiting(world)) > 0, 'it waits for a lock, or is over');
}

/** Lets everybody look at a table and nobody write to it, until the answer is called. */
export async function holdBack(
  world: Pick<TestWorld, 'database'>,
  table: string,
): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: world.database.adminUrl });
  await holder.connect();
  await holder.query(`begin; lock table ${table} in share mode`);
  return async () => {
    await holder.query('commit');
    await holder.end();
  };
}
