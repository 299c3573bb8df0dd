import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAbout } from './kit/about.js';
import { Chance } from './kit/chance.js';
import { askers, Story } from './kit/story.js';
import { ways } from './kit/ways.js';
import { isOpen } from './still-open.js';

/** Each is another draw of people, amounts and fortunes, and the same in every run. */
const worlds: readonly (readonly [seed: number, size: number])[] = [
  [1, 5],
  [2, 9],
  [3, 40],
];
const minutes = 60_000;

describe.each(worlds)('the random co-operative %i, of %i members', (seed, size) => {
  let story: Story;
  beforeAll(async () => {
    story = await Story.tell(new Chance(seed), size);
  }, 10 * minutes);
  afterAll(() => story.close());

  describe.each(askers)('keeps from a %s', (asker) => {
    const tried = Object.entries(ways).filter(([name]) => !isOpen(name, asker));
    it.each(tried)('%s', async (_name, way) => {
      const found = way({
        asker,
        views: story.readings[asker],
        secrets: await story.secretsFrom(asker),
        memberIds: story.memberIds,
        insideIds: await story.insideIds(),
        words: story.words,
      });
      expect(found).toEqual([]);
    });

    it('whom something befell, by answers to questions about one person', async () => {
      const ids = story.idsOfMembers(asker).slice(0, 12);
      expect(ids.length).toBe(Math.min(size - 2, 12));
      expect(await askAbout(story.client(asker), ids, story.world.today)).toEqual([]);
    });
  });

  it('lets an officer tell apart by such answers whom something befell', async () => {
    const told = await askAbout(
      await story.asOfficer(),
      story.idsOfMembers('member').slice(0, 12),
      story.world.today,
    );
    // Of five, those who are left have nothing that such answers tell.
    const fewest = size > 5 ? 1 : 0;
    expect(new Set(told.map(({ person }) => person)).size).toBeGreaterThanOrEqual(fewest);
  });
});
