import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acts } from './kit/acts.js';
import { Chance } from './kit/chance.js';
import { differences } from './kit/difference.js';
import { Reader } from './kit/reader.js';
import { askers, Story } from './kit/story.js';
import type { View } from './kit/view.js';
import { isOpen } from './still-open.js';

const minutes = 60_000;

/** Whom nothing happened to yet that would stand in the way. */
const firstUntouched = 7;

/** The moment at which one's own data are taken out is said in them. */
const isOfTheMoment = (name: string): boolean => name === 'ownData()';

describe('what one person does changes nothing that others read:', () => {
  let story: Story;
  let before: Record<string, View>;
  const readAll = async () => {
    const read: Record<string, View> = {};
    for (const asker of askers) {
      read[asker] = await new Reader(story.client(asker), false).everything();
    }
    return read;
  };

  beforeAll(async () => {
    story = await Story.tell(new Chance(4), 17);
    await story.voteInSecret();
    before = await readAll();
  }, 10 * minutes);
  afterAll(() => story.close());

  const each = Object.entries(acts)
    .map(([name, act], nth) => [name, act, nth] as const)
    .filter(([name]) => !askers.every((asker) => isOpen(name, asker)));
  describe.each(each)('%s', (name, act, nth) => {
    let after: Record<string, View>;
    beforeAll(async () => {
      story.world.tick();
      await act(story, story.fated(firstUntouched + nth) ?? '');
      await story.world.demo.work();
      after = await readAll();
    }, 3 * minutes);
    afterAll(() => {
      before = after;
    });

    it.each(askers.filter((asker) => !isOpen(name, asker)))('to a %s', (asker) => {
      const changed = differences(before[asker] ?? [], after[asker] ?? []);
      expect(changed.filter((question) => !isOfTheMoment(question))).toEqual([]);
    });
  });

  it('as a change of mind does where a vote is open', async () => {
    const reader = new Reader(story.client('member'), false);
    const voter = story.fated(firstUntouched) ?? '';
    const proposalId = await story.world.propose('ordinary');
    await story.cast(proposalId, voter, 'agree');
    const agreed = await reader.query('proposals');
    await story.cast(proposalId, voter, 'disagree');
    expect(differences(agreed, await reader.query('proposals'))).toContain('proposals()');
  });
});
