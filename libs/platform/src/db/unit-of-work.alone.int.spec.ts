import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { defineFact } from '../catalogue/fact.js';
import { defineJob } from '../catalogue/job.js';
import { sql } from './statement.js';
import type { Tx } from './tx.js';

const Tried = defineFact({
  type: 'platform-test.Tried',
  version: 1,
  subject: 'cooperative',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ amountMinor: z.string() }),
});
const Follow = defineJob({
  name: 'platform-test.follow',
  payload: z.object({ cooperativeId: z.uuid() }),
});
const count = sql('platform-test.count-facts', 'select count(*) as count from platform.facts');
const broken = sql('platform-test.divide', 'select 1 / 0 as nothing');
const remove = sql('platform-test.remove-jobs', 'delete from platform.jobs');
const place = sql(
  'platform-test.where-am-i',
  `select pg_backend_pid() as pid, current_setting('rochdale.cooperative_id') as tenant`,
);
const cooperativeId = newId();
const other = newId();

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
});
afterAll(() => world.close());

const fact = () => Tried.of(newId(), { amountMinor: '12' });

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

  it('sends no commit when a job is not in the catalogue', async () => {
    const actor = systemActor(cooperativeId, 'cli');
    const before = await world.asOwner('select count(*) from platform.facts');
    const unknown = world.unitOfWork.run(actor, async (tx) => {
      tx.announce(fact());
      tx.jobs.push({ name: 'platform-test.unknown', payload: {} });
    });
    await expect(unknown).rejects.toThrow('is in the catalogue');
    expect(await world.asOwner('select count(*) from platform.facts')).toEqual(before);
  });

  it('is not done when its body went on after a failed statement', async () => {
    const careless = world.unitOfWork.run(systemActor(cooperativeId, 'cli'), async (tx) => {
      await tx.rows(broken).catch(() => []);
    });
    await expect(careless).rejects.toThrow('after a failed statement');
  });

  it('lets nobody change or remove a fact, not even the owner', async () => {
    await expect(world.asOwner(`update platform.facts set type = 'x'`)).rejects.toThrow(/never/);
    await expect(world.asOwner('delete from platform.facts')).rejects.toThrow(/never/);
    await expect(world.asOwner('truncate platform.facts cascade')).rejects.toThrow(/never/);
  });
});

const where = (tx: Tx) => tx.one<{ pid: number; tenant: string }>(place);

it.each(['read', 'run'] as const)(
  'what a body left behind asks nothing in the next one’s transaction (%s)',
  async (kind) => {
    let goOn = (): void => undefined;
    const meanwhile = new Promise<void>((resolve) => (goOn = resolve));
    let late: Promise<unknown> = Promise.resolve();
    const failed = world.unitOfWork[kind](systemActor(cooperativeId, 'cli'), async (tx) => {
      await where(tx);
      late = meanwhile.then(() => where(tx)).catch((error: Error) => error.message);
      throw new Error('a part of it failed');
    });
    await expect(failed).rejects.toThrow('a part of it failed');
    const next = await world.unitOfWork[kind](systemActor(other, 'cli'), async (tx) => {
      await where(tx);
      goOn();
      await late;
      return where(tx);
    });
    expect(next.tenant).toBe(other);
    expect(await late).toMatch(/is over/);
  },
);

describe('overlapping reads of one actor', () => {
  it('share a transaction, and give the connection back', async () => {
    const actor = systemActor(cooperativeId, 'cli');
    const rows = await Promise.all([1, 2, 3].map(() => world.unitOfWork.read(actor, where)));
    expect(new Set(rows.map(({ pid }) => pid)).size).toBe(1);
    await vi.waitFor(() => expect(world.pool.pool.idleCount).toBe(world.pool.pool.totalCount));
  });

  it('are never shared with another actor, each sees its own co-operative', async () => {
    const actors = [systemActor(cooperativeId, 'cli'), systemActor(other, 'cli')];
    const rows = await Promise.all(actors.map((actor) => world.unitOfWork.read(actor, where)));
    expect(rows.map(({ tenant }) => tenant)).toEqual([cooperativeId, other]);
    expect(rows[0]?.pid).not.toBe(rows[1]?.pid);
  });

  it('do not fail because another one did', async () => {
    const actor = systemActor(cooperativeId, 'cli');
    const failing = world.unitOfWork.read(actor, (tx) => tx.rows(broken));
    const fine = world.unitOfWork.read(actor, where);
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    await expect(fine).resolves.toMatchObject({ tenant: cooperativeId });
    await vi.waitFor(() => expect(world.pool.pool.idleCount).toBe(world.pool.pool.totalCount));
  });

  it('change nothing', async () => {
    const actor = systemActor(cooperativeId, 'cli');
    const writing = world.unitOfWork.read(actor, (tx) => tx.run(remove));
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });

  it('see the clock as it is, also when they join', async () => {
    const actor = systemActor(cooperativeId, 'cli');
    const first = await world.unitOfWork.read(actor, async (tx) => tx.now);
    world.clock.advance({ hours: 1 });
    const second = await world.unitOfWork.read(actor, async (tx) => tx.now);
    expect(second.getTime() - first.getTime()).toBe(3_600_000);
  });
});

describe('reads that follow each other', () => {
  const where = (tx: Tx) => tx.one<{ pid: number; tenant: string }>(place);
  interface Sent {
    readonly name?: string;
    readonly text: string;
  }
  const sentBy = () => vi.spyOn(pg.Client.prototype, 'query');
  const textsOf = (sent: ReturnType<typeof sentBy>) =>
    sent.mock.calls.flatMap(([asked]: unknown[]) => {
      const { name, text } = typeof asked === 'string' ? { text: asked } : (asked as Sent);
      return name === undefined ? [text] : [];
    });

  it('take over the connection, each with its own tenant and in its own transaction', async () => {
    const begun = sql('platform-test.begun', 'select now()::text as at');
    const seen: { pid: number; tenant: string; at: string }[] = [];
    for (const tenant of [cooperativeId, other]) {
      const actor = systemActor(tenant, 'cli');
      const read = (tx: Tx) => Promise.all([where(tx), tx.one<{ at: string }>(begun)]);
      const [there, { at }] = await world.unitOfWork.read(actor, read);
      seen.push({ ...there, at });
      await new Promise(setImmediate);
    }
    expect(seen.map(({ tenant }) => tenant)).toEqual([cooperativeId, other]);
    expect(seen[1]?.pid).toBe(seen[0]?.pid);
    expect(seen[1]?.at).not.toBe(seen[0]?.at);
  });

  describe('where the connection is lost', () => {
    // It lingers for as long as the test takes: none of before is there whose time is running.
    beforeEach(async () => {
      const { pool } = world.pool;
      await vi.waitUntil(() => pool.idleCount === pool.totalCount);
      vi.useFakeTimers({ toFake: ['setTimeout'] });
    });
    afterEach(() => {
      vi.advanceTimersByTime(3);
      vi.useRealTimers();
    });
    const lose = (pid: number) => world.asOwner(`select pg_terminate_backend(${pid})`);

    it('between two of them, the next has another one', async () => {
      const actor = systemActor(cooperativeId, 'cli');
      const { pid } = await world.unitOfWork.read(actor, where);
      await new Promise(setImmediate);
      await lose(pid);
      const next = [1, 2].map(() => world.unitOfWork.read(actor, where));
      const [one, two] = await Promise.all(next);
      expect([one?.tenant, two?.tenant]).toEqual([cooperativeId, cooperativeId]);
      expect([one?.pid, two?.pid]).not.toContain(pid);
    });

    it('while it is read on, nothing is read twice', async () => {
      const actor = systemActor(cooperativeId, 'cli');
      await world.unitOfWork.read(actor, where);
      await new Promise(setImmediate);
      let times = 0;
      const reading = world.unitOfWork.read(actor, async (tx) => {
        times += 1;
        const { pid } = await where(tx);
        await lose(pid);
        return where(tx);
      });
      await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(times).toBe(1);
    });
  });

  it('say in one message that the one is over and the next begins', async () => {
    const sent = sentBy();
    try {
      await world.unitOfWork.read(systemActor(cooperativeId, 'cli'), where);
      await new Promise(setImmediate);
      await world.unitOfWork.read(systemActor(other, 'cli'), where);
      expect(textsOf(sent).at(-1)).toMatch(/^rollback; begin read only; select set_config/);
    } finally {
      sent.mockRestore();
    }
  });

  it('give the connection back when none follows, and at once to who writes', async () => {
    await world.unitOfWork.read(systemActor(cooperativeId, 'cli'), where);
    await vi.waitFor(() => expect(world.pool.pool.idleCount).toBe(world.pool.pool.totalCount));
    const before = world.pool.pool.totalCount;
    await Promise.all(
      Array.from({ length: 2 * before }, (_, nth) =>
        nth % 2 === 0
          ? world.unitOfWork.read(systemActor(cooperativeId, 'cli'), where)
          : world.unitOfWork.run(systemActor(other, 'cli'), where),
      ),
    );
    await vi.waitFor(() => expect(world.pool.pool.idleCount).toBe(world.pool.pool.totalCount));
  });

  it('hand it over to who waits for one, who sees nothing of them', async () => {
    const { pool } = world.pool;
    let go = (): void => undefined;
    const isFull = new Promise<void>((done) => {
      go = done;
    });
    const reads = Array.from({ length: pool.options.max }, () =>
      world.unitOfWork.read(systemActor(cooperativeId, 'cli'), async (tx) => {
        await isFull;
        return where(tx);
      }),
    );
    const waiting = pool.query<{ tenant: string; readOnly: string }>(
      `select current_setting('rochdale.cooperative_id', true) as tenant,
         current_setting('transaction_read_only') as "readOnly"`,
    );
    await vi.waitUntil(() => pool.waitingCount === 1);
    go();
    await Promise.all(reads);
    expect((await waiting).rows).toEqual([{ tenant: '', readOnly: 'off' }]);
  });

  it('leave nothing of a read that failed to the next', async () => {
    const failing = world.unitOfWork.read(systemActor(other, 'cli'), (tx) => tx.rows(broken));
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    await new Promise(setImmediate);
    const next = await world.unitOfWork.read(systemActor(cooperativeId, 'cli'), where);
    expect(next.tenant).toBe(cooperativeId);
  });
});
