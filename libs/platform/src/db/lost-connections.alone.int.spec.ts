import { openTcpProxy, gate } from '@rochdale/testing';
import type { TcpProxy, TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../catalogue/job.js';
import { systemActor } from '../kernel/actor.js';
import { openLog } from '../telemetry/log.js';
import { createJobsWorld, deafQueue, workerOf } from '../testing/worker-of.js';
import { Database } from './database.js';
import type { DatabaseOptions } from './database.js';
import { sql } from './statement.js';
import { UnitOfWork } from './unit-of-work.js';

const Count = defineJob({ name: 'loss-spec.count', payload: z.object({}), backoffMs: 1 });
const self = sql('loss-spec.find-self', 'select pg_backend_pid() as pid');
const sleep = sql('loss-spec.sleep', 'select pg_sleep(30)');
const actor = systemActor(null, 'job');

let world: TestWorld & { empty: () => Promise<void> };
let proxy: TcpProxy;
beforeAll(async () => {
  world = await createJobsWorld();
  proxy = await openTcpProxy(world.database.appUrl, 5432);
});
beforeEach(() => world.empty());
afterAll(async () => {
  await proxy.close();
  await world.close();
});

interface Opened {
  readonly database: Database;
  readonly unitOfWork: UnitOfWork;
  readonly lines: string[];
  readonly said: () => string[];
}

/** Connections by way of the proxy, and what is said of them. */
async function open(options: Partial<DatabaseOptions> = {}): Promise<Opened> {
  const lines: string[] = [];
  const log = openLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
  const applicationName = 'loss spec';
  const database = await Database.open({ url: proxy.url, applicationName, ...options }, log);
  const said = () => lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  return { database, unitOfWork: new UnitOfWork(database, world.clock), lines, said };
}

const killAll = () =>
  world.asOwner(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'loss spec' and datname = current_database()`,
  );
const lost = 'the database cannot be reached';
const back = 'the database can be reached again';

describe('connections that are ended', () => {
  it('idle, in a transaction and mid-statement, fail with a code and are replaced', async () => {
    const { database, unitOfWork, said } = await open({ poolSize: 4 });
    const begun = gate();
    const go = gate();
    const inTransaction = unitOfWork.run(actor, async (tx) => {
      await tx.one(self);
      begun.open();
      await go.opened;
      await tx.one(self);
    });
    const midStatement = unitOfWork.run(actor, (tx) => tx.rows(sleep));
    const reading = unitOfWork.read(actor, (tx) => tx.rows(sleep));
    const ends = Promise.allSettled([inTransaction, midStatement, reading]);
    await begun.opened;
    await expect
      .poll(
        async () =>
          (
            await world.asOwner(`select from pg_stat_activity
        where application_name = 'loss spec' and wait_event = 'PgSleep'`)
          ).length,
      )
      .toBe(2);
    await killAll();
    go.open();
    const codes = (await ends).map((end) => (end as { reason?: { code?: string } }).reason?.code);
    expect(codes).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
    const well = await Promise.all(
      Array.from({ length: 8 }, () => unitOfWork.run(actor, (tx) => tx.one(self))),
    );
    expect(well).toHaveLength(8);
    expect(said()).toEqual([lost]);
    await database.close();
  });

  it('are one outage, however many and however long, and its cause is told', async () => {
    const { database, unitOfWork, lines, said } = await open();
    const ask = () => unitOfWork.run(actor, (tx) => tx.one(self));
    await Promise.all(Array.from({ length: 10 }, ask));
    await proxy.cut();
    for (let n = 0; n < 20; n += 1) {
      await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    await proxy.restore();
    await expect
      .poll(
        async () => {
          await ask();
          return said();
        },
        { timeout: 10_000 },
      )
      .toEqual([lost, back]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { message: expect.any(String) } });
    await database.close();
  });

  it('are given up when the server says nothing any more', async () => {
    const short = { statementTimeoutMs: 200, answerLateMs: 200, acquireTimeoutMs: 500 };
    const { database, unitOfWork } = await open({ ...short, poolSize: 1 });
    const ask = () => unitOfWork.run(actor, (tx) => tx.one(self));
    await ask();
    proxy.freeze();
    await expect(ask()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await proxy.restore();
    await expect.poll(async () => (await ask()) !== null, { timeout: 5_000 }).toBe(true);
    await database.close();
  });
});

describe('a worker whose database goes away', () => {
  it('goes on when it is back; what was done meanwhile is not done again', async () => {
    const { database, unitOfWork, lines, said } = await open();
    const runs: string[] = [];
    const begun = gate();
    const go = gate();
    const run = async () => {
      runs.push('run');
      if (runs.length > 1) return;
      begun.open();
      await go.opened;
    };
    const worker = workerOf(
      { unitOfWork, clock: world.clock },
      { [Count.name]: { run } },
      [],
      lines,
    );
    const enqueue = () => world.unitOfWork.run(actor, async (tx) => tx.enqueue(Count, {}));
    const counted = `select from platform.jobs where status = 'done' and name = $1`;
    const done = async () => (await world.asOwner(counted, [Count.name])).length;
    worker.loop.start(deafQueue());
    await enqueue();
    await begun.opened;
    await proxy.cut();
    go.open();
    await enqueue();
    await expect.poll(said, { timeout: 10_000 }).toEqual([lost]);
    await proxy.restore();
    await expect.poll(done, { timeout: 10_000 }).toBe(2);
    expect(runs).toHaveLength(2);
    await expect.poll(said, { timeout: 10_000 }).toEqual([lost, back]);
    await worker.loop.stop(1_000);
    await database.close();
  });
});
