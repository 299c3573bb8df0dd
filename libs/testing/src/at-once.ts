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

/** Until it answers nothing; what it answered last is told. */
async function until(whyNot: () => Promise<string | null>, patience: number): Promise<void> {
  const began = performance.now();
  for (;;) {
    const reason = await whyNot();
    if (reason === null) return;
    if (performance.now() - began > patience) throw new Error(`In vain: ${reason}`);
  }
}

/** Until exactly so many transactions wait for a lock. @throws Error after twenty seconds */
export function untilWaiting(world: Watched, count: number, patience = patienceMs): Promise<void> {
  return until(async () => {
    const found = await waiting(world);
    return found === count ? null : `${count} wait for a lock, not ${found}`;
  }, patience);
}

/** Until the work waits for another's lock, or is over. @throws Error after twenty seconds */
export async function untilWaitingOrOver(world: Watched, work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = (): void => void (isOver = true);
  work.then(over, over);
  await until(
    async () => (isOver || (await waiting(world)) > 0 ? null : 'it waits for a lock, or is over'),
    patienceMs,
  );
}

/**
 * Lets everybody look at a table and nobody write to it, until the work is over or fails. What it
 * began and nobody waited for is answered in an object: a promise that it answers is waited for.
 */
export async function holdBack<Begun>(
  world: Pick<TestWorld, 'database'>,
  table: string,
  work: () => Promise<Begun>,
): Promise<Begun> {
  const holder = new pg.Client({ connectionString: world.database.adminUrl });
  await holder.connect();
  try {
    await holder.query(`begin; lock table ${table} in share mode`);
    return await work();
  } finally {
    // Whoever goes lets go of what they hold.
    await holder.end();
  }
}

/**
 * Somebody holds a row until the work is over, which is not to wait for it: it would never end.
 *
 * @param lock what selects the row, as in `inOrder`
 * @throws Error when the work waits for it
 */
export async function whileHeld<Done>(
  world: Pick<TestWorld, 'asOwner' | 'database'>,
  lock: string,
  work: () => Promise<Done>,
): Promise<Done> {
  const holder = new pg.Client({ connectionString: world.database.adminUrl });
  await holder.connect();
  try {
    await holder.query(`begin; ${lock} for update`);
    const begun = work();
    await untilWaitingOrOver(world, begun);
    if ((await waiting(world)) > 0) throw new Error('The work waits for the row.');
    return await begun;
  } finally {
    await holder.end();
  }
}

const codeOf = (error: unknown) => (error as { code?: string }).code ?? String(error);

/**
 * Somebody has a row locked; two come for it, one after the other. How both ended: done, or by
 * which code.
 *
 * @param lock what selects the row: `select from schema.table where id = '…'`
 */
export async function inOrder(
  world: Pick<TestWorld, 'asOwner' | 'database'>,
  lock: string,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<readonly string[]> {
  const holder = new pg.Client({ connectionString: world.database.adminUrl });
  await holder.connect();
  try {
    await holder.query(`begin; ${lock} for update`);
    const one = first().then(() => 'done', codeOf);
    await untilWaiting(world, 1);
    const other = second().then(() => 'done', codeOf);
    await untilWaiting(world, 2);
    await holder.query('commit');
    return await Promise.all([one, other]);
  } finally {
    await holder.end();
  }
}
