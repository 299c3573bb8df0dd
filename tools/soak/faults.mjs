// What goes wrong on an ordinary day, in turns.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

async function ended(url, where) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and (${where})`,
    );
  } finally {
    await client.end();
  }
}

/** Each with its name, and whether it takes Redis away: jobs have to go on meanwhile. */
export function faultsOf({ postgres, redis }) {
  const connectionsEnd = (where) => () => ended(postgres.directUrl(), where);
  const faults = [
    { name: 'every connection ended', run: connectionsEnd('true') },
    { name: 'connections ended mid-work', run: connectionsEnd(`state <> 'idle'`) },
    { name: 'listening connections ended', run: connectionsEnd(`query ilike '%listen%'`) },
    { name: 'Postgres restarted', run: () => postgres.restart() },
    { name: 'Postgres killed', run: () => postgres.kill() },
    {
      name: 'Postgres out of reach for 3 s',
      run: async () => {
        postgres.proxy.cut();
        await delay(3_000);
        postgres.proxy.restore();
      },
    },
  ];
  if (redis === undefined) return faults;
  const withoutRedis = {
    name: 'Redis away for 8 s',
    isWithoutRedis: true,
    run: async () => {
      await redis.stop();
      await delay(8_000);
      redis.start();
    },
  };
  return faults.flatMap((fault, nth) => (nth % 2 === 0 ? [withoutRedis, fault] : [fault]));
}
