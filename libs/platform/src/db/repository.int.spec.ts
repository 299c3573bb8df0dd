import { Column, Entity, PrimaryColumn } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { Database } from './database.js';
import { violates } from './database-errors.js';
import { columnsOf } from './mapping.js';
import { sql } from './statement.js';
import type { Tx } from './tx.js';
import { UnitOfWork } from './unit-of-work.js';

@Entity({ schema: 'platform', name: 'trials' })
class TrialEntity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'cooperative_id', type: 'uuid' })
  cooperativeId!: string;

  @Column({ name: 'amount_minor', type: 'bigint', nullable: true })
  amountMinor!: bigint | null;

  @Column({ type: 'date' })
  day!: string;

  @Column({ type: 'numeric' })
  share!: string;

  @Column({ name: 'made_at', type: 'timestamptz' })
  madeAt!: Date;

  @Column({ type: 'jsonb' })
  terms!: object;
}

const find = sql(
  'platform-test.find-trial',
  `select ${columnsOf(TrialEntity)} from platform.trials where cooperative_id = $1 and id = $2`,
);
const self = sql('platform-test.backend', 'select pg_backend_pid() as pid');

const cooperativeId = newId();
const actor = systemActor(cooperativeId, 'cli');
const trial = (id = newId()): TrialEntity => ({
  id,
  cooperativeId,
  amountMinor: 9_007_199_254_740_993n,
  day: '2026-03-29',
  share: '0.3333333333333333333333',
  madeAt: new Date('2026-03-29T01:30:00.123Z'),
  terms: { kept: ['as', 'it', 'is'] },
});

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  await world.asOwner(`create table platform.trials (id uuid primary key,
    cooperative_id uuid not null, amount_minor bigint, day date not null, share numeric not null,
    made_at timestamptz not null, terms jsonb not null)`);
  await world.asOwner('grant select, insert, update, delete on platform.trials to public');
});
afterAll(() => world.close());

const insert = (tx: Tx, row: TrialEntity) => tx.repository(TrialEntity).insert(row);
const found = (tx: Tx, id: string) => tx.maybeOne<TrialEntity>(find, [tx.cooperativeId, id]);

describe('a repository of a unit of work', () => {
  it('reads what it wrote, and reads it as prepared SQL does', async () => {
    const row = trial();
    await world.unitOfWork.run(actor, (tx) => insert(tx, row));
    const [mapped, prepared] = await world.unitOfWork.read(actor, async (tx) => [
      await tx.repository(TrialEntity).findOneBy({ cooperativeId, id: row.id }),
      await found(tx, row.id),
    ]);
    expect(mapped).toEqual(row);
    expect(prepared).toEqual(row);
  });

  it('keeps an amount that is not there', async () => {
    const row = Object.assign(trial(), { amountMinor: null });
    await world.unitOfWork.run(actor, (tx) => insert(tx, row));
    const mapped = await world.unitOfWork.read(actor, (tx) =>
      tx.repository(TrialEntity).findOneBy({ cooperativeId, id: row.id }),
    );
    expect(mapped).toEqual(row);
  });

  it('shares the transaction with prepared SQL, and its end', async () => {
    const row = trial();
    const failed = world.unitOfWork.run(actor, async (tx) => {
      await insert(tx, row);
      expect(await found(tx, row.id)).toEqual(row);
      throw new Error('on the last line');
    });
    await expect(failed).rejects.toThrow('on the last line');
    expect(await world.unitOfWork.read(actor, (tx) => found(tx, row.id))).toBeNull();
  });

  it('locks a row until the end', async () => {
    const row = trial();
    await world.unitOfWork.run(actor, (tx) => insert(tx, row));
    await world.unitOfWork.run(actor, async (tx) => {
      const lock = { mode: 'pessimistic_write' } as const;
      await tx.repository(TrialEntity).findOne({ where: { cooperativeId, id: row.id }, lock });
      const skipping = `select id from platform.trials where id = $1 for update skip locked`;
      expect(await world.asOwner(skipping, [row.id])).toEqual([]);
    });
  });

  it('names the constraint that refused a row', async () => {
    const row = trial();
    const twice = world.unitOfWork.run(actor, async (tx) => {
      await insert(tx, row);
      await insert(tx, row);
    });
    const refusal = await twice.catch((error: unknown) => error);
    expect(violates(refusal, 'trials_pkey')).toBe(true);
  });

  it('changes nothing in a reader’s transaction', async () => {
    const writing = world.unitOfWork.read(actor, (tx) => insert(tx, trial()));
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });
});

describe('the tenant guard', () => {
  const asks: readonly [string, (tx: Tx, id: string) => Promise<unknown>][] = [
    ['a read', (tx, id) => tx.repository(TrialEntity).findOneBy({ id })],
    ['a list', (tx) => tx.repository(TrialEntity).find()],
    [
      'a list that is only sorted by it',
      (tx, id) =>
        tx.repository(TrialEntity).find({ where: { id }, order: { cooperativeId: 'asc' } }),
    ],
    [
      'an alternative to it',
      (tx, id) => tx.repository(TrialEntity).findBy([{ cooperativeId }, { id }]),
    ],
    ['a count', (tx) => tx.repository(TrialEntity).countBy({ day: '2026-03-29' })],
    ['a change', (tx, id) => tx.repository(TrialEntity).update({ id }, { share: '1' })],
    ['a removal', (tx, id) => tx.repository(TrialEntity).delete({ id })],
  ];

  it.each(asks)('stops %s that does not name it', async (_, ask) => {
    const row = trial();
    await world.unitOfWork.run(actor, (tx) => insert(tx, row));
    const asked = world.unitOfWork.run(actor, (tx) => ask(tx, row.id));
    await expect(asked).rejects.toThrow('names its tenant');
    expect(await world.unitOfWork.read(actor, (tx) => found(tx, row.id))).toEqual(row);
  });
});

describe('a connection that is lost between two statements', () => {
  it('fails its unit of work with a code, and nothing else', async () => {
    const broken = world.unitOfWork.run(actor, async (tx) => {
      const { pid } = await tx.one<{ pid: number }>(self);
      const lost = new Promise((done) => world.pool.pool.once('remove', done));
      await world.asOwner('select pg_terminate_backend($1)', [pid]);
      await lost;
      await tx.one(self);
    });
    await expect(broken).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    const next = await world.unitOfWork.read(actor, (tx) => tx.one<{ pid: number }>(self));
    expect(next.pid).toBeGreaterThan(0);
  });

  it('does the same when it is the first that was ever made', async () => {
    const pool = await Database.open({ url: world.database.appUrl, poolSize: 1 });
    const unitOfWork = new UnitOfWork(pool, world.clock);
    const broken = unitOfWork.run(actor, async (tx) => {
      const { pid } = await tx.one<{ pid: number }>(self);
      const lost = new Promise((done) => pool.pool.once('remove', done));
      await world.asOwner('select pg_terminate_backend($1)', [pid]);
      await lost;
      await tx.one(self);
    });
    await expect(broken).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await pool.close();
  });

  it('does the same to a repository', async () => {
    const broken = world.unitOfWork.run(actor, async (tx) => {
      const { pid } = await tx.one<{ pid: number }>(self);
      const lost = new Promise((done) => world.pool.pool.once('remove', done));
      await world.asOwner('select pg_terminate_backend($1)', [pid]);
      await lost;
      await tx.repository(TrialEntity).findBy({ cooperativeId });
    });
    await expect(broken).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
