import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TestWorld } from '@rochdale/testing';
import { defineJob } from '../catalogue/job.js';
import { anonymousActor, systemActor } from '../kernel/actor.js';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { createJobsWorld, workerOf } from '../testing/worker-of.js';
import { OperatorJobs } from './operator-jobs.js';

const Count = defineJob({
  name: 'operator-spec.count',
  payload: z.object({ cooperativeId: z.uuid() }),
  attempts: 1,
});
const mill = newId();
const officer = (tenant: string, role: 'administrator' | 'treasurer'): Actor => ({
  ...anonymousActor(tenant),
  kind: 'account',
  accountId: newId(),
  memberId: newId(),
  standing: 'active',
  roles: new Set([role]),
  via: 'session',
});
const administrator = officer(mill, 'administrator');

let world: TestWorld & { empty: () => Promise<void> };
let jobs: OperatorJobs;
beforeAll(async () => {
  world = await createJobsWorld();
  jobs = new OperatorJobs(world.unitOfWork);
});
beforeEach(() => world.empty());
afterAll(() => world.close());

/** A dead letter of the mill: the bank was closed. */
async function deadLetter(): Promise<string> {
  await world.unitOfWork.run(systemActor(mill, 'cli'), async (tx) =>
    tx.enqueue(Count, { cooperativeId: mill }),
  );
  const run = () => Promise.reject(new Error('the bank is closed'));
  await workerOf(world, { [Count.name]: { run } }).loop.drain();
  const { rows } = await page(administrator, 'dead');
  return rows[0]?.id ?? '';
}

const page = (by: Actor, status: 'dead' | 'done' | null = null) =>
  world.unitOfWork.read(by, (tx) => jobs.page(tx, { first: 5 }, { status }));

describe('the jobs of a co-operative', () => {
  it('are seen by its administrator, with why they failed', async () => {
    const id = await deadLetter();
    expect((await page(administrator)).rows).toEqual([
      {
        id,
        name: Count.name,
        status: 'dead',
        attempts: 1,
        maxAttempts: 1,
        runAt: expect.any(Date) as Date,
        createdAt: world.clock.now(),
        lastErrorCode: 'INTERNAL',
        lastError: 'the bank is closed',
      },
    ]);
    expect((await page(administrator, 'done')).rows).toEqual([]);
  });

  it('are nobody else’s business', async () => {
    const id = await deadLetter();
    for (const by of [officer(mill, 'treasurer'), anonymousActor(mill)]) {
      const code = by.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      await expect(page(by)).rejects.toMatchObject({ code });
      await expect(jobs.retry(by, id)).rejects.toMatchObject({ code });
    }
    expect((await page(officer(newId(), 'administrator'))).rows).toEqual([]);
  });
});

describe('a dead letter', () => {
  it('is tried again, and its tries are counted on', async () => {
    const id = await deadLetter();
    expect(await jobs.retry(administrator, id)).toMatchObject({
      id,
      status: 'queued',
      attempts: 1,
      maxAttempts: 2,
    });
    await workerOf(world).loop.drain();
    expect((await page(administrator, 'done')).rows.map((job) => job.id)).toEqual([id]);
  });

  it('is none once it is tried again, or where it is another co-operative’s', async () => {
    const id = await deadLetter();
    const elsewhere = officer(newId(), 'administrator');
    await expect(jobs.retry(elsewhere, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await page(administrator, 'dead')).rows).toHaveLength(1);
    await jobs.retry(administrator, id);
    await expect(jobs.retry(administrator, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(jobs.retry(administrator, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
