import type { MemberDirectory } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EndDelegations } from '../delegation/end-delegations.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { brokenLaws, createVotingWorld, ruleLike } from '../testing/voting-world.js';
import { votingInvariants } from '../voting.invariants.js';
import { EndRepresentative } from './end-representative.js';
import { NameRepresentative } from '../vote/name-representative.js';
import { representativeStore } from './representative.store.js';
import { RepresentativeQueries } from './representative.queries.js';

let world: VotingWorld;
const queries = new RepresentativeQueries();
beforeAll(async () => {
  world = await createVotingWorld(14);
  // The first is an organisation with three votes.
  const entries = world.roll.entriesOf.get(world.cooperativeId)!;
  world.roll.entriesOf.set(
    world.cooperativeId,
    entries.map((entry, nth) => (nth === 0 ? { ...entry, votes: 3 } : entry)),
  );
});
afterAll(() => world.close());

const voter = (nth: number): Actor & { memberId: string } =>
  world.voters[nth] as Actor & { memberId: string };
const kinds = {
  find: async (_tx: object, id: string) => ({
    kind: id === voter(0).memberId ? 'organisation' : 'person',
  }),
} as unknown as MemberDirectory;
const name = (to: number, by = 0) =>
  new NameRepresentative(world.unitOfWork, world.roll, kinds).execute(voter(by), {
    memberId: voter(to).memberId,
  });
const end = (of: number, by: number) =>
  new EndRepresentative(world.unitOfWork).execute(voter(by), {
    organisationId: voter(0).memberId,
    memberId: voter(of).memberId,
  });
const castFor = (by: number, proposalId: string, mark: string) =>
  world.cast.execute(voter(by), {
    proposalId,
    mark,
    reason: 'because',
    forMemberId: voter(0).memberId,
  });
const ballotsOf = (proposalId: string) =>
  world.asOwner<{ mark: string; weight: string; isCurrent: boolean }>(
    `select mark, weight::text, superseded_at is null as "isCurrent" from governance.ballots
     where proposal_id = $1 and member_id = $2 order by cast_at, id`,
    [proposalId, voter(0).memberId],
  );
const namedBy = async (nth: number) => {
  const own = await world.unitOfWork.read(voter(nth), (tx) => queries.own(tx));
  return own.map(({ memberId }) => world.voters.findIndex((one) => one.memberId === memberId));
};
const terms = ruleLike();
const rule = ruleLike({
  eligibility: { ...terms.eligibility, weightByClass: { worker: 'register' } },
});
const refusedAs = (code: string) => expect.objectContaining({ code });

describe('whom an organisation named', () => {
  it('casts its one vote, whoever of them does, and the last ballot counts', async () => {
    const id = await world.openUnder(rule);
    await name(1);
    await name(2);
    await name(2);
    await castFor(1, id, 'agree');
    await castFor(2, id, 'disagree');
    await world.vote(id, 1, 'agree');
    expect(await ballotsOf(id)).toEqual([
      { mark: 'agree', weight: '3', isCurrent: false },
      { mark: 'disagree', weight: '3', isCurrent: true },
    ]);
    // Who cast it is on record, beside whose it is.
    const facts = await world.asOwner<{ whose: string; by: string }>(
      `select data ->> 'memberId' as whose, member_id as by from platform.facts
       where type = 'governance.BallotCast' and subject_id = $1 order by position`,
      [id],
    );
    const [org, one, two] = [0, 1, 2].map((nth) => voter(nth).memberId);
    expect(facts).toEqual([
      { whose: org, by: one },
      { whose: org, by: two },
      { whose: one, by: one },
    ]);
    await world.vote(id, 0, 'agree');
    await Promise.all([castFor(1, id, 'disagree'), castFor(2, id, 'disagree')]);
    const now = await ballotsOf(id);
    expect(now.filter(({ isCurrent }) => isCurrent)).toEqual([
      { mark: 'disagree', weight: '3', isCurrent: true },
    ]);
    world.toTheEnd();
    expect(await world.closeVote(id)).toEqual({ did: 'closed', outcome: 'rejected' });
    expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  });

  it('is told to the two of them, and ended by either', async () => {
    expect([await namedBy(0), await namedBy(1), await namedBy(3)]).toEqual([[1, 2], [1], []]);
    await expect(end(1, 3)).rejects.toEqual(refusedAs('REPRESENTATION_NOT_FOUND'));
    await end(1, 1);
    await expect(end(1, 0)).rejects.toEqual(refusedAs('REPRESENTATION_NOT_FOUND'));
    await end(2, 0);
    expect(await namedBy(0)).toEqual([]);
  });
});

it('is cast by nobody else, whether or not the organisation has a vote', async () => {
  const id = await world.openUnder(rule);
  const closed = await world.openUnder(rule);
  for (const one of [id, closed, world.cooperativeId]) {
    await expect(castFor(1, one, 'agree')).rejects.toEqual(refusedAs('REPRESENTATION_NOT_FOUND'));
  }
  await name(1);
  await castFor(1, id, 'agree');
  await end(1, 0);
  await expect(castFor(1, id, 'disagree')).rejects.toEqual(refusedAs('REPRESENTATION_NOT_FOUND'));
  // What they cast stands.
  expect(await ballotsOf(id)).toEqual([{ mark: 'agree', weight: '3', isCurrent: true }]);
  await expect(name(2, 1)).rejects.toEqual(refusedAs('REPRESENTED_NOT_ORGANISATION'));
  await expect(name(0)).rejects.toEqual(refusedAs('DELEGATION_TO_ONESELF'));
});

it('is cast by the organisation alone in a hearing', async () => {
  const id = await world.openUnder(rule);
  await name(1);
  const hearing = (isHearing: boolean) =>
    world.asOwner(`set session_replication_role = replica;
      update governance.proposals set is_hearing = ${isHearing} where id = '${id}';
      set session_replication_role = origin`);
  await hearing(true);
  await expect(castFor(1, id, 'agree')).rejects.toEqual(refusedAs('REPRESENTATION_NOT_OFFERED'));
  await hearing(false);
});

it('is cast by so many at most, and by nobody who went and came back', async () => {
  for (const nth of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) await name(nth);
  await expect(name(11)).rejects.toEqual(refusedAs('REPRESENTATIVES_TOO_MANY'));
  await name(10);
  await new EndDelegations(world.unitOfWork).execute(world.system, {
    memberId: voter(4).memberId,
    changedAt: world.clock.now().toISOString(),
  });
  await world.unitOfWork.run(world.system, (tx) =>
    representativeStore.forget(tx, voter(5).memberId),
  );
  expect(new Set(await namedBy(0))).toEqual(new Set([1, 2, 3, 6, 7, 8, 9, 10]));
  await world.asOwner(
    `insert into membership.erasures (member_id, cooperative_id, erased_at) values ($1, $2, now())`,
    [voter(12).memberId, world.cooperativeId],
  );
  await expect(name(12)).rejects.toEqual(refusedAs('DELEGATE_NOT_FOUND'));
  const id = await world.openUnder(rule);
  const racing = [1, 2, 3].map((nth) => castFor(nth, id, 'agree'));
  await Promise.allSettled([...racing, end(1, 0), end(2, 0), end(3, 0)]);
  expect((await ballotsOf(id)).filter(({ isCurrent }) => isCurrent).length).toBeLessThanOrEqual(1);
  await expect(castFor(1, id, 'agree')).rejects.toEqual(refusedAs('REPRESENTATION_NOT_FOUND'));
  expect(await brokenLaws(world, votingInvariants)).toEqual([]);
});
