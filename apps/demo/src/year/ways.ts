import { AdoptPolicyPack } from '@rochdale/governance';
import { assert, dayOf } from '@rochdale/platform';
import { CastBallot } from '@rochdale/voting';
import { openVotes } from '../questions/current.js';
import { meeting } from '../questions/marks.js';
import type { Said } from '../questions/marks.js';
import { preferences } from '../questions/preferences.js';
import { agreed, weighed } from '../questions/weighed.js';
import { adopt } from './adopting.js';
import { open } from './decisions.js';
import type { DemoWorld } from './demo-world.js';
import { officers, steadyVoters } from './people.js';

/** Voters cast what is said, in the order of their list. */
export async function say(
  world: DemoWorld,
  proposalId: string,
  said: readonly Said[],
  first = 0,
): Promise<void> {
  let next = first;
  for (const [voters, mark, reason = null] of said) {
    for (let nth = 0; nth < voters; nth += 1) {
      const key = steadyVoters[next];
      assert(key !== undefined, 'there are as many voters as votes');
      next += 1;
      await world.get(CastBallot).execute(await world.as(key), { proposalId, mark, reason });
    }
  }
}

/** A policy for each way to vote, and for the other ways to count the same ballots. */
async function adoptWays(world: DemoWorld): Promise<void> {
  const administrator = await world.as(officers.administrator);
  await world.get(AdoptPolicyPack).execute(administrator, { pack: 'ways-to-vote' });
  const one = 'One of several options';
  const others: readonly (readonly [from: string, key: string, title: string, changes: object])[] =
    [
      ['ranking', 'ranking-run-off', `${one}, by instant run-off`, irv],
      ['ranking', 'ranking-pairs', `${one}, by ranked pairs`, { method: 'ranked-pairs' }],
      ['ranking', 'ranking-borda', `${one}, by Borda’s points`, { method: 'borda' }],
      ['scores', 'scores-summed', `${one}, by the sum of scores`, { method: 'score' }],
      ['scores', 'judgment', `${one}, by majority judgment`, { method: 'majority-judgment' }],
      ['shared-budget', 'greedy-budget', 'Which projects a budget pays for, by most votes', greedy],
      ['board-election', 'several', 'Several options, each group its share', meek],
    ];
  for (const [from, key, title, changes] of others) {
    await adopt(world, from, { key, title, changes });
  }
}

const irv = { method: 'irv', equalRanks: false };
const greedy = { method: 'greedy' };
const meek = { method: 'meek', winners: 2, secretUntilClosed: false, elects: undefined };

/** Each way to vote and to count: votes that are over, and votes that are open. */
export function planWays(world: DemoWorld): void {
  const { calendar } = world;
  calendar.on(calendar.noon(329), () => adoptWays(world));
  planOver(world);
  calendar.on(calendar.before(2.6), async () => {
    for (const { said, ...asked } of openVotes(daysFrom(world, -10))) {
      await say(world, await open(world, asked), said);
    }
  });
}

/** Opened on one day, cast on the next, and closed by one round of the worker. */
function planOver(world: DemoWorld): void {
  const { calendar } = world;
  const cleaning = meeting('When we clean the office', daysFrom(world, 206));
  const opened: (readonly [proposalId: string, said: readonly Said[]])[] = [];
  calendar.on(calendar.noon(246), async () => {
    for (const { said, ...asked } of [...preferences, ...weighed, ...agreed, cleaning]) {
      opened.push([await open(world, asked), said]);
    }
  });
  calendar.on(calendar.noon(245), async () => {
    for (const [proposalId, said] of opened) await say(world, proposalId, said);
    // Of the rota: whoever objected was met.
    const [rota] = opened[preferences.length + weighed.length] ?? [''];
    await say(world, rota, [[1, 'resolved', 'The weekends are shared now. Thank you.']]);
  });
  calendar.on(calendar.noon(238), () => world.work());
}

/** Three days, as options of a vote on when to meet. */
const daysFrom = ({ calendar }: DemoWorld, daysBefore: number): string[] =>
  [0, 1, 2].map((later) => dayOf(calendar.before(daysBefore - later)));
