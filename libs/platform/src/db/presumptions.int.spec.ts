import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemActor } from '../kernel/actor.js';
import type { Actor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { sql } from './statement.js';

const one = sql('platform-test.one', 'select 1 as one');
const broken = sql('platform-test.half', 'select 1 / 0 as nothing');

const leaveTrace = sql('platform-test.leave-trace', 'insert into public.traces values (1)');

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  await world.asOwner('create table public.traces (nth int)');
  await world.asOwner('grant insert on public.traces to public');
});
afterAll(() => world.close());

const sent: string[] = [];
beforeEach(() => {
  sent.length = 0;
  const send = Reflect.get(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function spying(
    this: pg.Client,
    ...given: unknown[]
  ) {
    const [first] = given;
    sent.push(typeof first === 'string' ? first : ((first as { text?: string }).text ?? ''));
    return send.apply(this, given) as undefined;
  });
});
afterEach(() => vi.restoreAllMocks());

const someone = () => systemActor(newId(), 'cli');
const write = (actor: Actor) => world.unitOfWork.run(actor, (tx) => tx.run(leaveTrace));
const kept = async () => {
  const [found] = await world.asOwner<{ count: number }>(
    'select count(*)::int as count from public.traces',
  );
  return found?.count ?? 0;
};
const questions = () => sent.filter((text) => text.includes(' as holds'));

describe('an actor who is taken for what they were', () => {
  it('is asked about in the message that opens the first read, and never again', async () => {
    const actor = someone();
    world.unitOfWork.presume(actor, '1 + 1 = 2');
    const read = () => world.unitOfWork.read(actor, (tx) => tx.one(one));
    await Promise.all([read(), read()]);
    await read();
    expect(await world.unitOfWork.isAsPresumed(actor)).toBe(true);
    expect(questions()).toEqual([
      expect.stringMatching(/begin read only; .*, 1 \+ 1 = 2 as holds/),
    ]);
  });

  it.each(['1 = 2', 'null::boolean'])('is not, where the database says %s', async (question) => {
    const actor = someone();
    world.unitOfWork.presume(actor, question);
    await world.unitOfWork.read(actor, (tx) => tx.one(one));
    expect(await world.unitOfWork.isAsPresumed(actor)).toBe(false);
  });

  it('is asked about where nothing was read', async () => {
    const [is, isNot] = [someone(), someone()];
    world.unitOfWork.presume(is, 'true');
    world.unitOfWork.presume(isNot, 'false');
    expect(await world.unitOfWork.isAsPresumed(is)).toBe(true);
    expect(await world.unitOfWork.isAsPresumed(isNot)).toBe(false);
    expect(questions()).toHaveLength(2);
  });

  it('is asked about by the read that rides on the one before', async () => {
    const [first, second] = [someone(), someone()];
    world.unitOfWork.presume(second, '2 = 3');
    await world.unitOfWork.read(first, (tx) => tx.one(one));
    await world.unitOfWork.read(second, (tx) => tx.one(one));
    expect(await world.unitOfWork.isAsPresumed(second)).toBe(false);
    expect(questions()).toHaveLength(1);
  });

  it('is what they were taken for though a statement behind the question failed', async () => {
    const actor = someone();
    world.unitOfWork.presume(actor, 'true');
    await expect(world.unitOfWork.read(actor, (tx) => tx.one(broken))).rejects.toThrow(
      'division by zero',
    );
    expect(await world.unitOfWork.isAsPresumed(actor)).toBe(true);
  });

  it('is not, where the question itself fails or nobody answers', async () => {
    const actor = someone();
    world.unitOfWork.presume(actor, '1 / 0 = 1');
    // What was asked behind it is asked again by itself.
    await world.unitOfWork.read(actor, (tx) => tx.one(one));
    expect(await world.unitOfWork.isAsPresumed(actor)).toBe(false);
    vi.spyOn(world.pool, 'connect').mockRejectedValue(new Error('nobody is there'));
    const other = someone();
    world.unitOfWork.presume(other, 'true');
    expect(await world.unitOfWork.isAsPresumed(other)).toBe(false);
  });

  it('keeps nothing that was written as somebody they are not any more', async () => {
    const [is, isNot] = [someone(), someone()];
    world.unitOfWork.presume(is, '1 = 1');
    world.unitOfWork.presume(isNot, '1 = 2');
    const before = await kept();
    await expect(write(isNot)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await kept()).toBe(before);
    expect(await world.unitOfWork.isAsPresumed(isNot)).toBe(false);
    await expect(write(isNot)).rejects.toMatchObject({ code: 'CONFLICT' });
    await write(is);
    await write(is);
    expect(await world.unitOfWork.isAsPresumed(is)).toBe(true);
    expect(await kept()).toBe(before + 2);
    expect(questions()).toHaveLength(2);
    expect(questions()[1]).toMatch(/^begin read write; .*, 1 = 1 as holds/);
  });

  it('keeps nothing where the question of a write is not answered', async () => {
    const actor = someone();
    world.unitOfWork.presume(actor, '1 / 0 = 1');
    const before = await kept();
    await expect(write(actor)).rejects.toThrow('division by zero');
    expect(await kept()).toBe(before);
    expect(await world.unitOfWork.isAsPresumed(actor)).toBe(false);
  });

  it('is asked about all the same where a message was not even sent', async () => {
    const [is, nowhere] = [someone(), { ...someone(), cooperativeId: 'nowhere' }];
    for (const actor of [is, nowhere]) world.unitOfWork.presume(actor, '1 = 1');
    world.unitOfWork.claimBy(() => {
      throw new Error('nothing to claim');
    });
    await expect(write(is)).rejects.toThrow('nothing to claim');
    world.unitOfWork.claimBy(() => null);
    await expect(write(nowhere)).rejects.toThrow('the tenant is an id');
    expect(await world.unitOfWork.isAsPresumed(nowhere)).toBe(false);
    await write(is);
    expect(await world.unitOfWork.isAsPresumed(is)).toBe(true);
  });

  it('is anybody of whom nothing was presumed, and nothing is asked', async () => {
    expect(await world.unitOfWork.isAsPresumed(someone())).toBe(true);
    expect(sent).toEqual([]);
  });
});
