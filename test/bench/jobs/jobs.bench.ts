import { setTimeout as delay } from 'node:timers/promises';
import {
  assert,
  Database,
  newId,
  openWakeQueue,
  systemActor,
  SystemClock,
  UnitOfWork,
} from '@rochdale/platform';
import { exactFigure, figure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { asOwner } from '../world/cooperative.js';
import { stackUnderMeasure } from '../world/stack.js';
import type { Stack } from '../world/stack.js';
import { trivialJobs, trivialWorker } from './trivial-worker.js';

const jobCount = 20_000;
const cooperativeCount = 20;
const samples = 200;
/** Between two jobs, so that each finds the worker idle. */
const pausesMs = [20, 150] as const;

/** Jobs of some kinds and co-operatives, all due. */
const crowd = `insert into platform.jobs
    (id, cooperative_id, name, key, payload, max_attempts, run_at, created_at)
  select gen_random_uuid(), tenant, name, n::text, jsonb_build_object('cooperativeId', tenant), 8,
    now() - interval '1 minute', now()
  from generate_series(1, $1::int) as n
  cross join lateral (select ($2::uuid[])[1 + n % cardinality($2::uuid[])] as tenant,
    ($3::text[])[1 + (n / 7) % cardinality($3::text[])] as name) as lane`;
const countDone = `select count(*)::int as done from platform.jobs
  where name like 'bench.%' and status = 'done' and run_at < created_at`;

async function fill(stack: Stack): Promise<void> {
  const tenants = Array.from({ length: cooperativeCount }, () => newId());
  await asOwner(stack, async (client) => {
    await client.query(crowd, [jobCount, tenants, trivialJobs.map(({ name }) => name)]);
    await client.query('vacuum analyze platform.jobs');
  });
}

/** How many jobs a second one worker carries out, of a crowd that waits. */
async function throughput(
  stack: Stack,
  database: Database,
): Promise<{ readonly perSecond: number; readonly cpuMs: number }> {
  await fill(stack);
  const unitOfWork = new UnitOfWork(database, new SystemClock());
  let ran = 0;
  let allRan: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (allRan = resolve));
  const loop = trivialWorker(unitOfWork, () => {
    ran += 1;
    if (ran === jobCount) allRan();
  });
  const queue = openWakeQueue({ databaseUrl: stack.appUrl });
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  loop.start(queue);
  await all;
  await loop.stop(5_000);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await queue.close();
  const done = await asOwner(stack, async (client) => {
    const { rows } = await client.query<{ done: number }>(countDone);
    return rows[0]?.done;
  });
  assert(done === jobCount, 'every job was carried out and written down');
  assert(ran === jobCount, 'every job ran once');
  return { perSecond: jobCount / seconds, cpuMs: (user + system) / 1000 / jobCount };
}

/** From commit to run, in ms: asked for on connections and a queue of another process's kind. */
async function latencies(stack: Stack, database: Database): Promise<number[]> {
  const clock = new SystemClock();
  const ranAt = new Map<string, number>();
  const loop = trivialWorker(new UnitOfWork(database, clock), (id) => {
    ranAt.set(id, performance.now());
  });
  const hearing = openWakeQueue({ databaseUrl: stack.appUrl });
  loop.start(hearing);
  const asking = openWakeQueue({ databaseUrl: stack.appUrl });
  const other = await Database.open({ url: stack.appUrl, poolSize: 2 });
  const unitOfWork = new UnitOfWork(other, clock);
  let id = '';
  unitOfWork.onCommit((due) => {
    id = due[0]?.id ?? '';
    asking.wake();
  });
  const cooperativeId = newId();
  const actor = systemActor(cooperativeId, 'job');
  const found: number[] = [];
  // The first of all also opens connections.
  for (let nth = -10; nth < samples; nth += 1) {
    const job = trivialJobs[Math.abs(nth) % trivialJobs.length];
    assert(job !== undefined, 'there are kinds');
    await delay(pausesMs[0] + ((Math.abs(nth) * 37) % pausesMs[1]));
    await unitOfWork.run(actor, async (tx) => tx.enqueue(job, { cooperativeId }));
    const committed = performance.now();
    while (!ranAt.has(id)) await delay(1);
    if (nth >= 0) found.push(Math.max(0, (ranAt.get(id) ?? 0) - committed));
  }
  await loop.stop(5_000);
  for (const queue of [asking, hearing]) await queue.close();
  await other.close();
  return found.toSorted((a, b) => a - b);
}

/** Jobs that do nothing: how many, and how soon. One worker, as the service has it. */
export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  const database = await Database.open({ url: stack.appUrl });
  try {
    const sorted = await latencies(stack, database);
    const { perSecond, cpuMs } = await throughput(stack, database);
    const share = (part: number): number => sorted[Math.floor(part * sorted.length)] ?? 0;
    return [
      figure('trivial jobs, one worker, a crowd waiting', 'jobs/s', perSecond),
      exactFigure('… of the worker’s processor time, a job', 'ms CPU', cpuMs),
      exactFigure('from commit to run when idle, half of them within', 'ms', share(0.5)),
      exactFigure('… and 95 % within', 'ms', share(0.95)),
    ];
  } finally {
    await database.close();
  }
}
