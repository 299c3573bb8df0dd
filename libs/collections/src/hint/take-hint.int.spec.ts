import { anonymousActor, CodedError, newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connected, createCollectionsWorld } from '../testing/collections-world.js';
import type { CollectionsWorld, Connected } from '../testing/collections-world.js';
import { signatureOf } from '../testing/test-source.js';

let world: CollectionsWorld;
let one: Connected;
beforeAll(async () => {
  world = await createCollectionsWorld();
  one = await connected(world);
});
afterAll(() => world.close());

const raw = Buffer.from('{"type": "payment.created" }');
const signed = (book: string, body = raw) => ({ 'x-signature': signatureOf(body, book) });

const hint = (connectionId: string, headers: Record<string, string>, body = raw) =>
  world.hint.execute(anonymousActor(null, 'r'), { connectionId, raw: body, headers });
const hintsOf = (id: string) =>
  world.asOwner<{ key: string; run_at: Date; cooperative_id: string }>(
    `select key, run_at, cooperative_id from platform.jobs
     where name = 'collections.sweep-source' and key like $1 order by run_at`,
    [`${id} hint %`],
  );

describe('a hint', () => {
  it('wakes a sweep of its connection, in its co-operative', async () => {
    await hint(one.id, signed(one.book));
    expect(await hintsOf(one.id)).toMatchObject([{ cooperative_id: world.cooperativeId }]);
  });

  it('and others shortly after share a sweep, which comes behind them', async () => {
    const { id, book } = await connected(world);
    await hint(id, signed(book));
    world.clock.advance({ seconds: 3 });
    await hint(id, signed(book));
    const [only, ...others] = await hintsOf(id);
    expect(others).toEqual([]);
    expect(only?.run_at.getTime()).toBeGreaterThan(world.clock.now().getTime());
    world.clock.advance({ seconds: 10 });
    await hint(id, signed(book));
    expect(await hintsOf(id)).toHaveLength(2);
  });

  it('is told by its signature over the very bytes', async () => {
    const same = Buffer.from(JSON.stringify(JSON.parse(raw.toString())));
    await expect(hint(one.id, signed(one.book), same)).rejects.toMatchObject({
      code: 'HINT_REFUSED',
    });
  });

  it('of another connection is none of this one', async () => {
    const { book } = await connected(world);
    await expect(hint(one.id, signed(book))).rejects.toMatchObject({ code: 'HINT_REFUSED' });
  });
});

describe('what is refused', () => {
  it('is told the same, whatever is wrong: nobody learns which connections there are', async () => {
    const ended = await connected(world);
    await world.disconnect.execute(world.treasurer, { connectionId: ended.id });
    const attempts: readonly (readonly [string, Record<string, string>])[] = [
      [one.id, {}],
      [one.id, { 'x-signature': 'nonsense' }],
      [ended.id, signed(ended.book)],
      [newId(), signed(one.book)],
      ['not-an-id', signed(one.book)],
      [`${one.id}'`, signed(one.book)],
    ];
    const answers = await Promise.all(
      attempts.map(([id, headers]) => hint(id, headers).catch((error: unknown) => error)),
    );
    const told = answers.map((error) => {
      const { code, kind, message, details } = error as CodedError;
      return { code, kind, message, details };
    });
    expect(told[0]).toMatchObject({ code: 'HINT_REFUSED', kind: 'forbidden' });
    expect(told).toEqual(attempts.map(() => told[0]));
    expect(await hintsOf(ended.id)).toEqual([]);
  });

  it('keeps nothing of what was sent', async () => {
    const rows = await world.asOwner('select 1 from collections.source_rows');
    expect(rows).toEqual([]);
  });
});
