import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TestWorld } from '@rochdale/testing';
import { defineFact } from '../catalogue/fact.js';
import type { RecordedFact } from '../catalogue/fact.js';
import { defineJob, defineReaction } from '../catalogue/job.js';
import { sql } from '../db/statement.js';
import { UnitOfWork } from '../db/unit-of-work.js';
import { anonymousActor, systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { createJobsWorld, workerOf } from '../testing/worker-of.js';
import { FollowFact, FollowFactJob } from './follow-fact.js';
import { findFact } from './find-fact.js';
import { defineRelaySink, FactRelay } from './relay.js';

const Happened = defineFact({
  type: 'relay-spec.Happened',
  version: 1,
  subject: 'cooperative',
  visibility: 'public',
  data: z.object({ n: z.number() }),
});
const Unheard = defineFact({
  type: 'relay-spec.Unheard',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({}),
});
const Count = defineJob({
  name: 'relay-spec.count',
  payload: z.object({ cooperativeId: z.uuid(), n: z.number() }),
});
const Tell = defineJob({
  name: 'relay-spec.tell',
  payload: z.object({ cooperativeId: z.uuid(), factId: z.uuid() }),
});

let poison: number | null = null;
defineReaction({
  on: Happened,
  job: Count,
  payload: ({ cooperativeId: tenant, data: { n } }) => {
    if (n === poison) throw new Error(`nobody can count ${n}`);
    return { cooperativeId: tenant ?? '', n };
  },
});
defineReaction({
  on: Happened,
  job: Tell,
  payload: ({ id, cooperativeId: tenant }) => ({ cooperativeId: tenant ?? '', factId: id }),
  when: ({ data }) => data.n % 2 === 0,
});

const sunk: (readonly RecordedFact[])[] = [];
let isSinkBroken = false;
defineRelaySink(async (_tx, facts) => {
  if (isSinkBroken) throw new Error('the sink is broken');
  sunk.push(facts);
});

const cooperativeId = newId();
const actor = systemActor(cooperativeId, 'cli', 'request-7');

let world: TestWorld & { empty: () => Promise<void> };
beforeAll(async () => {
  world = await createJobsWorld();
});
beforeEach(async () => {
  poison = null;
  isSinkBroken = false;
  sunk.length = 0;
  await world.empty();
});
afterAll(() => world.close());

const announce = (...ns: number[]) =>
  world.unitOfWork.run(actor, async (tx) => {
    for (const n of ns) tx.announce(Happened.of(cooperativeId, { n }));
  });
const counted = async (job = Count.name) =>
  (
    await world.asOwner<{ payload: { n: number } }>(
      'select payload from platform.jobs where name = $1 order by id',
      [job],
    )
  ).map(({ payload }) => payload.n);
const waiting = async () =>
  (await world.asOwner<{ n: number }>('select count(*)::int as n from platform.fact_outbox'))[0]?.n;
const relay = () => new FactRelay(world.unitOfWork);

describe('the relay', () => {
  it('makes what follows each fact, in the order of the log', async () => {
    await announce(1, 2, 3);
    await announce(4);
    expect(await relay().relay()).toBe(4);
    expect(await counted()).toEqual([1, 2, 3, 4]);
    const told = await world.asOwner(`select key from platform.jobs where name = $1`, [Tell.name]);
    expect(told).toHaveLength(2);
    expect(await waiting()).toBe(0);
    expect(await relay().relay()).toBe(0);
  });

  it('takes so many at a time, the oldest first', async () => {
    await announce(1, 2, 3, 4, 5);
    expect(await relay().relay(2)).toBe(2);
    expect(await counted()).toEqual([1, 2]);
    expect(await relay().relay(2)).toBe(2);
    expect(await relay().relay(2)).toBe(1);
    expect(await counted()).toEqual([1, 2, 3, 4, 5]);
  });

  it('makes nothing twice, however many relay at once', async () => {
    await announce(...Array.from({ length: 200 }, (_, n) => n));
    const relays = Array.from({ length: 6 }, relay);
    const relayed = await Promise.all(relays.map((one) => one.relay(50)));
    const rest = await relay().relay();
    expect(relayed.reduce((sum, one) => sum + one, rest)).toBe(200);
    expect((await counted()).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, n) => n),
    );
  });

  it('makes nothing of a fact that was never committed', async () => {
    const failing = world.unitOfWork.run(actor, async (tx) => {
      tx.announce(Happened.of(cooperativeId, { n: 1 }));
      throw new Error('on the last line');
    });
    await expect(failing).rejects.toThrow('on the last line');
    expect(await relay().relay()).toBe(0);
  });

  it('makes nothing again when a fact comes back into the outbox', async () => {
    await announce(1);
    await relay().relay();
    await world.asOwner(
      `insert into platform.fact_outbox select max(position) from platform.facts`,
    );
    expect(await relay().relay()).toBe(1);
    expect(await counted()).toEqual([1]);
  });

  it('gives its sinks all facts of a turn as the log has them, followed or not', async () => {
    await announce(1);
    await world.unitOfWork.run(actor, async (tx) => tx.announce(Unheard.of(cooperativeId, {})));
    await relay().relay();
    await relay().relay();
    expect(sunk).toHaveLength(1);
    expect(sunk[0]?.map(({ type }) => type)).toEqual(['relay-spec.Happened', 'relay-spec.Unheard']);
    expect(sunk[0]?.[0]).toMatchObject({
      subject: { kind: 'cooperative', id: cooperativeId },
      data: { n: 1 },
      cooperativeId,
      via: 'cli',
      requestId: 'request-7',
      visibility: 'public',
      occurredAt: world.clock.now(),
    });
    expect(sunk[0]?.[0]).not.toHaveProperty('subjectKind');
  });

  it('does nothing at all when a sink cannot take part, and all of it later', async () => {
    await announce(2);
    isSinkBroken = true;
    await expect(relay().relay()).rejects.toThrow('the sink is broken');
    expect([await waiting(), await counted()]).toEqual([1, []]);
    isSinkBroken = false;
    expect(await relay().relay()).toBe(1);
    expect(await counted()).toEqual([2]);
  });

  it('tells who listens, enough to fetch the rest and nothing more', async () => {
    const listener = await world.pool.dedicatedClient();
    const heard: unknown[] = [];
    listener.on('notification', ({ payload = '' }) => heard.push(JSON.parse(payload)));
    await listener.query('listen rochdale_facts');
    await announce(1);
    await relay().relay();
    await expect.poll(() => heard).toHaveLength(1);
    await listener.end();
    expect(heard[0]).toEqual({
      id: expect.any(String) as string,
      type: 'relay-spec.Happened',
      cooperativeId,
      subject: { kind: 'cooperative', id: cooperativeId },
      visibility: 'public',
    });
  });
});

describe('a fact that nothing can be made of', () => {
  const worker = () =>
    workerOf(world, {
      [FollowFactJob.name]: {
        run: (by, payload) =>
          new FollowFact(world.unitOfWork).execute(by, FollowFactJob.payload.parse(payload)),
      },
    });

  it('stops nothing that stands behind it, nor its own other reactions', async () => {
    poison = 2;
    await announce(1, 2, 3);
    expect(await relay().relay()).toBe(3);
    expect(await counted()).toEqual([1, 3]);
    expect(await counted(Tell.name)).toHaveLength(1);
    const left = await world.asOwner(
      `select cooperative_id, payload->>'job' as job, payload->'fact'->'data' as data
       from platform.jobs where name = $1`,
      [FollowFactJob.name],
    );
    expect(left).toEqual([{ cooperative_id: cooperativeId, job: Count.name, data: { n: 2 } }]);
  });

  it('becomes a dead letter that says why, and is made once somebody mended it', async () => {
    poison = 2;
    await announce(2);
    const { loop } = worker();
    for (let n = 0; n < FollowFactJob.attempts; n += 1) {
      await loop.drain();
      world.clock.advance({ hours: 2 });
    }
    const letter = () =>
      world.asOwner<{ id: string; status: string; error: string }>(
        `select id, status, last_error as error from platform.jobs where name = $1`,
        [FollowFactJob.name],
      );
    expect(await letter()).toMatchObject([{ status: 'dead', error: 'nobody can count 2' }]);
    poison = null;
    await world.asOwner(`update platform.jobs set status = 'queued', attempts = 0 where id = $1`, [
      (await letter())[0]?.id,
    ]);
    await loop.drain();
    await loop.drain();
    expect(await letter()).toMatchObject([{ status: 'done' }]);
    expect(await counted()).toEqual([2]);
  });

  it('is followed once where the relay came first after all', async () => {
    poison = 2;
    await announce(2);
    await relay().relay();
    poison = null;
    await world.asOwner(
      'insert into platform.fact_outbox select max(position) from platform.facts',
    );
    await relay().relay();
    await worker().loop.drain();
    expect(await counted()).toEqual([2]);
  });
});

describe('a relay that is cut off', () => {
  const self = sql('relay-spec.backend', 'select pg_backend_pid() as pid');

  // What it makes goes with the commit, in one message: it is cut off before that, or not at all.
  const moments = ['at its first statement', 'at its second', 'before its commit', 'never'];

  it.each(moments)('%s did nothing, or everything', async (moment) => {
    await announce(1, 2, 3);
    const unitOfWork = new UnitOfWork(world.pool, world.clock);
    const run = unitOfWork.run.bind(unitOfWork);
    let asked = 0;
    unitOfWork.run = (by, body) =>
      run(by, async (tx) => {
        const { pid } = await tx.one<{ pid: number }>(self);
        // Waits until it is gone: what it held is free then.
        const cut = () => world.asOwner('select pg_terminate_backend($1, 10000)', [pid]);
        const rows = tx.rows.bind(tx);
        tx.rows = async (...given: Parameters<typeof rows>) => {
          asked += 1;
          if (moments.indexOf(moment) === asked - 1) await cut();
          return rows(...given) as never;
        };
        const relayed = await body(tx);
        tx.rows = rows;
        if (moment === 'before its commit') await cut();
        return relayed;
      });
    const outcome = await new FactRelay(unitOfWork).relay().catch(() => 'cut off');
    const made = (await counted()).length;
    expect([outcome, made, await waiting()]).toEqual(
      moment === 'never' ? [3, 3, 0] : ['cut off', 0, 3],
    );
    await relay().relay();
    expect(await counted()).toEqual([1, 2, 3]);
  });
});

describe('a fact of the log', () => {
  it('is found in its own co-operative, without who did it', async () => {
    const fact = Happened.of(cooperativeId, { n: 9 });
    await world.unitOfWork.run(actor, async (tx) => tx.announce(fact));
    const found = await world.unitOfWork.read(actor, (tx) => findFact(tx, fact.id));
    expect(found).toEqual({ id: fact.id, type: fact.type, data: { n: 9 } });
    const elsewhere = anonymousActor(newId());
    expect(await world.unitOfWork.read(elsewhere, (tx) => findFact(tx, fact.id))).toBeNull();
    expect(await world.unitOfWork.read(actor, (tx) => findFact(tx, newId()))).toBeNull();
  });
});
