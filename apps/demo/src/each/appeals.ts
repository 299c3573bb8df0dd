import { AppealQueries, FileAppeal } from '@rochdale/governance';
import { ChangeStanding } from '@rochdale/membership';
import { assert } from '@rochdale/platform';
import { open, vote } from '../year/decisions.js';
import type { Votes } from '../year/decisions.js';
import type { DemoWorld } from '../year/demo-world.js';
import { officers } from '../year/people.js';

/** Whom members wanted to expel: who stayed, who did not, and who waits to hear. */
export const appellants = { upheld: 'emeline', declined: 'barnaby', pending: 'zelda' } as const;

const grounds =
  'It is true that I shouted. It is not true that I threw anything, and nobody asked me.';

/** Expulsions, and the appeals against them: one upheld, one declined, one pending. */
export function planAppeals(world: DemoWorld): void {
  const { calendar } = world;
  const { upheld, declined, pending } = appellants;
  const expulsions = new Map<string, string>();
  const of = (key: string): string => expulsions.get(key) ?? '';
  const put = async (...keys: readonly string[]) => {
    for (const key of keys) expulsions.set(key, await expelling(world, key));
  };
  const file = async (key: string) => {
    await world.get(FileAppeal).execute(await world.as(key), { proposalId: of(key), grounds });
  };
  const asked = async (key: string, votes: Votes) =>
    vote(world, await appealOf(world, of(key)), votes);

  // When somebody was suspended is theirs to know, and is not the moment of the vote.
  calendar.on(calendar.noon(122), () => suspend(world, upheld, declined));
  calendar.on(calendar.noon(121), () => put(upheld, declined));
  calendar.on(calendar.noon(105), async () => {
    for (const key of [upheld, declined]) await vote(world, of(key), { agree: 8, disagree: 2 });
  });
  calendar.on(calendar.noon(85), async () => {
    await file(upheld);
    await file(declined);
  });
  calendar.on(calendar.noon(84), async () => {
    await asked(upheld, { agree: 9, abstain: 1, disagree: 3 });
    await asked(declined, { agree: 2, disagree: 8 });
  });
  calendar.on(calendar.before(46), () => suspend(world, pending));
  calendar.on(calendar.before(45), () => put(pending));
  calendar.on(calendar.noon(25), () => vote(world, of(pending), { agree: 9, disagree: 2 }));
  calendar.on(calendar.noon(8), async () => {
    await world.work();
    await file(pending);
  });
  calendar.on(calendar.before(3), () => asked(pending, { agree: 3, disagree: 2 }));
}

/** So that they can be heard. */
async function suspend(world: DemoWorld, ...keys: readonly string[]): Promise<void> {
  const officer = await world.as(officers['membership-officer']);
  for (const key of keys) {
    const { memberId } = world.member(key);
    const suspended = { memberId, to: 'suspended', reason: 'conduct' } as const;
    await world.get(ChangeStanding).execute(officer, suspended);
  }
}

async function expelling(world: DemoWorld, key: string): Promise<string> {
  const { memberId } = world.member(key);
  return open(world, {
    by: 'ines',
    title: 'Expel somebody',
    body: 'Twice they shouted at whoever was on call, and once it did not end with words.',
    policyKey: 'expulsion',
    actions: [{ kind: 'member.expel', payload: { memberId } }],
  });
}

async function appealOf(world: DemoWorld, expulsionId: string): Promise<string> {
  const appeals = await world.read(await world.as('henrik'), (tx) =>
    world.get(AppealQueries).appeals(tx, [expulsionId]),
  );
  const appeal = appeals.get(expulsionId);
  assert(appeal !== undefined, 'they appealed');
  return appeal.voteId;
}
