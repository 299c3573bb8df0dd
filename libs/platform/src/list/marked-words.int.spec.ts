import { createTestWorld } from '@rochdale/testing';
import type { TestWorld } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/id.js';
import { keysetList } from './keyset-list.js';
import type { Page } from './page.js';
import { findsMarkedWords, wordsToFind } from './search-words.js';

const cooperativeId = newId();

interface Note {
  readonly id: string;
  readonly nth: number;
}

/**
 * Each has `of` and `~if`; every hundredth `solar` and `~solar`, the first `roof` and `~wind`. The
 * reader finds those of an odd number by the marked words, all others by the plain ones.
 */
const length = 6_000;
const notes = Array.from({ length }, (_, nth) => ({
  id: newId(),
  nth,
  words: [
    'of',
    '~if',
    ...(nth % 100 < 2 ? ['solar', '~solar'] : []),
    ...(nth < 2 ? ['roof', '~wind'] : []),
  ],
}));

const list = keysetList<Note, { readonly text: readonly string[] | null }>({
  name: 'platform-test.list-marked-notes',
  select: 'n.id, n.nth',
  from: 'trial.notes n',
  where: 'n.cooperative_id = :cooperativeId',
  keys: [{ column: 'n.id', field: 'id', type: 'id' }],
  order: 'ascending',
  filters: {
    text: findsMarkedWords('text', {
      id: 'n.id',
      kind: 'note',
      ways: [
        { mark: '', and: 'n.nth % 2 = 0' },
        { mark: '~', and: 'n.nth % 2 = 1' },
      ],
    }),
  },
});

let world: TestWorld;
beforeAll(async () => {
  world = await createTestWorld();
  await world.asOwner('create schema trial');
  await world.asOwner('grant usage on schema trial to public');
  await world.asOwner(
    'create table trial.notes (id uuid primary key, nth integer, cooperative_id uuid not null)',
  );
  await world.asOwner('grant select on trial.notes to public');
  const given = JSON.stringify(notes);
  await world.asOwner(
    `insert into trial.notes select id, nth, $1 from jsonb_to_recordset($2::jsonb)
       as n (id uuid, nth integer)`,
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
afterAll(() => world.close());

async function find(text: string): Promise<number[]> {
  return world.unitOfWork.read(systemActor(cooperativeId, 'cli'), async (tx) => {
    const filter = { text: wordsToFind(text, ['text']) };
    const found: number[] = [];
    for (let after: string | null = null; ;) {
      const page: Page<Note> = await list.page(tx, { first: 100, after }, { filter });
      found.push(...page.rows.map(({ nth }) => nth));
      const last = page.rows.at(-1);
      if (!page.hasNextPage || last === undefined) return found;
      after = page.cursorOf(last);
    }
  });
}

describe('a list with words of several marks', () => {
  const having = (isFound: (nth: number) => boolean) =>
    notes.map(({ nth }) => nth).filter((nth) => isFound(nth));

  it.each([
    ['nearly all have plainly', 'of', (nth: number) => nth % 2 === 0],
    ['nearly all have with the mark', 'if', (nth: number) => nth % 2 === 1],
    ['few have, both ways', 'solar', (nth: number) => nth % 100 < 2],
    ['few have plainly', 'roof', (nth: number) => nth === 0],
    ['few have with the mark', 'wind', (nth: number) => nth === 1],
    ['few have of those that many have', 'solar of', (nth: number) => nth % 100 === 0],
    ['no row has of one mark', 'wind of', () => false],
    ['no row has at all', 'rain', () => false],
  ])('finds what %s, by words of one mark alone', async (_, text, isFound) => {
    expect(await find(text)).toEqual(having(isFound));
  });
});
