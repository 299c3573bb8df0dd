import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, keysetPage, mapPage, toPage } from './page.js';
import type { PageRequest } from './page.js';
import { sealText } from '../kernel/id-seal.js';

const refusal = (code: string) => expect.objectContaining({ code }) as Error;
const place = { list: 'trial.list-rows', audience: 'inside' } as const;
const read = (request: PageRequest) => keysetPage(request, { parts: 1, place });
const cursorTo = (row: number) => encodeCursor([String(row)], place);

describe('a cursor', () => {
  it('comes back as the key that it was made of', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (key) => {
        const cursor = encodeCursor(key, place);
        fc.pre(cursor.length <= 600);
        expect(decodeCursor(cursor, key.length, place, [])).toEqual(key);
        expect(cursor).toMatch(/^[\w-]+$/);
      }),
    );
  });

  it('is of a list with as many keys', () => {
    const cursor = encodeCursor(['a', 'b'], place);
    expect(() => decodeCursor(cursor, 1, place, ['after'])).toThrow(refusal('INVALID_CURSOR'));
    expect(() => decodeCursor(cursor, 3, place, ['after'])).toThrow(refusal('INVALID_CURSOR'));
  });

  it('tells nothing of its key, and is of one list and one audience', () => {
    const key = ['2026-03-01T00:00:00.000Z', '019a0000-0000-7000-8000-000000000001'];
    const cursor = encodeCursor(key, place);
    expect(encodeCursor(key, place)).toBe(cursor);
    const said = Buffer.from(cursor, 'base64url').toString('latin1');
    for (const part of key) expect(said).not.toContain(part.slice(0, 8));
    for (const other of [
      { ...place, list: 'trial.list-others' },
      { ...place, audience: 'stranger' as const },
      { ...place, audience: 'partner a' as const },
    ]) {
      expect(encodeCursor(key, other)).not.toBe(cursor);
      const opened = () => decodeCursor(cursor, 2, other, ['after']);
      expect(opened).toThrow(refusal('INVALID_CURSOR'));
    }
    const bytes = Buffer.from(cursor, 'base64url');
    bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
    const forged = () => decodeCursor(bytes.toString('base64url'), 2, place, ['after']);
    expect(forged).toThrow(refusal('INVALID_CURSOR'));
  });

  const text = (value: unknown) => sealText('cursor trial.list-rows inside', JSON.stringify(value));
  it.each([
    ['a number', text([1])],
    ['nothing', text([null])],
    ['a list in a list', text([['a']])],
    ['an object', text({ 0: 'a', length: 1 })],
    ['a word', text('a')],
    ['an empty list', text([])],
    ['half of one', text(['a']).slice(0, 3)],
    ['no cursor', '%%%'],
    ['a cursor that is too long', encodeCursor(['x'.repeat(600)], place)],
    ['one as they were before they were sealed', Buffer.from('["a"]').toString('base64url')],
  ])('is not %s', (_, cursor) => {
    expect(() => decodeCursor(cursor, 1, place, ['after'])).toThrow(refusal('INVALID_CURSOR'));
  });
});

describe('a page request', () => {
  it.each([
    [{}, { limit: 21, size: 20, backwards: false }],
    [
      { first: null, last: null },
      { limit: 21, size: 20, backwards: false },
    ],
    [{ first: 0 }, { limit: 1, size: 0, backwards: false }],
    [{ first: 100 }, { limit: 101, size: 100, backwards: false }],
    [{ last: 5 }, { limit: 6, size: 5, backwards: true }],
    [{ after: '' }, { limit: 21, size: 20, backwards: false }],
  ])('%j fetches one more than it shows', (request, expected) => {
    expect(read(request)).toEqual({ ...expected, key: null });
  });

  it('starts after a cursor, or ends before it', () => {
    expect(read({ first: 3, after: cursorTo(7) })).toMatchObject({ key: ['7'], backwards: false });
    expect(read({ after: cursorTo(7) })).toMatchObject({ key: ['7'], size: 20 });
    expect(read({ last: 3, before: cursorTo(7) })).toMatchObject({ key: ['7'], backwards: true });
  });

  it.each([
    [{ first: 1, last: 1 }, ['last']],
    [{ first: 0, last: 0 }, ['last']],
    [{ first: 1, before: cursorTo(7) }, ['before']],
    [{ before: cursorTo(7) }, ['before']],
    [{ last: 1, after: cursorTo(7) }, ['after']],
    [{ first: 101 }, ['first']],
    [{ last: 101 }, ['last']],
    [{ first: -1 }, ['first']],
    [{ last: -1 }, ['last']],
    [{ first: 1.5 }, ['first']],
    [{ first: Number.NaN }, ['first']],
    [{ last: Number.POSITIVE_INFINITY }, ['last']],
  ])('%j asks for what there is not', (request, path) => {
    const error = expect.objectContaining({ code: 'INVALID_INPUT', path }) as Error;
    expect(() => read(request)).toThrow(error);
  });

  it('names the field of a cursor that is none', () => {
    for (const [request, field] of [
      [{ first: 1, after: '%%%' }, 'after'],
      [{ last: 1, before: '%%%' }, 'before'],
    ] as const) {
      const error = expect.objectContaining({ code: 'INVALID_CURSOR', path: [field] }) as Error;
      expect(() => read(request)).toThrow(error);
    }
  });

  it('has the sizes of its list', () => {
    const sizes = { parts: 1, place, maxSize: 5, defaultSize: 2 };
    expect(keysetPage({}, sizes).size).toBe(2);
    expect(() => keysetPage({ first: 6 }, sizes)).toThrow(/at most 5/);
  });
});

/** A list of 0 … length-1, read as Postgres would: what follows the key, up to the limit. */
function pageOf(length: number, request: PageRequest) {
  const page = read(request);
  const all = Array.from({ length }, (_, row) => row);
  const key = page.key === null ? null : Number(page.key[0]);
  const rest = page.backwards
    ? all.filter((row) => key === null || row < key).toReversed()
    : all.filter((row) => key === null || row > key);
  return toPage(page, rest.slice(0, page.limit), place, (row) => [String(row)]);
}

describe('a page', () => {
  it('has neighbours where there are rows beyond it', () => {
    const lengths = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(lengths, fc.nat({ max: 12 }), fc.nat({ max: 5 }), (length, at, size) => {
        const forwards = pageOf(length, { first: size, after: cursorTo(at) });
        const rows = Array.from({ length }, (_, row) => row);
        const after = rows.filter((row) => row > at);
        expect(forwards.rows).toEqual(after.slice(0, size));
        expect(forwards.hasNextPage).toBe(after.length > size);
        expect(forwards.hasPreviousPage).toBe(true);
        const backwards = pageOf(length, { last: size, before: cursorTo(at) });
        const before = rows.filter((row) => row < at);
        expect(backwards.rows).toEqual(size === 0 ? [] : before.slice(-size));
        expect(backwards.hasPreviousPage).toBe(before.length > size);
        expect(backwards.hasNextPage).toBe(true);
      }),
    );
  });

  it('at an end of the list has nothing beyond it', () => {
    expect(pageOf(3, { first: 3 })).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    expect(pageOf(3, { last: 3 })).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    expect(pageOf(4, { first: 3 })).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(pageOf(4, { last: 3 })).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(pageOf(0, {})).toMatchObject({ rows: [], hasNextPage: false, hasPreviousPage: false });
  });

  it('has a cursor for each row, from which the list goes on', () => {
    const { rows, cursorOf } = pageOf(9, { first: 4 });
    expect(pageOf(9, { first: 2, after: cursorOf(rows[1] ?? 0) }).rows).toEqual([2, 3]);
  });
});

describe('a page of views', () => {
  it('keeps the cursors of the rows that they are views of', () => {
    const page = pageOf(9, { first: 4 });
    const views = mapPage(page, (row) => ({ name: `row ${row}` }));
    expect(views.rows.map(({ name }) => name)).toEqual(['row 0', 'row 1', 'row 2', 'row 3']);
    expect(views.rows.map((view) => views.cursorOf(view))).toEqual(page.rows.map(page.cursorOf));
    expect(views.hasNextPage).toBe(true);
  });

  it('has no cursor for a view of another page', () => {
    const views = mapPage(pageOf(9, { first: 4 }), (row) => ({ row }));
    expect(() => views.cursorOf({ row: 0 })).toThrow(/of a row of its page/);
  });
});
