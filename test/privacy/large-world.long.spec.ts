import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Chance } from './kit/chance.js';
import { askers, Story } from './kit/story.js';
import { ways } from './kit/ways.js';

const minutes = 60_000;

/** As the random worlds, where orders are long enough to be told from chance at a glance. */
describe('a random co-operative of 300 members', () => {
  let story: Story;
  beforeAll(async () => {
    story = await Story.tell(new Chance(6), 300);
  }, 20 * minutes);
  afterAll(() => story.close());

  describe.each(askers)('keeps from a %s', (asker) => {
    it.each(Object.entries(ways))('%s', async (_name, way) => {
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
  });
});
