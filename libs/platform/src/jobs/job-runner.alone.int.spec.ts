import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gate } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { defineJob, retiredJob } from '../catalogue/job.js';
import { Database } from '../db/database.js';
import { sql } from '../db/statement.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { systemActor } from '../kernel/actor.js';
import type { Actor } from '../kernel/actor.js';
import { platformErrors } from '../kernel/errors.js';
import { newId } from '../kernel/id.js';
import { createJobsWorld, workerOf } from '../testing/worker-of.js';
import { backoffMs } from './job-runner.js';

const Pay = defineJob({
  name: 'runner-spec.pay',
  payload: z.object({ cooperativeId: z.uuid(), billId: z.uuid() }),
  attempts: 3,
  backoffMs: 1_000,
});
const Hang = defineJob({
  name: 'runner-spec.hang',
  payload: z.object({}),
  attempts: 2,
  timeoutMs: 20,
});

const cooperativeId = newId();
const billId = newId();
let world: TestWorld & { empty: () => Promise<void> };
beforeAll(async () => {
  world = await createJobsWorld();
  await world.asOwner('create schema trial');
  await world.asOwner('create table trial.payments (bill_id uuid primary key)');
  await world.asOwner('grant usage on schema trial to public');
  await world.asOwner('grant select, insert on trial.payments to public');
});
beforeEach(async () => {
  await world.empty();
  await world.asOwner('truncate trial.payments');
});
afterAll(() => world.close());

async function enqueued(): Promise<string> {
  await world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) =>
    tx.enqueue(Pay, { cooperativeId, billId }),
  );
  return (await row())?.id ?? '';
}

const row = async (name = Pay.name) =>
  (
    await world.asOwner<{ id: string; status: string; attempts: number; pause: number }>(
      `select id, status, attempts, last_error_code as code, last_error as message,
         extract(epoch from run_at - $2::timestamptz)::float8 as pause
       from platform.jobs where name = $1`,
      [name, world.clock.now()],
    )
  )[0];

describe('the pause after a failure', () => {
  it.each([
    [1_000, 1, 1_000],
    [1_000, 2, 2_000],
    [1_000, 5, 16_000],
    [1_000, 12, 2_048_000],
    [1_000, 13, 3_600_000],
    [5_000_000, 1, 3_600_000],
    [0, 9, 0],
  ])('of %d ms after try %d is %d ms', (firstMs, attempt, pauseMs) => {
    expect(backoffMs(firstMs, attempt)).toBe(pauseMs);
  });

  it('never shrinks, and is never more than an hour', () => {
    const first = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(first, fc.integer({ min: 1, max: 5_000 }), (firstMs, attempt) => {
        const pauseMs = backoffMs(firstMs, attempt);
        expect(backoffMs(firstMs, attempt + 1)).toBeGreaterThanOrEqual(pauseMs);
        expect(pauseMs).toBeGreaterThanOrEqual(firstMs);
        expect(pauseMs).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
});

describe('a try', () => {
  it('is made as the service, in the job’s co-operative, under the job’s id', async () => {
    const id = await enqueued();
    const seen: [Actor, object][] = [];
    const run = async (by: Actor, payload: object) => void seen.push([by, payload]);
    const { runner, observed } = workerOf(world, { [Pay.name]: { run } });
    expect(await runner.run(id)).toBe('done');
    expect(seen).toEqual([[systemActor(cooperativeId, 'job', id), { cooperativeId, billId }]]);
    expect(observed).toEqual([`${Pay.name} done`]);
    expect(await runner.run(id)).toBe('skipped');
    expect(seen).toHaveLength(1);
  });

  it('of a retired kind is done, and of a kind that nobody knows is not', async () => {
    retiredJob('runner-spec.consider-bill', 'nobody considers bills any more');
    const lines: string[] = [];
    const { runner } = workerOf(world, {}, [], lines);
    const ended: unknown[] = [];
    for (const name of ['runner-spec.consider-bill', 'runner-spec.never-said']) {
      const id = await enqueued();
      await world.asOwner('update platform.jobs set name = $2 where id = $1', [id, name]);
      ended.push([await runner.run(id), (await row(name))?.status, await runner.run(id)]);
    }
    expect(ended).toEqual([
      ['done', 'done', 'skipped'],
      ['dead', 'dead', 'skipped'],
    ]);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { job: 'runner-spec.never-said', msg: 'a job is a dead letter' },
    ]);
  });

  it.each([
    ['invalid', 'INVALID_INPUT'],
    ['forbidden', 'FORBIDDEN'],
    ['not found', 'NOT_FOUND'],
  ] as const)(
    'that is refused as %s is the last: trying again does not mend it',
    async (_, code) => {
      const id = await enqueued();
      const lines: string[] = [];
      const run = () => Promise.reject(platformErrors.error(code, 'There is no such bill.'));
      const { runner } = workerOf(world, { [Pay.name]: { run } }, [], lines);
      expect(await runner.run(id)).toBe('dead');
      expect(await row()).toMatchObject({
        status: 'dead',
        attempts: 1,
        code,
        message: 'There is no such bill.',
      });
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        level: 'error',
        msg: 'a job is a dead letter',
        job: Pay.name,
        jobId: id,
        attempt: 1,
      });
    },
  );

  it.each([
    ['a conflict', platformErrors.error('CONFLICT', 'Look again.'), 'CONFLICT', 'Look again.'],
    ['no answer', platformErrors.error('UNAVAILABLE', 'Later.'), 'UNAVAILABLE', 'Later.'],
    ['a fault', new TypeError('x is undefined'), 'INTERNAL', 'x is undefined'],
    ['what is no error', 'just words', 'INTERNAL', 'failed'],
    ['much to say', new Error('x'.repeat(9_000)), 'INTERNAL', 'x'.repeat(500)],
  ])(
    'that fails by %s is tried again after a pause that grows',
    async (_, error, code, message) => {
      const id = await enqueued();
      const { runner, observed } = workerOf(world, {
        [Pay.name]: { run: () => Promise.reject(error) },
      });
      expect(await runner.run(id)).toBe('retry');
      expect(await row()).toMatchObject({ status: 'queued', attempts: 1, code, message, pause: 1 });
      expect(await runner.run(id)).toBe('skipped');
      world.clock.advance({ seconds: 1 });
      expect(await runner.run(id)).toBe('retry');
      expect(await row()).toMatchObject({ attempts: 2, pause: 2 });
      world.clock.advance({ seconds: 2 });
      expect(await runner.run(id)).toBe('dead');
      expect(observed.map((words) => words.split(' ')[1])).toEqual(['retry', 'retry', 'dead']);
      expect(runner.runningCount).toBe(0);
    },
  );

  it('that hangs counts as failed, and the last one as given up', async () => {
    await world.unitOfWork.run(systemActor(null, 'cli'), async (tx) => tx.enqueue(Hang, {}));
    const id = (await row(Hang.name))?.id ?? '';
    const { opened, open } = gate();
    const { runner } = workerOf(world, { [Hang.name]: { run: () => opened } });
    expect(await runner.run(id)).toBe('retry');
    expect(await row(Hang.name)).toMatchObject({
      code: 'JOB_TIMED_OUT',
      message: 'It took longer than 0.02 s.',
    });
    world.clock.advance({ hours: 1 });
    expect(await runner.run(id)).toBe('dead');
    open();
  });

  it('that another process took over meanwhile says nothing of its failure either', async () => {
    const id = await enqueued();
    const { opened, open } = gate();
    const late = workerOf(world, {
      [Pay.name]: { run: () => opened.then(() => Promise.reject(new Error('too late'))) },
    });
    const running = late.runner.run(id);
    await expect.poll(() => late.runner.runningCount).toBe(1);
    await late.runner.handBack();
    const other = workerOf(world);
    expect(await other.runner.run(id)).toBe('done');
    open();
    expect(await running).toBe('skipped');
    expect(await row()).toMatchObject({ status: 'done', attempts: 2, code: null });
  });
});

describe('a worker that dies between two statements', () => {
  const pay = sql('runner-spec.insert-payment', 'insert into trial.payments values ($1)');
  const paid = sql('runner-spec.find-payment', 'select 1 from trial.payments where bill_id = $1');

  /** Pays a bill once: what a handler has to be, since it may be tried again. */
  const payOnce = (unitOfWork: UnitOfWork) => ({
    run: (by: Actor) =>
      unitOfWork.run(by, async (tx) => {
        if ((await tx.rows(paid, [billId])).length > 0) return;
        await tx.run(pay, [billId]);
      }),
  });

  it.each([1, 2, 3])('in its transaction %d leaves a job that another ends', async (fatal) => {
    const id = await enqueued();
    const pool = await Database.open({ url: world.database.appUrl, applicationName: 'dying' });
    const dying = new UnitOfWork(pool, world.clock);
    const run = dying.run.bind(dying);
    let begun = 0;
    // From this transaction on, the process is not there any more: none of its commits arrives.
    dying.run = (by, body) => {
      begun += 1;
      if (begun < fatal) return run(by, body);
      return run(by, async (tx) => {
        await body(tx);
        throw new Error('killed');
      });
    };
    const worker = workerOf(
      { unitOfWork: dying, clock: world.clock },
      { [Pay.name]: payOnce(dying) },
    );
    await expect(worker.runner.run(id)).rejects.toThrow('killed');
    await pool.close();
    const claimed = fatal > 1;
    expect(await row()).toMatchObject({
      status: claimed ? 'running' : 'queued',
      attempts: claimed ? 1 : 0,
    });
    await world.asOwner(`update platform.jobs set lease_until = now() - interval '1 s'
      where status = 'running'`);
    const other = workerOf(world, { [Pay.name]: payOnce(world.unitOfWork) });
    await other.runner.revive();
    expect(await other.runner.run(id)).toBe('done');
    expect(await world.asOwner('select * from trial.payments')).toEqual([{ bill_id: billId }]);
  });
});

describe('a process that stops', () => {
  it('hands back what it runs, and nothing when it runs nothing', async () => {
    const id = await enqueued();
    const { opened, open } = gate();
    const { runner } = workerOf(world, { [Pay.name]: { run: () => opened } });
    await runner.handBack();
    const running = runner.run(id);
    await expect.poll(() => runner.runningCount).toBe(1);
    await runner.handBack();
    expect(await row()).toMatchObject({ status: 'queued', attempts: 1 });
    open();
    expect(await running).toBe('skipped');
    expect(runner.runningCount).toBe(0);
  });
});
