import { newId, systemActor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineSource } from '../source/define-source.js';
import {
  connected,
  connectionOf,
  createCollectionsWorld,
  entry,
  linesOf,
  rowsOf,
  sweep,
} from '../testing/collections-world.js';
import type { CollectionsWorld } from '../testing/collections-world.js';
import { testSource } from '../testing/test-source.js';

defineSource({ ...testSource, name: 'test-second' });

let world: CollectionsWorld;
beforeAll(async () => {
  world = await createCollectionsWorld();
});
afterAll(() => world.close());

const connect = (
  bankAccountId: string,
  changes: { source?: string; settings?: object } = {},
  actor = world.treasurer,
) =>
  world.connect.execute(actor, {
    bankAccountId,
    source: 'test-source',
    settings: { book: bankAccountId },
    ...changes,
  });
const disconnect = (connectionId: string, actor = world.treasurer) =>
  world.disconnect.execute(actor, { connectionId });
const factsOf = async (id: string) => {
  const facts = await world.asOwner<{ type: string; visibility: string; data: object }>(
    `select type, visibility, data from platform.facts where subject_id = $1
       and type like 'collections.Source%' order by position`,
    [id],
  );
  return facts;
};

describe('a source', () => {
  it('is connected to an own account, told to members, and swept at once', async () => {
    const account = await world.account();
    const connection = await connect(account.id);
    expect(connection).toMatchObject({ state: 'connected', settings: { book: account.id } });
    const about = {
      connectionId: connection.id,
      bankAccountId: account.id,
      source: 'test-source',
    };
    expect(await factsOf(connection.id)).toEqual([
      { type: 'collections.SourceConnected', visibility: 'members', data: about },
    ]);
    const jobs = await world.asOwner(
      `select 1 from platform.jobs where name = 'collections.sweep-source'
         and payload->>'connectionId' = $1`,
      [connection.id],
    );
    expect(jobs).toHaveLength(1);
  });

  it('is one of those that there are, with the settings that it asks for', async () => {
    const { id } = await world.account();
    await expect(connect(id, { source: 'nobody' })).rejects.toMatchObject({
      code: 'SOURCE_UNKNOWN',
      path: ['source'],
    });
    await expect(connect(id, { settings: { book: '' } })).rejects.toMatchObject({
      code: 'INVALID_SOURCE_SETTINGS',
      path: ['settings', 'book'],
    });
  });

  it('is of an account that is there, and ours', async () => {
    await expect(connect(newId())).rejects.toMatchObject({ code: 'BANK_ACCOUNT_NOT_FOUND' });
    const { id } = await world.account();
    const elsewhere = systemActor(newId(), 'job');
    await expect(connect(id, {}, elsewhere)).rejects.toMatchObject({
      code: 'BANK_ACCOUNT_NOT_FOUND',
    });
  });

  it.each(['auditor', 'outsider'] as const)('is not connected by an %s', async (who) => {
    const { id } = await world.account();
    await expect(connect(id, {}, world[who])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is the only one of its account, also when two treasurers choose at once', async () => {
    const { id } = await world.account();
    const both = [connect(id), connect(id, { source: 'test-second' })];
    const outcomes = await Promise.allSettled(both);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(connect(id)).rejects.toMatchObject({ code: 'ACCOUNT_HAS_SOURCE' });
    await expect(connect(id, { source: 'test-second' })).rejects.toMatchObject({
      code: 'ACCOUNT_HAS_SOURCE',
    });
  });

  it('is connected once, also when two treasurers connect the same', async () => {
    const { id } = await world.account();
    const outcomes = await Promise.allSettled([connect(id), connect(id)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = outcomes.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'ACCOUNT_HAS_SOURCE' });
  });
});

describe('a connection that ended', () => {
  it('says so to members, once', async () => {
    const { id } = await connected(world);
    expect(await disconnect(id)).toMatchObject({ state: 'disconnected' });
    await expect(disconnect(id)).rejects.toMatchObject({ code: 'SOURCE_DISCONNECTED' });
    const types = (await factsOf(id)).map(({ type }) => type);
    expect(types).toEqual(['collections.SourceConnected', 'collections.SourceDisconnected']);
  });

  it('was of this co-operative, and ended by its treasurer', async () => {
    const { id } = await connected(world);
    await expect(disconnect(id, systemActor(newId(), 'job'))).rejects.toMatchObject({
      code: 'MONEY_SOURCE_NOT_FOUND',
    });
    await expect(disconnect(id, world.auditor)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('makes room for another source', async () => {
    const { id, account } = await connected(world);
    await disconnect(id);
    expect(await connect(account.id, { source: 'test-second' })).toMatchObject({
      state: 'connected',
    });
    await expect(connect(account.id)).rejects.toMatchObject({ code: 'ACCOUNT_HAS_SOURCE' });
  });

  it('goes on where it was when it comes back: what it told stays told', async () => {
    const one = await connected(world);
    world.source.add(one.book, entry('a'));
    await sweep(world, one);
    const { cursor } = await connectionOf(world, one);
    await disconnect(one.id);
    world.source.add(one.book, entry('b'));
    expect(await connect(one.account.id)).toMatchObject({ id: one.id, cursor });
    await sweep(world, one);
    expect((await linesOf(world, one)).map(([id]) => id)).toEqual(['a', 'b']);
    expect(await rowsOf(world, one)).toHaveLength(2);
  });

  it('does not come back to ask something else: rows of the same ids would be lost', async () => {
    const one = await connected(world);
    world.source.add(one.book, entry('a'));
    await sweep(world, one);
    await disconnect(one.id);
    world.source.add('another book', entry('a', { amountMinor: 99n }));
    const settings = { book: 'another book' };
    await expect(connect(one.account.id, { settings })).rejects.toMatchObject({
      code: 'SOURCE_SETTINGS_FIXED',
    });
    expect(await connectionOf(world, one)).toMatchObject({ state: 'disconnected' });
  });
});

describe('clerks', () => {
  it('see which accounts come from where, and nobody else does', async () => {
    const { id, account } = await connected(world);
    const seen = await world.read(world.auditor, (tx) => world.connections.all(tx));
    expect(seen.find((one) => one.id === id)).toMatchObject({ bankAccountId: account.id });
    const reading = world.read(world.outsider, (tx) => world.connections.all(tx));
    await expect(reading).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const elsewhere = systemActor(newId(), 'job');
    expect(await world.read(elsewhere, (tx) => world.connections.all(tx))).toEqual([]);
  });
});
