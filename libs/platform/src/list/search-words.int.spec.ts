import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../kernel/id.js';
import { numberParameters } from './list-statement.js';
import { findsWords } from './search-words.js';

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
    const condition = findsWords('text', { id: 't.subject_id', kind: 'transaction' });
    const { text, parameters } = numberParameters(
      `explain select from platform.search_words t where t.cooperative_id = :cooperativeId
         and ${condition}`,
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
