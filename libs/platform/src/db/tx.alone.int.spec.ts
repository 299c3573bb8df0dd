import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { defineFact } from '../catalogue/fact.js';
import { defineJob } from '../catalogue/job.js';
import type { DueJob } from '../catalogue/job.js';
import { anonymousActor, systemActor } from '../kernel/actor.js';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { sql, sqlPlannedAnew } from './statement.js';
import type { Tx } from './tx.js';

const Counted = defineFact({
  type: 'tx-spec.Counted',
  version: 3,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({ amountMinor: z.string() }),
});
const Count = defineJob({
  name: 'tx-spec.count',
  payload: z.object({ cooperativeId: z.uuid(), n: z.number().optional() }),
  attempts: 5,
});

const cooperativeId = newId();
const actor = systemActor(cooperativeId, 'cli');
const some = sql('tx-spec.some', 'select n from generate_series(1, $1::int) as n order by n');
const add = sql('tx-spec.add', 'update trial.counters set n = n + 1 where id = $1');
const addFrom = sql(
  'tx-spec.add-from',
  'update trial.counters set n = n + 1 where id = $1 and n = $2',
);
const read = sql('tx-spec.read', 'select n from trial.counters where id = $1');
const plans = sql(
  'tx-spec.plans',
  `select name from pg_prepared_statements where name like 'tx-spec.%' order by name`,
);

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  await world.asOwner('create schema trial');
  await world.asOwner('create table trial.counters (id int primary key, n int not null)');
  await world.asOwner('grant usage on schema trial to public');
  await world.asOwner('grant select, update on trial.counters to public');
});
beforeEach(async () => {
  await world.asOwner('truncate trial.counters');
  await world.asOwner('insert into trial.counters values (1, 0), (2, 0)');
  await world.asOwner('delete from platform.jobs');
});
afterAll(() => world.close());

const run = <T>(body: (tx: Tx) => Promise<T>, by: Actor = actor) => world.unitOfWork.run(by, body);
const counters = async () =>
  (await world.asOwner<{ n: number }>('select n from trial.counters order by id')).map(
    ({ n }) => n,
  );

describe('a plan', () => {
  it('stays with the connection, but for that of what is planned each time', async () => {
    const anew = sqlPlannedAnew('tx-spec.anew', 'select n from trial.counters order by n');
    await world.unitOfWork.read(actor, async (tx) => {
      expect(await tx.rows(anew)).toEqual([{ n: 0 }, { n: 0 }]);
      expect(await tx.rows(read, [1])).toEqual([{ n: 0 }]);
      expect(await tx.rows(anew)).toEqual([{ n: 0 }, { n: 0 }]);
      const kept = (await tx.rows<{ name: string }>(plans)).map(({ name }) => name);
      expect(kept).toContain(read.name);
      expect(kept).not.toContain(anew.name);
    });
  });
});

describe('rows', () => {
  it('are all, at most one, or one', async () => {
    await run(async (tx) => {
      expect(await tx.rows(some, [3])).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
      expect(await tx.maybeOne(some, [0])).toBeNull();
      expect(await tx.maybeOne(some, [1])).toEqual({ n: 1 });
      expect(await tx.one(some, [1])).toEqual({ n: 1 });
    });
  });

  it('are refused where there are more, or fewer', async () => {
    await expect(run((tx) => tx.maybeOne(some, [2]))).rejects.toThrow(/finds at most one row/);
    await expect(run((tx) => tx.one(some, [2]))).rejects.toThrow(/finds at most one row/);
    await expect(run((tx) => tx.one(some, [0]))).rejects.toThrow(/finds one row/);
  });
});

describe('a change', () => {
  it('says how many rows it changed', async () => {
    expect(await run((tx) => tx.run(add, [1]))).toBe(1);
    expect(await run((tx) => tx.run(add, [9]))).toBe(0);
  });

  it('of a row that is not what it was taken for is a conflict, and undoes the rest', async () => {
    const late = run(async (tx) => {
      await tx.change(add, [1]);
      await tx.change(addFrom, [2, 7]);
    });
    await expect(late).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { data: { statement: 'tx-spec.add-from' } },
    });
    expect(await counters()).toEqual([0, 0]);
  });

  it('by compare-and-set happens once, whoever wants it at the same time', async () => {
    const tries = Array.from({ length: 8 }, () => run((tx) => tx.change(addFrom, [1, 0])));
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await counters()).toEqual([1, 0]);
  });
});

describe('two units of work in each other’s way', () => {
  it('both come through: Postgres ends one, and it is run again', async () => {
    let arrive: () => void = () => undefined;
    const bothHold = new Promise<void>((resolve) => (arrive = resolve));
    let holding = 0;
    let tries = 0;
    const crossing = (first: number, second: number) =>
      run(async (tx) => {
        tries += 1;
        await tx.run(add, [first]);
        holding += 1;
        if (holding === 2) arrive();
        await bothHold;
        await tx.run(add, [second]);
      });
    await Promise.all([crossing(1, 2), crossing(2, 1)]);
    // Once more at least; again when the one that was ended takes its row before the other wakes.
    expect(tries).toBeGreaterThanOrEqual(3);
    expect(await counters()).toEqual([2, 2]);
  });

  it('announce and enqueue once, however often one was run', async () => {
    let tries = 0;
    const before = await world.asOwner('select count(*)::int as n from platform.facts');
    await run(async (tx) => {
      tries += 1;
      tx.announce(Counted.of(cooperativeId, { amountMinor: '1' }));
      tx.enqueue(Count, { cooperativeId });
      if (tries < 3) throw Object.assign(new Error('try again'), { code: '40001' });
    });
    const after = await world.asOwner('select count(*)::int as n from platform.facts');
    expect([tries, Number(after[0]?.['n']) - Number(before[0]?.['n'])]).toEqual([3, 1]);
    expect(await world.asOwner('select 1 from platform.jobs')).toHaveLength(1);
  });

  it('are not run again for what trying does not mend', async () => {
    let tries = 0;
    const failing = run(async (tx) => {
      tries += 1;
      await tx.run(sql('tx-spec.break', 'update trial.counters set n = null where id = 1'));
    });
    await expect(failing).rejects.toMatchObject({ code: '23502' });
    expect(tries).toBe(1);
  });
});

describe('the tenant', () => {
  it('is the actor’s, or the statement is not about one', async () => {
    expect(await run(async (tx) => tx.cooperativeId)).toBe(cooperativeId);
    const nowhere = run(async (tx) => tx.cooperativeId, anonymousActor());
    await expect(nowhere).rejects.toMatchObject({ code: 'COOPERATIVE_REQUIRED' });
  });
});

describe('time', () => {
  it('stands while a unit of work runs, and is read anew when it is run again', async () => {
    const start = new Date('2026-03-29T23:59:59.999Z');
    world.clock.set(start);
    const times: [string, string][] = [];
    await run(async (tx) => {
      times.push([tx.now.toISOString(), await tx.today()]);
      world.clock.advance({ seconds: 1 });
      times.push([tx.now.toISOString(), await tx.today()]);
      if (times.length < 4) throw Object.assign(new Error('try again'), { code: '40P01' });
    });
    expect(times).toEqual([
      ['2026-03-29T23:59:59.999Z', '2026-03-29'],
      ['2026-03-29T23:59:59.999Z', '2026-03-29'],
      ['2026-03-30T00:00:00.999Z', '2026-03-30'],
      ['2026-03-30T00:00:00.999Z', '2026-03-30'],
    ]);
  });
});

describe('what is announced', () => {
  it('is written with who, where, when and through what', async () => {
    world.clock.set(new Date('2026-01-31T12:00:00.123Z'));
    const by: Actor = {
      ...actor,
      kind: 'account',
      accountId: newId(),
      memberId: newId(),
      via: 'session',
      requestId: 'request-7',
    };
    const fact = Counted.of(cooperativeId, { amountMinor: '12' });
    await run(async (tx) => tx.announce(fact), by);
    const rows = await world.asOwner(
      `select type, version, subject_kind, subject_id, visibility, data, cooperative_id,
         actor_kind, account_id, member_id, partner_id, via, request_id, occurred_at
       from platform.facts where id = $1`,
      [fact.id],
    );
    expect(rows).toEqual([
      {
        type: 'tx-spec.Counted',
        version: 3,
        subject_kind: 'cooperative',
        subject_id: cooperativeId,
        visibility: 'members',
        data: { amountMinor: '12' },
        cooperative_id: cooperativeId,
        actor_kind: 'account',
        account_id: by.accountId,
        member_id: by.memberId,
        partner_id: null,
        via: 'session',
        request_id: 'request-7',
        occurred_at: new Date('2026-01-31T12:00:00.123Z'),
      },
    ]);
  });

  it('keeps the order in which it was said', async () => {
    const facts = Array.from({ length: 30 }, () => Counted.of(cooperativeId, { amountMinor: '1' }));
    await run(async (tx) => facts.forEach((fact) => tx.announce(fact)));
    const rows = await world.asOwner<{ id: string }>(
      'select id from platform.facts where id = any($1::uuid[]) order by position',
      [facts.map(({ id }) => id)],
    );
    expect(rows.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
  });

  it('is nothing for a reader, who enqueues nothing either', async () => {
    const announcing = world.unitOfWork.read(actor, async (tx) =>
      tx.announce(Counted.of(cooperativeId, { amountMinor: '1' })),
    );
    await expect(announcing).rejects.toThrow(/reader announces nothing/);
    const asking = world.unitOfWork.read(actor, async (tx) => tx.enqueue(Count, { cooperativeId }));
    await expect(asking).rejects.toThrow(/reader enqueues nothing/);
  });
});

describe('what is enqueued', () => {
  const jobs = () =>
    world.asOwner(
      `select key, payload, cooperative_id, status, attempts, max_attempts, run_at
       from platform.jobs order by key`,
    );

  it('is a job of its payload’s co-operative, due now, tried as often as declared', async () => {
    world.clock.set(new Date('2026-01-31T12:00:00Z'));
    await run(async (tx) => tx.enqueue(Count, { cooperativeId, n: 1 }, { key: 'one' }));
    expect(await jobs()).toEqual([
      {
        key: 'one',
        payload: { cooperativeId, n: 1 },
        cooperative_id: cooperativeId,
        status: 'queued',
        attempts: 0,
        max_attempts: 5,
        run_at: new Date('2026-01-31T12:00:00Z'),
      },
    ]);
  });

  it('is one job for each name and key, for ever; the first request is it', async () => {
    const ask = (n: number, key?: string) =>
      run(async (tx) => tx.enqueue(Count, { cooperativeId, n }, key === undefined ? {} : { key }));
    await ask(1, 'a');
    await ask(2, 'a');
    await world.asOwner(`update platform.jobs set status = 'done'`);
    await ask(3, 'a');
    await run(async (tx) => {
      tx.enqueue(Count, { cooperativeId, n: 4 }, { key: 'b' });
      tx.enqueue(Count, { cooperativeId, n: 5 }, { key: 'b' });
    });
    const found = await jobs();
    expect(found.map((row) => [row['key'], row['payload'].n])).toEqual([
      ['a', 1],
      ['b', 4],
    ]);
    await ask(6);
    await ask(7);
    expect(await jobs()).toHaveLength(4);
  });

  it('fits its job', async () => {
    const wrong = run(async (tx) => tx.enqueue(Count, { cooperativeId: 'the mill' }));
    await expect(wrong).rejects.toThrow(z.ZodError);
    expect(await jobs()).toEqual([]);
  });

  it('wakes workers after the commit, of what is new and due, and of nothing else', async () => {
    const woken: DueJob[] = [];
    let committed: number | undefined;
    world.unitOfWork.onCommit((wakes) => woken.push(...wakes));
    const later = new Date(world.clock.now().getTime() + 60_000);
    await run(async (tx) => {
      tx.enqueue(Count, { cooperativeId }, { key: 'now' });
      tx.enqueue(Count, { cooperativeId }, { key: 'later', runAt: later });
      committed = woken.length;
    });
    await run(async (tx) => tx.enqueue(Count, { cooperativeId }, { key: 'now' }));
    await run(async (tx) => {
      tx.enqueue(Count, { cooperativeId }, { key: 'never' });
      throw new Error('on the last line');
    }).catch(() => undefined);
    world.unitOfWork.onCommit(() => undefined);
    const [job] = await world.asOwner(`select id from platform.jobs where key = 'now'`);
    expect(committed).toBe(0);
    expect(woken).toEqual([{ id: job?.['id'], name: Count.name, cooperativeId }]);
  });
});

describe('a unit of work that waits for a connection', () => {
  it('is served when there is one, and none is lost by failures', async () => {
    const tries = Array.from({ length: 60 }, (_, n) =>
      run(async (tx) => {
        await tx.run(add, [1]);
        if (n % 3 === 0) throw new Error('on the last line');
      }),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(20);
    expect(await counters()).toEqual([40, 0]);
    const { pool } = world.pool;
    await expect.poll(() => [pool.waitingCount, pool.idleCount]).toEqual([0, pool.totalCount]);
    expect(await world.unitOfWork.read(actor, (tx) => tx.one(read, [1]))).toEqual({ n: 40 });
  });
});
