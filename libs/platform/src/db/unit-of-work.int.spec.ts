import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { defineFact } from '../events/fact.js';
import { defineJob } from '../jobs/job.js';
import { sql } from './statement.js';

const Tried = defineFact('platform-test.Tried', 1, z.object({ amountMinor: z.string() }));
const Follow = defineJob({
  name: 'platform-test.follow',
  payload: z.object({ cooperativeId: z.uuid() }),
});
const count = sql('platform-test.count-facts', 'select count(*) as count from platform.facts');
const cooperativeId = newId();
const other = newId();

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

const fact = () =>
  Tried.of({
    subject: { kind: 'trial', id: newId() },
    visibility: 'private',
    data: { amountMinor: '12' },
  });

describe('a unit of work', () => {
  it('writes facts and jobs together with the change, or none of them', async () => {
    const actor = systemActor(cooperativeId, 'cli');
    await world.unitOfWork.run(actor, async (tx) => {
      tx.announce(fact());
      tx.enqueue(Follow, { cooperativeId });
    });
    const failed = world.unitOfWork.run(actor, async (tx) => {
      tx.announce(fact());
      tx.enqueue(Follow, { cooperativeId });
      throw new Error('on the last line');
    });
    await expect(failed).rejects.toThrow('on the last line');
    const rows = await world.asOwner(`select
      (select count(*) from platform.facts) as facts,
      (select count(*) from platform.fact_outbox) as outbox,
      (select count(*) from platform.jobs) as jobs`);
    expect(rows).toEqual([{ facts: '1', outbox: '1', jobs: '1' }]);
  });

  it('shows a co-operative nothing of another', async () => {
    const seen = await world.unitOfWork.read(systemActor(other, 'cli'), (tx) =>
      tx.one<{ count: bigint }>(count),
    );
    expect(seen.count).toBe(0n);
  });

  it('runs the whole body again when two transactions stood in each other’s way', async () => {
    let tries = 0;
    await world.unitOfWork.run(systemActor(null, 'cli'), async () => {
      tries += 1;
      if (tries < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    });
    expect(tries).toBe(3);
  });

  it('gives up after three, with a coded error', async () => {
    const hopeless = world.unitOfWork.run(systemActor(null, 'cli'), async () => {
      throw Object.assign(new Error('could not serialize'), { code: '40001' });
    });
    await expect(hopeless).rejects.toMatchObject({ code: 'CONFLICT', kind: 'conflict' });
  });

  it('lets nobody change or remove a fact, not even the owner', async () => {
    await expect(world.asOwner(`update platform.facts set type = 'x'`)).rejects.toThrow(/never/);
    await expect(world.asOwner('delete from platform.facts')).rejects.toThrow(/never/);
    await expect(world.asOwner('truncate platform.facts cascade')).rejects.toThrow(/never/);
  });
});
