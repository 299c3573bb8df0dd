import { assert } from '@rochdale/platform';
import { GiveDelegation } from '@rochdale/voting';
import { adopt } from './adopting.js';
import { open, vote } from './decisions.js';
import type { DemoWorld } from './demo-world.js';
import { voters } from './people.js';

const everyday = {
  by: 'florian',
  policyKey: 'everyday',
} as const;

/** The last of the list have the first vote for them, where they do not vote themselves. */
async function delegate(world: DemoWorld, from: number, to: number, on: string | null) {
  const [delegator, delegateKey] = [voters.at(-from) ?? '', voters[to] ?? ''];
  const { memberId: delegateId } = await world.as(delegateKey);
  assert(delegateId !== null, 'who votes for another is a member');
  await world
    .get(GiveDelegation)
    .execute(await world.as(delegator), { delegateId, proposalId: on, expiresAt: null });
}

/** Members vote for others: in a vote that is over, and in one that is open. */
export function planDelegations(world: DemoWorld): void {
  const { calendar } = world;
  let decided = '';
  calendar.on(calendar.noon(60), async () => {
    await adopt(world, 'ordinary', {
      key: 'everyday',
      title: 'Everyday questions, in which members may vote for others',
      changes: { delegation: { atMost: 3, makesQuorum: true, depth: 2 } },
    });
    decided = await open(world, {
      ...everyday,
      title: 'Tea and coffee from the roastery next door',
      body: 'It costs four euros more a month, and they bring it by bicycle.',
    });
  });
  calendar.on(calendar.noon(59), async () => {
    await delegate(world, 1, 0, null);
    await delegate(world, 2, 1, decided);
    await vote(world, decided, { agree: 3, disagree: 1 });
  });
  calendar.on(calendar.noon(54), () => world.work());
  let current = '';
  calendar.on(calendar.before(3), async () => {
    current = await open(world, {
      ...everyday,
      title: 'A second rack for bicycles',
      body: 'The one we have is full by nine.',
    });
    await vote(world, current, { agree: 2 });
  });
}
