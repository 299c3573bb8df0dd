import { createTestWorld, rowsRead } from '@rochdale/testing';
import type { PlanNode, TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { keysetList } from './keyset-list.js';
import { listStatement, numberParameters } from './list-statement.js';
import type { ListOrder, Page } from './page.js';
import { findsWords, wordsToFind } from './search-words.js';

const cooperativeId = newId();

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  await world.asOwner(
    `insert into platform.search_words (cooperative_id, subject_id, word, kind)
     select $1, gen_random_uuid(), md5(nth::text), 'transaction'
     from generate_series(1, 20000) nth`,
    [cooperativeId],
  );
  await world.asOwner('analyze platform.search_words');
});
afterAll(() => world.close());

const wordsOf = async (said: string) =>
  (
    await world.asOwner<{ word: string }>(
      'select word from platform.words_of($1) as word order by 1',
      [said],
    )
  ).map(({ word }) => word);

describe('words', () => {
  it('are what lies between signs and space, in small letters, once', async () => {
    expect(await wordsOf('Solar roof: the SOLAR (2026/004), a größe')).toEqual([
      '004',
      '2026',
      'größe',
      'roof',
      'solar',
      'the',
    ]);
    expect(await wordsOf('')).toEqual([]);
    expect(await wordsOf('x'.repeat(60))).toEqual(['x'.repeat(40)]);
  });

  it('are found by their beginning through the index, behind the policy of tenants', async () => {
    const { all } = findsWords('text', { id: 't.subject_id', kind: 'transaction' });
    const { text, parameters } = numberParameters(
      `explain select from platform.search_words t where t.cooperative_id = :cooperativeId
         and t.subject_id = any (array(${all}))`,
    );
    const given = { cooperativeId, text: ['c4ca4238', '2026'] } as const;
    const plan = await world.asApplication<{ 'QUERY PLAN': string }>(
      text,
      parameters.map((name) => given[name as keyof typeof given]),
      cooperativeId,
    );
    const said = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(said).toMatch(/search_words_by_word on search_words w|on search_words_by_word/);
    expect(said).toMatch(/Index Cond: .*\(word >= .*\(word < /);
  });
});

interface Note {
  readonly id: string;
  readonly at: Date;
}

/** Each has `of`, every hundredth `solar`, the three hundred oldest `tile`, the oldest `roof`. */
const length = 6_000;
const notes = Array.from({ length }, (_, nth) => ({
  id: newId(),
  at: new Date(Date.UTC(2026, 0, 1, 0, nth)),
  words: [
    'of',
    ...(nth % 100 === 7 ? ['solar'] : []),
    ...(nth < 300 ? ['tile'] : []),
    ...(nth === 0 ? ['roof'] : []),
  ],
}));
const definition = {
  name: 'platform-test.list-notes',
  select: 'n.id, n.at',
  from: 'trial.notes n',
  where: 'n.cooperative_id = :cooperativeId',
  keys: [
    { column: 'n.at', field: 'at', type: 'instant' },
    { column: 'n.id', field: 'id', type: 'id' },
  ],
  filters: { text: findsWords('text', { id: 'n.id', kind: 'note' }) },
} as const;

describe('a list searched by words', () => {
  const list = keysetList<Note, { readonly text: readonly string[] | null }>(definition);
  const find = (text: string, first = 20) =>
    world.unitOfWork.read(systemActor(cooperativeId, 'cli'), async (tx) => {
      const filter = { text: wordsToFind(text, ['text']) };
      return (await list.page(tx, { first }, { filter })).rows.map(({ id }) => id);
    });
  const everyPage = (text: string, order: ListOrder = 'newest-first') =>
    world.unitOfWork.read(systemActor(cooperativeId, 'cli'), async (tx) => {
      const filter = { text: wordsToFind(text, ['text']) };
      const found: string[] = [];
      for (let after: string | null = null; ;) {
        const page: Page<Note> = await list.page(tx, { first: 100, after, order }, { filter });
        found.push(...page.rows.map(({ id }) => id));
        const last = page.rows.at(-1);
        if (!page.hasNextPage || last === undefined) return found;
        after = page.cursorOf(last);
      }
    });
  const having = (...words: string[]) =>
    notes
      .filter((note) => words.every((word) => note.words.includes(word)))
      .map(({ id }) => id)
      .toReversed();

  beforeAll(async () => {
    await world.asOwner('create schema trial');
    await world.asOwner('grant usage on schema trial to public');
    await world.asOwner(`create table trial.notes (id uuid primary key, at timestamptz not null,
      cooperative_id uuid not null)`);
    await world.asOwner('create index on trial.notes (cooperative_id, at, id)');
    await world.asOwner('grant select on trial.notes to public');
    const given = JSON.stringify(notes);
    await world.asOwner(
      `insert into trial.notes select id, at, $1 from jsonb_to_recordset($2::jsonb)
         as n (id uuid, at timestamptz)`,
      [cooperativeId, given],
    );
    await world.asOwner(
      `insert into platform.search_words (cooperative_id, subject_id, word, kind)
       select $1, n.id, word, 'note' from jsonb_to_recordset($2::jsonb)
         as n (id uuid, words jsonb) cross join lateral jsonb_array_elements_text(n.words) word`,
      [cooperativeId, given],
    );
    await world.asOwner('analyze platform.search_words, trial.notes');
  });

  it('finds the same, whether few rows have a word or nearly all', async () => {
    expect(await find('of')).toEqual(having('of').slice(0, 20));
    expect(await find('solar')).toEqual(having('solar').slice(0, 20));
    expect(await find('solar OF', 100)).toEqual(having('solar'));
    expect(await find('of roof')).toEqual(having('roof'));
    expect(await find('of wind')).toEqual([]);
  });

  it('finds a word that many rows have, all of them old, page after page', async () => {
    expect(await find('tile')).toEqual(having('tile').slice(0, 20));
    expect(await find('tile solar')).toEqual(having('tile', 'solar'));
    expect(await everyPage('tile')).toEqual(having('tile'));
    expect(await everyPage('tile', 'oldest-first')).toEqual(having('tile').toReversed());
    expect(await everyPage('of')).toEqual(having('of'));
  });

  it.each([
    ['of', 1_500],
    ['solar', 1_500],
    ['roof', 1_500],
    ['tile', 2_000],
  ] as const)('reads little to find a page with "%s"', async (word, most) => {
    const shape = {
      filters: ['text'],
      reads: 'page',
      backwards: false,
      afterCursor: false,
    } as const;
    const { statement, parameters } = listStatement({ ...definition, order: 'descending' }, shape);
    const given = { cooperativeId, text: [word], limit: 21 } as const;
    const [plan] = await world.asApplication<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
      `explain (analyze, format json) ${statement.text}`,
      parameters.map((name) => given[name as keyof typeof given]),
      cooperativeId,
    );
    expect(rowsRead(plan!['QUERY PLAN'][0].Plan)).toBeLessThan(most);
  });
});
