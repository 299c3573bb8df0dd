import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { encodeCursor } from './page.js';
import type { ListOrder, Page, PageRequest } from './page.js';
import { keysetList } from './keyset-list.js';

interface Claim {
  readonly id: string;
  readonly owner: string;
  readonly state: string;
  readonly at: Date;
}

interface ClaimFilter {
  readonly states?: readonly string[] | null;
  readonly owner?: string | null;
}

const claims = keysetList<Claim, ClaimFilter, { reader: string }>({
  name: 'platform-test.list-real-claims',
  select: 'c.id, c.owner, c.state, c.at',
  from: 'trial.claims c',
  where: `c.cooperative_id = :cooperativeId and (c.state <> 'draft' or c.owner = :reader::uuid)`,
  keys: [
    { column: 'c.at', field: 'at', type: 'instant' },
    { column: 'c.id', field: 'id', type: 'id' },
  ],
  filters: { states: { anyOf: 'c.state', type: 'text' }, owner: 'c.owner = :owner::uuid' },
  parent: { column: 'c.owner', field: 'owner' },
});

const cooperativeId = newId();
const actor = systemActor(cooperativeId, 'cli');
const owners = [newId(), newId(), newId()];
const reader = owners[0] ?? '';
const states = ['draft', 'open', 'paid'];
const day = (n: number) => new Date(Date.UTC(2026, 2, 1 + n));

/** Thirty, several at the same moment, so that the id decides between them. */
const all: Claim[] = Array.from({ length: 30 }, (_, n) => ({
  id: newId(),
  owner: owners[n % 3] ?? '',
  state: states[(n * 7) % 4 === 3 ? 0 : n % 3] ?? '',
  at: day(Math.floor(n / 4)),
}));
const newestFirst = all.toSorted(
  (a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1),
);

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  await world.asOwner(`create schema trial`);
  await world.asOwner(`create table trial.claims
    (id uuid, owner uuid, state text, at timestamptz, cooperative_id uuid)`);
  await world.asOwner(`grant usage on schema trial to public`);
  await world.asOwner(`grant select on trial.claims to public`);
  await world.asOwner(
    `insert into trial.claims select c.*, $1 from jsonb_to_recordset($2::jsonb)
       as c (id uuid, owner uuid, state text, at timestamptz)`,
    [cooperativeId, JSON.stringify(all)],
  );
});
afterAll(() => world.close());

const page = (request: PageRequest, filter: ClaimFilter = {}) =>
  world.unitOfWork.read(actor, (tx) => claims.page(tx, request, { params: { reader }, filter }));

function expected({ states: wanted, owner }: ClaimFilter): string[] {
  return newestFirst
    .filter((one) => one.state !== 'draft' || one.owner === reader)
    .filter((one) => (wanted ?? states).includes(one.state) && (owner ?? one.owner) === one.owner)
    .map(({ id }) => id);
}

/** The whole list, page by page, in the list's order whichever way it is walked. */
async function walk(
  size: number,
  way: 'first' | 'last',
  filter: ClaimFilter,
  order: ListOrder | null,
): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const request: PageRequest =
      way === 'first' ? { first: size, after: cursor } : { last: size, before: cursor };
    const read: Page<Claim> = await page({ ...request, order }, filter);
    const ids = read.rows.map(({ id }) => id);
    if (way === 'first') found.push(...ids);
    else found.unshift(...ids);
    const edge = way === 'first' ? read.rows.at(-1) : read.rows[0];
    if (!(way === 'first' ? read.hasNextPage : read.hasPreviousPage) || edge === undefined) {
      return found;
    }
    cursor = read.cursorOf(edge);
  }
}

describe('a list', () => {
  it('shows every row once, in order, whatever the filter, the size and the way', async () => {
    const filters = fc.record({
      states: fc.option(fc.uniqueArray(fc.constantFrom(...states))),
      owner: fc.option(fc.constantFrom(...owners)),
    });
    const way = fc.constantFrom('first' as const, 'last' as const);
    const orders = fc.constantFrom(null, 'newest-first' as const, 'oldest-first' as const);
    const sizes = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, way, filters, orders, async (size, to, filter, order) => {
        const ids = expected(filter);
        const shown = order === 'oldest-first' ? ids.toReversed() : ids;
        expect(await walk(size, to, filter, order)).toEqual(shown);
      }),
      { numRuns: 40 },
    );
  });

  it('shows each parent the page that it would have alone, or an empty one', async () => {
    const nobody = newId();
    const request = { first: 4, order: 'oldest-first' } as const;
    const pages = await world.unitOfWork.read(actor, (tx) =>
      claims.pages(tx, [...owners, nobody], request, {
        params: { reader },
        filter: { states: ['paid', 'open'] },
      }),
    );
    for (const owner of owners) {
      const alone = await page(request, { states: ['open', 'paid'], owner });
      expect(pages.get(owner)?.rows).toEqual(alone.rows);
      expect(pages.get(owner)?.hasNextPage).toBe(alone.hasNextPage);
    }
    expect(pages.get(nobody)).toMatchObject({ rows: [], hasNextPage: false });
  });

  it('shows a row once when its state is asked for twice', async () => {
    const ids = (await page({}, { states: ['paid', 'paid'] })).rows.map(({ id }) => id);
    expect(ids).toEqual(expected({ states: ['paid'] }));
  });

  it('is counted as far as it can be seen, in a transaction of whoever asks', async () => {
    const filter = { states: ['draft', 'open'], owner: reader };
    const { rows, count } = await page({ first: 2 }, filter);
    expect(rows).toHaveLength(2);
    const total = await world.unitOfWork.read(actor, async (tx) => count?.(tx));
    expect(total).toEqual({ atLeast: expected(filter).length, isExact: true });
  });

  it('says when it stopped counting', async () => {
    const other = systemActor(newId(), 'cli');
    await world.asOwner(
      `insert into trial.claims select gen_random_uuid(), $2, 'open', now(), $1
       from generate_series(1, 1001)`,
      [other.cooperativeId, reader],
    );
    const total = await world.unitOfWork.read(other, async (tx) =>
      (await claims.page(tx, {}, { params: { reader } })).count?.(tx),
    );
    expect(total).toEqual({ atLeast: 1000, isExact: false });
  });

  it.each([
    ['of another list', ['2026-03-01T00:00:00.000Z']],
    ['with a day that is none', ['2026-02-30T25:00:00.000Z', newId()]],
    ['with a word for an id', ['2026-03-01T00:00:00.000Z', 'x']],
  ])('refuses a cursor %s', async (_, key) => {
    const after = encodeCursor(key, { list: 'platform-test.list-real-claims', audience: 'inside' });
    await expect(page({ first: 3, after })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

const byState = claims.ordered<Claim & { readonly upper: string }>({
  name: 'by-state',
  select: 'upper(c.state) as upper',
  where: `c.state <> 'paid'`,
  keys: [
    { column: 'upper(c.state)', field: 'upper', type: 'text' },
    { column: 'c.id', field: 'id', type: 'id' },
  ],
  order: 'ascending',
  filters: ['owner'],
});
const pageByState = (request: PageRequest, filter: ClaimFilter = {}) =>
  world.unitOfWork.read(actor, (tx) => byState.page(tx, request, { params: { reader }, filter }));

describe('a list in another order', () => {
  it('has the rows that have something to be ordered by, once each, both ways round', async () => {
    const rows = newestFirst
      .filter((one) => one.state === 'open' || (one.state === 'draft' && one.owner === reader))
      .toSorted((a, b) => (a.state + a.id < b.state + b.id ? -1 : 1));
    const found: string[] = [];
    let after: string | null = null;
    do {
      const read: Awaited<ReturnType<typeof pageByState>> = await pageByState({ first: 4, after });
      found.push(...read.rows.map(({ id }) => id));
      const last = read.rows.at(-1);
      after = read.hasNextPage && last !== undefined ? read.cursorOf(last) : null;
    } while (after !== null);
    expect(found).toEqual(rows.map(({ id }) => id));
    const turned = await pageByState({ last: 100, order: 'newest-first' });
    expect(turned.rows.map(({ id }) => id)).toEqual(found.toReversed());
  });

  it('is narrowed by what has an index in it, and by nothing else', async () => {
    const [owner = ''] = owners;
    const { rows } = await pageByState({ first: 50 }, { owner });
    expect(new Set(rows.map((row) => row.owner))).toEqual(new Set([owner]));
    await expect(pageByState({ first: 5 }, { owner, states: ['open'] })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['orderBy'],
    });
  });

  it('has cursors that no other order takes, and takes none of another', async () => {
    const [own, other] = [await page({ first: 1 }), await pageByState({ first: 1 })];
    const invalid = { code: 'INVALID_CURSOR', path: ['after'] };
    const ofOther = other.cursorOf(other.rows[0]!);
    await expect(page({ first: 1, after: ofOther })).rejects.toMatchObject(invalid);
    const ofOwn = own.cursorOf(own.rows[0]!);
    await expect(pageByState({ first: 1, after: ofOwn })).rejects.toMatchObject(invalid);
    const key = ['by-owner', 'OPEN', newId()];
    const forged = encodeCursor(key, {
      list: 'platform-test.list-real-claims-by-state',
      audience: 'inside',
    });
    await expect(pageByState({ first: 1, after: forged })).rejects.toMatchObject(invalid);
  });
});
