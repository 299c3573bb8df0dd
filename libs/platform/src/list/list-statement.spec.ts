import { describe, expect, it } from 'vitest';
import { listStatement, numberParameters } from './list-statement.js';
import type { ListShape, ListText } from './list-statement.js';

const list: ListText = {
  name: 'platform-test.list-claims',
  select: 'c.id, c.state, c.owner, c.at',
  from: 'trial.claims c',
  where: 'c.cooperative_id = :cooperativeId',
  keys: [
    { column: 'c.at', field: 'at', type: 'instant' },
    { column: 'c.id', field: 'id', type: 'id' },
  ],
  order: 'descending',
  filters: { states: { anyOf: 'c.state', type: 'text' }, owner: 'c.owner = :owner' },
  parent: { column: 'c.owner', field: 'owner' },
};

const plain: ListShape = { filters: [], reads: 'page', backwards: false, afterCursor: false };
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
const textOf = (shape: Partial<ListShape>) =>
  oneLine(listStatement(list, { ...plain, ...shape }).statement.text);

describe('parameters', () => {
  it('are numbered by their first place, and a cast is none', () => {
    expect(numberParameters(`a = :one::text and b = :two and c = :one`)).toEqual({
      text: 'a = $1::text and b = $2 and c = $1',
      parameters: ['one', 'two'],
    });
  });
});

describe('the statement of a list', () => {
  it('names no filter that is not set', () => {
    expect(textOf({})).toBe(
      'select c.id, c.state, c.owner, c.at from trial.claims c ' +
        'where (c.cooperative_id = $1) order by c.at desc, c.id desc limit $2',
    );
  });

  it('has a name of its own for each shape', () => {
    const filters = [[], ['states'], ['owner'], ['states', 'owner']];
    const names = filters.flatMap((set) =>
      (['page', 'pages', 'count'] as const).flatMap((reads) =>
        [true, false].flatMap((backwards) =>
          [true, false].map(
            (afterCursor) =>
              listStatement(list, { filters: set, reads, backwards, afterCursor }).statement.name,
          ),
        ),
      ),
    );
    expect(new Set(names).size).toBe(48);
    expect(names).toContain('platform-test.list-claims-by3-pages-reversed-after');
  });

  it('compares the whole key with the cursor, in the direction of reading', () => {
    expect(textOf({ afterCursor: true })).toContain(
      '(c.at, c.id) < ($2::timestamptz, $3::uuid) order by c.at desc',
    );
    expect(textOf({ afterCursor: true, backwards: true })).toContain(
      '(c.at, c.id) > ($2::timestamptz, $3::uuid) order by c.at asc, c.id asc',
    );
  });

  it('reads so many of each value, where one of several is asked for', () => {
    expect(textOf({ filters: ['states'] })).toBe(
      'select page.* from unnest($1::text[]) as states_one (value) cross join lateral (' +
        'select c.id, c.state, c.owner, c.at from trial.claims c where (c.cooperative_id = $2) ' +
        'and (c.state = states_one.value) order by c.at desc, c.id desc limit $3) page ' +
        'order by page."at" desc, page."id" desc limit $3',
    );
  });

  it('reads so many of each parent', () => {
    expect(textOf({ reads: 'pages' })).toContain(
      'from unnest($1::uuid[]) as parent (id) cross join lateral (select',
    );
  });

  it('stops counting at a limit', () => {
    expect(textOf({ reads: 'count', filters: ['owner'] })).toBe(
      'select count(*)::int as total from (select from trial.claims c ' +
        'where (c.cooperative_id = $1) and (c.owner = $2) limit $3) counted',
    );
  });
});
