import { newId, systemActor } from '@rochdale/platform';
import { foundAfter } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectionsInvariants } from './collections.invariants.js';
import { connectionStore } from './connection/connection.store.js';
import { sourceRowStore } from './row/source-row.store.js';
import { connected, createCollectionsWorld, entry, sweep } from './testing/collections-world.js';
import type { CollectionsWorld, Connected } from './testing/collections-world.js';

/**
 * A law that never finds anything proves nothing. So each is shown records that break it: as the
 * owner, with the walls taken down, inside a transaction that is rolled back.
 */
let world: CollectionsWorld;
let one: Connected;
beforeAll(async () => {
  world = await createCollectionsWorld();
  one = await connected(world);
  world.source.add(one.book, entry('a'), entry('b'), entry('kr', { currency: 'SEK' }));
  await sweep(world, one);
});
afterAll(() => world.close());

const rows = 'update collections.source_rows';
const breakage: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'collections.taken-row-has-its-line': [
    [`update payments.bank_lines set identity = 'test-source:z' where raw->>'externalId' = 'a'`],
    [`update payments.bank_lines set bank_account_id = gen_random_uuid()`],
    [`${rows} set line_id = gen_random_uuid() where external_id = 'a'`],
  ],
  'collections.line-has-its-row': [
    [`delete from collections.source_rows where external_id = 'a'`],
    [
      'drop index collections.source_rows_line_unique',
      `${rows} set line_id = (select max(line_id::text) from collections.source_rows)::uuid
       where state = 'taken'`,
    ],
  ],
  'collections.one-version-counts': [[`${rows} set version = 2 where external_id = 'a'`]],
};

describe('the laws of what sources tell', () => {
  it('hold after ordinary business', async () => {
    for (const { name, sql } of collectionsInvariants) {
      expect([name, await world.asOwner(sql)]).toEqual([name, []]);
    }
  });

  const breaks = collectionsInvariants.flatMap(({ name, sql }) =>
    (breakage[name] ?? [[]]).map((statements) => [name, sql, statements] as const),
  );
  it.each(breaks)('%s is found when broken', async (_, sql, statements) => {
    expect(await foundAfter(world, statements, sql)).not.toEqual([]);
  });
});

describe('a row', () => {
  it.each([
    ['says something else', `${rows} set json = '{}' where state = 'waiting'`],
    ['is another version', `${rows} set version = 7 where state = 'waiting'`],
    ['is taken twice', `${rows} set line_id = gen_random_uuid() where state = 'taken'`],
    ['is taken no more', `${rows} set state = 'new', line_id = null where state = 'taken'`],
    ['is gone', 'delete from collections.source_rows'],
  ])('never %s, not even by raw SQL', async (_, statement) => {
    await expect(world.asOwner(statement)).rejects.toThrow('stays as its source told it');
  });
});

describe('another co-operative', () => {
  const other = systemActor(newId(), 'job');

  it('finds and changes nothing through any store', async () => {
    const seen = await world.unitOfWork.run(other, async (tx) => [
      await connectionStore.find(tx, one.id),
      ...(await connectionStore.all(tx)),
      await connectionStore.earlier(tx, one.account.id, 'test-source'),
      await connectionStore.move(tx, one.id, 1, { cursor: '', begunFrom: '', caughtUp: true }),
      ...(await sourceRowStore.known(tx, one.id, ['a', 'b'])),
      ...(await sourceRowStore.lockNew(tx, one.id, 9)),
    ]);
    expect(seen.filter((row) => row !== null)).toEqual([]);
    const noting = world.unitOfWork.run(other, (tx) =>
      connectionStore.noteFailure(tx, one.id, 'X'),
    );
    await expect(noting).rejects.toMatchObject({ code: 'CONFLICT' });
    const [{ failed } = {}] = await world.asOwner<{ failed: string | null }>(
      'select failure_code as failed from collections.connections',
    );
    expect(failed).toBeNull();
  });

  it.each(['connections', 'source_rows'])(
    'sees and takes no row of %s, not even by raw SQL',
    async (table) => {
      const read = `select 1 from collections.${table}`;
      expect(await world.asApplication(read, [], other.cooperativeId ?? '')).toEqual([]);
      expect(await world.asApplication(read)).toEqual([]);
      const removal = world.asApplication(`delete from collections.${table}`, [], one.id);
      await expect(removal).rejects.toThrow(/permission denied/);
    },
  );
});
