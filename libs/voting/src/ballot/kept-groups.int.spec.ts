import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TakeBackBallot } from '../vote/take-back-ballot.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { createVotingWorld, ruleLike } from '../testing/voting-world.js';
import { ballotStore } from './ballot.store.js';
import { KeptGroups } from './kept-groups.js';

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(5);
});
afterAll(() => world.close());

describe('ballots that are kept as they were counted', () => {
  it('are those that lie there after whatever happens, and the same meanwhile', async () => {
    const id = await world.openUnder(ruleLike({ mayTakeBack: true }));
    const other = await world.openUnder(ruleLike());
    const takeBack = new TakeBackBallot(world.unitOfWork);
    const kept = new KeptGroups();
    const inOrder = (groups: readonly { mark: unknown }[] = []) =>
      groups.toSorted((a, b) => (String(a.mark) < String(b.mark) ? -1 : 1));
    const steps = [
      () => world.vote(id, 1, 'agree'),
      () => world.vote(id, 2, 'disagree'),
      () => world.vote(other, 2, 'agree'),
      () => world.vote(id, 1, 'disagree'),
      () => takeBack.execute(world.voters[1]!, { proposalId: id }),
      () => world.vote(id, 1, 'abstain'),
      () => takeBack.execute(world.voters[2]!, { proposalId: id }),
      () => world.vote(id, 3, 'disagree'),
    ];
    for (const step of steps) {
      await step();
      await world.unitOfWork.read(world.secretary, async (tx) => {
        const lying = (await ballotStore.groups(tx, [id])).get(id);
        const first = (await kept.of(tx, [id, other])).get(id);
        expect(inOrder(first)).toEqual(inOrder(lying));
        expect((await kept.of(tx, [id])).get(id)).toBe(first);
      });
    }
  });

  it('go when others need the room', async () => {
    const [one, two] = [await world.openUnder(ruleLike()), await world.openUnder(ruleLike())];
    await world.vote(one, 1, 'agree');
    await world.vote(two, 1, 'agree');
    const kept = new KeptGroups(1);
    await world.unitOfWork.read(world.secretary, async (tx) => {
      const first = (await kept.of(tx, [one])).get(one);
      await kept.of(tx, [two]);
      const again = (await kept.of(tx, [one])).get(one);
      expect(again).not.toBe(first);
      expect(again).toEqual(first);
    });
  });
});
