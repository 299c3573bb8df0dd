import { newId, systemActor } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  connected,
  createCollectionsWorld,
  entry,
  rowsOf,
  sweep,
} from '../testing/collections-world.js';
import type { CollectionsWorld, Connected } from '../testing/collections-world.js';

let world: CollectionsWorld;
let one: Connected;
const ids: Record<'krona' | 'pound' | 'good', string> = { krona: '', pound: '', good: '' };
beforeAll(async () => {
  world = await createCollectionsWorld();
  one = await connected(world);
  world.source.add(
    one.book,
    entry('krona', { currency: 'SEK' }),
    entry('pound', { currency: 'GBP' }),
    entry('good'),
  );
  await sweep(world, one);
  for (const { external_id, id } of await rowsOf(world, one)) {
    ids[external_id as keyof typeof ids] = id;
  }
});
afterAll(() => world.close());

const close = (rowId: string, because = 'booked by hand', actor: Actor = world.treasurer) =>
  world.closeRow.execute(actor, { rowId, because });
const waiting = async (actor: Actor = world.auditor) =>
  (await world.read(actor, (tx) => world.rows.waiting(tx, { first: 10, after: null }))).rows;

describe('rows that wait', () => {
  it('are shown to clerks, with why and with what the source said', async () => {
    expect((await waiting()).map(({ externalId, waits }) => [externalId, waits])).toEqual([
      ['pound', 'foreign-currency'],
      ['krona', 'foreign-currency'],
    ]);
    expect((await waiting())[0]?.json).toContain('"GBP"');
  });

  it('are shown to nobody else, and in no other co-operative', async () => {
    await expect(waiting(world.outsider)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await waiting(systemActor(newId(), 'job'))).toEqual([]);
    const [row] = await waiting();
    const byId = (actor: Actor) =>
      world.read(actor, (tx) => world.rows.waitingByIds(tx, [row?.id ?? '']));
    expect(await byId(world.auditor)).toEqual([row]);
    expect(await byId(systemActor(newId(), 'job'))).toEqual([]);
    await expect(byId(world.outsider)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are closed once, with a reason, by a treasurer', async () => {
    await close(ids.krona, '  exchanged and booked as 3/12 ');
    const row = (await rowsOf(world, one)).find(({ id }) => id === ids.krona);
    expect(row).toMatchObject({
      state: 'closed',
      waits: 'foreign-currency',
      line_id: null,
      closed_because: 'exchanged and booked as 3/12',
      closed_by_account_id: world.treasurer.accountId,
    });
    expect((await waiting()).map(({ externalId }) => externalId)).toEqual(['pound']);
    await expect(close(ids.krona)).rejects.toMatchObject({ code: 'SOURCE_ROW_SETTLED' });
    const told = await world.asOwner(
      `select visibility, account_id, data from platform.facts
       where type = 'collections.SourceRowClosed' and subject_id = $1`,
      [one.id],
    );
    expect(told).toEqual([
      {
        visibility: 'private',
        account_id: world.treasurer.accountId,
        data: { connectionId: one.id, rowId: ids.krona, waits: 'foreign-currency' },
      },
    ]);
  });

  it('stay closed when their source tells them again', async () => {
    await sweep(world, one, true);
    expect(await rowsOf(world, one)).toHaveLength(3);
    expect(await waiting()).toHaveLength(1);
  });

  it.each([
    ['no reason', () => close(ids.pound, ' '), 'INVALID_INPUT'],
    ['a reason without end', () => close(ids.pound, 'x'.repeat(501)), 'INVALID_INPUT'],
    ['a row that became a line', () => close(ids.good), 'SOURCE_ROW_SETTLED'],
    ['a row that is not there', () => close(newId()), 'SOURCE_ROW_NOT_FOUND'],
    ['an auditor', () => close(ids.pound, 'done', world.auditor), 'FORBIDDEN'],
    [
      'another co-operative',
      () => close(ids.pound, 'done', systemActor(newId(), 'job')),
      'SOURCE_ROW_NOT_FOUND',
    ],
  ])('are not closed: %s', async (_, attempt, code) => {
    await expect(attempt()).rejects.toMatchObject({ code });
    expect(await waiting()).toHaveLength(1);
  });

  it('are closed by one of two treasurers at once', async () => {
    const outcomes = await Promise.allSettled([close(ids.pound), close(ids.pound)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
