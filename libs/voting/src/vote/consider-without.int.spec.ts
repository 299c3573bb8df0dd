import { StandingChanged } from '@rochdale/membership';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VotingWorld } from '../testing/voting-world.js';
import { createVotingWorld, ruleLike } from '../testing/voting-world.js';
import { votingReactions } from '../voting.jobs.js';
import { ConsiderWithout } from './consider-without.js';

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(3);
});
afterAll(() => world.close());

const asked = async () =>
  (
    await world.asOwner<{ id: string }>(
      `select payload ->> 'proposalId' as id from platform.jobs
       where name = 'governance.consider-early-close' order by id`,
    )
  ).map(({ id }) => id);

describe('a member who leaves', () => {
  it('has open votes looked at again that may end early and were theirs to vote on', async () => {
    const consider = new ConsiderWithout(world.unitOfWork);
    const [leaver] = world.voters;
    const memberId = leaver?.memberId ?? '';
    const early = ruleLike({ earlyClose: { when: 'outcome-certain' } });
    const over = await world.openUnder(early);
    world.toTheEnd();
    await world.closeVote(over);
    await world.openUnder(ruleLike());
    const open = await world.openUnder(early);
    const before = await asked();
    await consider.execute(world.system, { memberId });
    expect(await asked()).toEqual([...before, open]);
    await consider.execute(world.system, { memberId: crypto.randomUUID() });
    expect(await asked()).toEqual([...before, open]);
  });

  it('is heard of by the fact of it; who is suspended may come back', () => {
    const [reaction] = votingReactions;
    const data = { memberId: crypto.randomUUID(), from: 'active', reason: 'other' } as const;
    const heard = (to: 'left' | 'expelled' | 'suspended') =>
      reaction.when({ data: { ...data, to } } as never);
    expect(reaction.on).toBe(StandingChanged.type);
    expect([heard('left'), heard('expelled'), heard('suspended')]).toEqual([true, true, false]);
  });

  it('is the service’s own business', async () => {
    const consider = new ConsiderWithout(world.unitOfWork);
    const input = { memberId: crypto.randomUUID() };
    await expect(consider.execute(world.secretary, input)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
