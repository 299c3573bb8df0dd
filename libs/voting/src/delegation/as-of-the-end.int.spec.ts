import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delegatedVotes, offered } from '../testing/delegated-votes.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { createVotingWorld } from '../testing/voting-world.js';
import { GiveDelegation } from '../vote/give-delegation.js';
import { GiveProxy } from '../vote/give-proxy.js';
import { EndDelegations } from './end-delegations.js';
import { forgetDelegations } from './forget-delegations.js';

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(8);
});
afterAll(() => world.close());

const { voter, ballotsOf, factsOf, allIsWell } = delegatedVotes(() => world);
const delegate = async (from: number, to: number, more: object = {}): Promise<string> => {
  const terms = { delegateId: voter(to).memberId, proposalId: null, expiresAt: null, ...more };
  return (await new GiveDelegation(world.unitOfWork, world.roll).execute(voter(from), terms)).id;
};
/** The job that follows when somebody was suspended, whenever a worker comes to it. */
const endAllOf = (nth: number, changedAt: Date) =>
  new EndDelegations(world.unitOfWork).execute(world.system, {
    memberId: voter(nth).memberId,
    changedAt: changedAt.toISOString(),
  });
const later = (seconds: number): Date => {
  world.clock.advance({ seconds });
  return world.clock.now();
};
const endedOf = async (id: string) =>
  (await factsOf(id)).filter(({ type }) => type === 'voting.DelegationEnded').length;

describe('who was suspended, and is back before the end', () => {
  it.each(['after the vote', 'at once'])('votes for nobody by what was given: %s', async (when) => {
    const id = await world.openUnder(offered());
    await delegate(1, 3);
    await delegate(2, 3);
    const suspendedAt = later(1);
    world.roll.wentAt.set(voter(1).memberId, suspendedAt);
    later(1);
    if (when === 'at once') await endAllOf(1, suspendedAt);
    await world.vote(id, 3, 'agree');
    world.toTheEnd();
    await world.closeVote(id);
    if (when !== 'at once') await endAllOf(1, suspendedAt);
    expect(await ballotsOf(id)).toEqual({ 2: 'agree*', 3: 'agree' });
    const [row] = await world.asOwner<{ endedAt: Date }>(
      `select ended_at as "endedAt" from governance.delegations
       where member_id = $1 order by given_at desc limit 1`,
      [voter(1).memberId],
    );
    expect(row?.endedAt).toEqual(suspendedAt);
    world.roll.wentAt.clear();
    await endAllOf(2, world.clock.now());
    await allIsWell();
  });
});

it('leads on to the wider one where whom the narrower names was gone by the end', async () => {
  const id = await world.openUnder(offered());
  await delegate(2, 3);
  await delegate(2, 4, { proposalId: id });
  await world.vote(id, 3, 'agree');
  world.roll.wentAt.set(voter(4).memberId, later(1));
  world.toTheEnd();
  await world.closeVote(id);
  world.roll.wentAt.clear();
  expect(await ballotsOf(id)).toEqual({ 2: 'agree*', 3: 'agree' });
  await endAllOf(2, world.clock.now());
});

it('counts who is erased after the end, though nobody counted yet, and goes then', async () => {
  const id = await world.openUnder(offered());
  await delegate(1, 3);
  await delegate(2, 5);
  for (const nth of [3, 5]) await world.vote(id, nth, 'agree');
  world.toTheEnd();
  later(1);
  const erased = [1, 5].map((nth) => voter(nth).memberId);
  for (const memberId of erased) {
    await world.asOwner(
      `set session_replication_role = replica;
       insert into membership.members (id, cooperative_id, kind, class_key, standing,
         standing_since, applied_at, left_at, erased_at, place_outside, place_inside)
       values ('${memberId}', '${world.cooperativeId}', 'person', 'worker', 'left',
         '${world.clock.now().toISOString()}', now(), now(), now(), ${erased.indexOf(memberId)},
         ${erased.indexOf(memberId)});
       set session_replication_role = origin`,
    );
    await world.unitOfWork.run(world.system, (tx) =>
      forgetDelegations(tx, { memberId, removesTexts: true }),
    );
  }
  await world.closeVote(id);
  expect(await ballotsOf(id)).toEqual({ 1: 'agree*', 2: 'agree*', 3: 'agree', 5: 'agree' });
  const left = await world.asOwner(
    'select id from governance.delegations where member_id = any ($1) or delegate_id = any ($1)',
    [erased],
  );
  expect(left).toEqual([]);
  await allIsWell();
});

describe('giving the same once more', () => {
  it('keeps its place among those whom one votes for, and is told nobody', async () => {
    const rule = offered({ delegation: { atMost: 1, makesQuorum: true, proxies: { atMost: 1 } } });
    const id = await world.openUnder(rule);
    const first = await delegate(2, 3, { proposalId: id });
    later(1);
    await delegate(4, 3, { proposalId: id });
    later(1);
    expect(await delegate(2, 3, { proposalId: id })).toBe(first);
    const given = { holderId: voter(3).memberId, proposalId: id };
    const proxy = () => new GiveProxy(world.unitOfWork, world.roll).execute(voter(6), given);
    const { id: held } = await proxy();
    later(1);
    expect((await proxy()).id).toBe(held);
    for (const one of [first, held]) expect(await factsOf(one)).toHaveLength(2);
    await world.vote(id, 3, 'agree');
    world.toTheEnd();
    await world.closeVote(id);
    expect(await ballotsOf(id)).toEqual({ 2: 'agree*', 3: 'agree', 6: 'agree*' });
    await allIsWell();
  });
});

it('is ended by nobody, and told nobody, once it is over by itself', async () => {
  const id = await world.openUnder(offered());
  const expired = await delegate(2, 3, { expiresAt: new Date(later(0).getTime() + 1000) });
  const ofVote = await delegate(2, 4, { proposalId: id });
  world.toTheEnd();
  await world.closeVote(id);
  await endAllOf(2, world.clock.now());
  const replaced = await delegate(6, 3, { expiresAt: new Date(later(0).getTime() + 1000) });
  later(2);
  await delegate(6, 4);
  for (const one of [expired, ofVote, replaced]) expect(await endedOf(one)).toBe(0);
});
