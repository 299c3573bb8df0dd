import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestWorld } from '@rochdale/testing';
import type { DueJob } from '../catalogue/job.js';
import type { Tx } from '../db/tx.js';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { createJobsWorld, start } from '../testing/worker-of.js';
import { jobRunStore } from './job-run.store.js';
import type { ClaimedJob } from './job-run.store.js';

let world: TestWorld & { empty: () => Promise<void> };
beforeAll(async () => {
  world = await createJobsWorld();
});
beforeEach(() => world.empty());
afterAll(() => world.close());

const mill = newId();
const dairy = newId();
const run = <T>(body: (tx: Tx) => Promise<T>) =>
  world.unitOfWork.run(systemActor(null, 'job'), body);

interface Given {
  readonly name?: string;
  readonly cooperativeId?: string | null;
  readonly status?: string;
  readonly attempts?: number;
  readonly maxAttempts?: number;
  /** Seconds from now; negative is in the past. */
  readonly runIn?: number;
  readonly leaseIn?: number;
  readonly finishedIn?: number;
}

/** A row as a worker may have left it. */
async function job(given: Given = {}): Promise<string> {
  const { name = 'store-spec.count', cooperativeId = mill, status = 'queued' } = given;
  const { attempts = 0, maxAttempts = 3, runIn = 0, leaseIn, finishedIn } = given;
  const id = newId();
  const at = (seconds: number | undefined) =>
    seconds === undefined ? null : new Date(start.getTime() + seconds * 1_000);
  // A lease is machine time.
  const lease = leaseIn === undefined ? null : new Date(Date.now() + leaseIn * 1_000);
  await world.asOwner(
    `insert into platform.jobs (id, cooperative_id, name, key, payload, status, attempts,
       max_attempts, run_at, lease_until, finished_at, created_at)
     values ($1, $2, $3, gen_random_uuid()::text, '{"a": 1}', $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      cooperativeId,
      name,
      status,
      attempts,
      maxAttempts,
      at(runIn),
      lease,
      at(finishedIn),
      start,
    ],
  );
  return id;
}

const rowOf = async (id: string) =>
  (
    await world.asOwner<{ status: string; attempts: number; code: string | null; run_at: Date }>(
      `select status, attempts, max_attempts, run_at, lease_until, finished_at,
         last_error_code as code, last_error as message from platform.jobs where id = $1`,
      [id],
    )
  )[0];

const claim = async (id: string) => (await run((tx) => jobRunStore.claim(tx, [id])))[0] ?? null;
async function claimed(id: string): Promise<ClaimedJob> {
  const found = await claim(id);
  if (found === null) throw new Error('it could not be claimed');
  return found;
}

describe('a claim', () => {
  it('takes a job that is due, counts the try and leases it', async () => {
    const id = await job({ attempts: 1 });
    expect(await claim(id)).toEqual({
      id,
      name: 'store-spec.count',
      cooperativeId: mill,
      payload: { a: 1 },
      attempts: 2,
      maxAttempts: 3,
    });
    const [lease] = await world.asOwner<{ seconds: number }>(
      `select extract(epoch from lease_until - clock_timestamp())::float8 as seconds
       from platform.jobs`,
    );
    expect(lease?.seconds).toBeGreaterThan(100);
    expect(lease?.seconds).toBeLessThanOrEqual(120);
  });

  it.each<[string, Given]>([
    ['that is not due yet', { runIn: 1 }],
    ['that runs', { status: 'running', leaseIn: 60 }],
    ['that is done', { status: 'done' }],
    ['that is a dead letter', { status: 'dead' }],
    ['that was tried as often as it may', { attempts: 3 }],
  ])('takes no job %s', async (_, given) => {
    const id = await job(given);
    const before = await rowOf(id);
    expect(await claim(id)).toBeNull();
    expect(await rowOf(id)).toEqual(before);
  });

  it('takes a job at the very moment it is due', async () => {
    const id = await job({ runIn: 30 });
    world.clock.advance({ seconds: 29 });
    expect(await claim(id)).toBeNull();
    world.clock.advance({ seconds: 1 });
    expect(await claim(id)).not.toBeNull();
  });

  it('takes a job for one of all who want it at once', async () => {
    const id = await job();
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim(id)));
    expect(claims.filter((one) => one !== null)).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({ status: 'running', attempts: 1 });
  });

  it('of nothing is none', async () => {
    expect(await claim(newId())).toBeNull();
  });
});

describe('the fence of tries', () => {
  const failure = {
    status: 'queued',
    runAt: new Date(start.getTime() + 5_000),
    code: 'INTERNAL',
    message: 'the bank is closed',
  } as const;

  it('lets the try that holds the job end it', async () => {
    const first = await claimed(await job());
    expect(await run((tx) => jobRunStore.finish(tx, [first]))).toEqual([first.id]);
    expect(await rowOf(first.id)).toMatchObject({
      status: 'done',
      finished_at: start,
      lease_until: null,
    });
    const second = await claimed(await job());
    expect(await run((tx) => jobRunStore.putBack(tx, second, failure))).toBe(1);
    expect(await rowOf(second.id)).toMatchObject({
      status: 'queued',
      attempts: 1,
      run_at: failure.runAt,
      code: 'INTERNAL',
      message: 'the bank is closed',
      lease_until: null,
      finished_at: null,
    });
  });

  it.each<[string, (tx: Tx, held: ClaimedJob) => Promise<number>]>([
    ['end it', async (tx, held) => (await jobRunStore.finish(tx, [held])).length],
    ['fail it', (tx, held) => jobRunStore.putBack(tx, held, failure)],
    ['lengthen its lease', (tx, held) => jobRunStore.extendLease(tx, held)],
    ['hand it back', (tx, held) => jobRunStore.handBack(tx, [held])],
  ])('lets no earlier try %s', async (_, act) => {
    const id = await job();
    const late = await claimed(id);
    await run((tx) => jobRunStore.handBack(tx, [late]));
    const current = await claimed(id);
    expect(current.attempts).toBe(late.attempts + 1);
    const before = await rowOf(id);
    expect(await run((tx) => act(tx, late))).toBe(0);
    expect(await rowOf(id)).toEqual(before);
    expect(await run((tx) => jobRunStore.finish(tx, [current]))).toHaveLength(1);
    expect(await run((tx) => act(tx, current))).toBe(0);
  });

  it('forgets why earlier tries failed once one did not', async () => {
    const id = await job();
    const held = await claimed(id);
    await run((tx) => jobRunStore.putBack(tx, held, { ...failure, runAt: start }));
    const again = await claimed(id);
    await run((tx) => jobRunStore.finish(tx, [again]));
    expect(await rowOf(id)).toMatchObject({ status: 'done', code: null, message: null });
  });

  it('says when a job became a dead letter', async () => {
    const held = await claimed(await job());
    await run((tx) => jobRunStore.putBack(tx, held, { ...failure, status: 'dead' }));
    expect(await rowOf(held.id)).toMatchObject({ status: 'dead', finished_at: start });
  });
});

describe('a job that is handed back', () => {
  it('may be tried as often as before, under a new number', async () => {
    const id = await job({ maxAttempts: 1 });
    const held = await claimed(id);
    expect(await run((tx) => jobRunStore.handBack(tx, [held]))).toBe(1);
    expect(await rowOf(id)).toMatchObject({ status: 'queued', attempts: 1, max_attempts: 2 });
    expect((await claimed(id)).attempts).toBe(2);
  });

  it('is handed back with all that a process held, and with nothing of another', async () => {
    const mine = [await claimed(await job()), await claimed(await job())];
    const other = await claimed(await job());
    expect(await run((tx) => jobRunStore.handBack(tx, mine))).toBe(2);
    expect(await rowOf(other.id)).toMatchObject({ status: 'running' });
    expect(await run((tx) => jobRunStore.handBack(tx, []))).toBe(0);
  });
});

describe('a lease', () => {
  it('is longer for whoever still works', async () => {
    const held = await claimed(await job());
    await world.asOwner(`update platform.jobs set lease_until = clock_timestamp()`);
    expect(await run((tx) => jobRunStore.extendLease(tx, held))).toBe(1);
    expect(await run((tx) => jobRunStore.reviveExpired(tx))).toEqual([]);
    expect(await rowOf(held.id)).toMatchObject({ status: 'running' });
  });

  it('that ran out gives the job back, or makes a dead letter of it', async () => {
    const again = await job({ status: 'running', attempts: 2, leaseIn: -1 });
    const last = await job({ status: 'running', attempts: 3, leaseIn: -1 });
    const alive = await job({ status: 'running', attempts: 3, leaseIn: 60 });
    const dead = await run((tx) => jobRunStore.reviveExpired(tx));
    expect(dead.map(({ id }) => id)).toEqual([last]);
    expect(dead[0]).toMatchObject({ name: 'store-spec.count', cooperativeId: mill });
    const rows = await Promise.all([again, last, alive].map(rowOf));
    expect(rows).toMatchObject([
      { status: 'queued', attempts: 2, code: 'LEASE_EXPIRED', finished_at: null },
      { status: 'dead', attempts: 3, code: 'LEASE_EXPIRED', finished_at: start },
      { status: 'running', code: null },
    ]);
  });

  it('is machine time: the clock of the books does not end it', async () => {
    const held = await claimed(await job());
    world.clock.advance({ days: 365 });
    expect(await run((tx) => jobRunStore.reviveExpired(tx))).toEqual([]);
    expect(await rowOf(held.id)).toMatchObject({ status: 'running' });
  });
});

describe('what is due', () => {
  const due = async (atMost: number) => run((tx) => jobRunStore.due(tx, atMost));
  const byTurns = async (atMost: number) => run((tx) => jobRunStore.dueByTurns(tx, atMost));
  const ids = (jobs: readonly DueJob[]) => jobs.map(({ id }) => id);

  it('is told in the order of time, and not before its time', async () => {
    const late = await job({ runIn: -1 });
    const early = await job({ runIn: -60 });
    await job({ runIn: 60 });
    await job({ status: 'done' });
    await job({ status: 'dead' });
    await job({ status: 'running', leaseIn: 60 });
    expect(ids(await due(10))).toEqual([early, late]);
    expect(ids(await due(1))).toEqual([early]);
    expect(ids(await byTurns(10))).toEqual([early, late]);
    expect((await due(1))[0]).toEqual({
      id: early,
      name: 'store-spec.count',
      cooperativeId: mill,
    });
  });

  it('takes turns among names and co-operatives, the oldest of each first', async () => {
    const lanes: readonly Given[] = [
      { name: 'store-spec.a', cooperativeId: mill },
      { name: 'store-spec.a', cooperativeId: dairy },
      { name: 'store-spec.b', cooperativeId: mill },
      { name: 'store-spec.b', cooperativeId: null },
    ];
    const made: string[][] = [];
    for (const [at, lane] of lanes.entries()) {
      const own: string[] = [];
      for (let turn = 0; turn < 3; turn += 1)
        own.push(await job({ ...lane, runIn: at + turn * 10 - 99 }));
      made.push(own);
    }
    const inTurn = [0, 1, 2].flatMap((turn) => made.map((own) => own[turn]));
    expect(ids(await byTurns(100))).toEqual(inTurn);
    expect(ids(await byTurns(5))).toEqual(inTurn.slice(0, 5));
  });

  it('is seen although the first of a lane, or a whole lane, is not due', async () => {
    await job({ name: 'store-spec.a', runIn: 60 });
    await job({ name: 'store-spec.b', runIn: 60 });
    const b = await job({ name: 'store-spec.b' });
    const nobodys = await job({ name: 'store-spec.c', cooperativeId: null });
    expect(ids(await byTurns(10)).toSorted()).toEqual([b, nobodys].toSorted());
  });
});

describe('what is over', () => {
  it('is forgotten when it ended long ago, done, or given up where nobody needs it', async () => {
    await job({ status: 'done', finishedIn: -100 });
    await job({ name: 'store-spec.told', status: 'dead', finishedIn: -100 });
    const undone = await job({ name: 'store-spec.pay', status: 'dead', finishedIn: -100 });
    const recent = await job({ status: 'done', finishedIn: -10 });
    const dead = await job({ status: 'dead', finishedIn: -10 });
    const waiting = await job({ runIn: -100 });
    const before = new Date(start.getTime() - 50_000);
    expect(await run((tx) => jobRunStore.forgetEnded(tx, before, ['store-spec.told']))).toBe(2);
    const left = await world.asOwner<{ id: string }>('select id from platform.jobs order by id');
    expect(left.map(({ id }) => id)).toEqual([recent, dead, waiting, undone].toSorted());
  });

  it('is tried up to eight times more, when it is a dead letter', async () => {
    const dead = await job({ status: 'dead', attempts: 3, finishedIn: -100, runIn: -100 });
    expect(await run((tx) => jobRunStore.retryDead(tx, dead))).toBe(true);
    expect(await rowOf(dead)).toMatchObject({
      status: 'queued',
      attempts: 3,
      max_attempts: 6,
      run_at: start,
      finished_at: null,
    });
    expect(await run((tx) => jobRunStore.retryDead(tx, dead))).toBe(false);
    for (const status of ['done', 'running']) {
      const other = await job({ status, leaseIn: 60 });
      expect(await run((tx) => jobRunStore.retryDead(tx, other))).toBe(false);
    }
  });

  it('is ended by no process that was away since a try before it was dead', async () => {
    const id = await job({});
    const asleep = await claimed(id);
    await world.asOwner(`update platform.jobs set status = 'dead' where id = $1`, [id]);
    await run((tx) => jobRunStore.retryDead(tx, id));
    await claimed(id);
    expect(await run((tx) => jobRunStore.finish(tx, [asleep]))).toEqual([]);
    expect(await rowOf(id)).toMatchObject({ status: 'running' });
  });
});
