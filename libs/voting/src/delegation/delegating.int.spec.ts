import { may, roleNames } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delegatedVotes, offered, refusedAs } from '../testing/delegated-votes.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { createVotingWorld, memberActor, ruleLike } from '../testing/voting-world.js';
import { TakeBackBallot } from '../vote/take-back-ballot.js';
import { readVoteRecord } from '../ballot/vote-record.queries.js';
import type { ProvedVote } from '../proof/vote-record.js';
import { DelegationEnded, DelegationGiven } from '../voting.events.js';
import { DelegationQueries } from './delegation.queries.js';
import { EndDelegations } from './end-delegations.js';
import { EndDelegationsOfGroup } from './end-delegations-of-group.js';
import { GiveDelegation } from '../vote/give-delegation.js';
import { RevokeDelegation } from './revoke-delegation.js';

let world: VotingWorld;
let give: GiveDelegation;
let revoke: RevokeDelegation;
const queries = new DelegationQueries();
beforeAll(async () => {
  world = await createVotingWorld(8);
  give = new GiveDelegation(world.unitOfWork, world.roll);
  revoke = new RevokeDelegation(world.unitOfWork);
});
afterAll(() => world.close());

const { voter, ownUse, ballotsOf, factsOf, close, allIsWell } = delegatedVotes(() => world);
const delegate = async (
  from: number,
  to: number,
  proposalId: string | null,
  expiresAt: Date | null = null,
): Promise<string> => {
  const delegateId = voter(to).memberId;
  return (await give.execute(voter(from), { delegateId, proposalId, expiresAt })).id;
};
const undo = (nth: number, delegationId: string) => revoke.execute(voter(nth), { delegationId });
const endAllOf = (nth: number, changedAt = world.clock.now()) =>
  new EndDelegations(world.unitOfWork).execute(world.system, {
    memberId: voter(nth).memberId,
    changedAt: changedAt.toISOString(),
  });

describe('a vote at its closing', () => {
  it('counts for who is silent what the first in the chain cast who voted', async () => {
    const id = await world.openUnder(offered());
    const all = await delegate(1, 2, null);
    await delegate(2, 3, id);
    await delegate(4, 5, id);
    await world.vote(id, 3, 'agree');
    await world.vote(id, 0, 'disagree');
    // That the one whom 1 chose has another vote for them is not told to 1.
    expect(await ownUse(1, id)).toEqual(['waiting', null]);
    expect(await ownUse(2, id)).toEqual(['would-count', 'agree']);
    expect(await ownUse(4, id)).toEqual(['waiting', null]);
    await close(id);
    expect(await ballotsOf(id)).toEqual({ 0: 'disagree', 1: 'agree*', 2: 'agree*', 3: 'agree' });
    expect(await ownUse(1, id)).toEqual(['counted', 'agree']);
    expect(await ownUse(4, id)).toEqual(['not-counted', null]);
    await allIsWell();
    await undo(1, all);
  });

  it('goes by the narrowest scope: one proposal, its topics, all there is', async () => {
    const wide = { cooperativeId: world.cooperativeId };
    await world.asOwner(
      `insert into governance.topics (cooperative_id, key, title, created_at)
       values ($1, 'money', 'Money', now()), ($1, 'house', 'The house', now())`,
      [wide.cooperativeId],
    );
    const on = (from: number, to: number, topicKey: string) =>
      give.execute(voter(from), {
        delegateId: voter(to).memberId,
        proposalId: null,
        topicKey,
        expiresAt: null,
      });
    const id = await world.openUnder(offered(), { topics: ['money'] });
    await delegate(1, 0, null);
    await delegate(2, 0, null);
    await on(1, 3, 'money');
    await on(2, 3, 'house');
    await on(4, 0, 'money');
    await delegate(4, 3, id);
    await world.vote(id, 0, 'disagree');
    await world.vote(id, 3, 'agree');
    expect(await ownUse(1, id)).toEqual(['would-count', 'agree']);
    await close(id);
    expect(await ballotsOf(id)).toEqual({
      0: 'disagree',
      1: 'agree*',
      2: 'disagree*',
      3: 'agree',
      4: 'agree*',
    });
    await expect(on(1, 3, 'nothing')).rejects.toEqual(refusedAs('DELEGATION_TOPIC_UNKNOWN'));
    for (const nth of [1, 2, 4]) await endAllOf(nth);
    await allIsWell();
  });

  it('goes by working groups before topics, until they are closed', async () => {
    await world.asOwner(
      `insert into membership.working_groups (id, cooperative_id, key, name, purpose, opened_at,
         opened_by_proposal_id)
       values (gen_random_uuid(), $1, 'garden', 'The garden', 'Beds.', now(), gen_random_uuid())`,
      [world.cooperativeId],
    );
    const on = (from: number, to: number, more: object) =>
      give.execute(voter(from), {
        delegateId: voter(to).memberId,
        proposalId: null,
        expiresAt: null,
        ...more,
      });
    const id = await world.openUnder(offered(), { topics: ['money'], workingGroup: 'garden' });
    const { id: given } = await on(1, 3, { groupKey: 'garden' });
    await on(1, 0, { topicKey: 'money' });
    await on(2, 1, { groupKey: 'garden' });
    const ended = await on(4, 3, { groupKey: 'garden' });
    await undo(3, ended.id);
    await world.vote(id, 3, 'agree');
    await world.vote(id, 0, 'disagree');
    expect(await ownUse(1, id)).toEqual(['would-count', 'agree']);
    const two = { topicKey: 'money', groupKey: 'garden' };
    await expect(on(1, 3, two)).rejects.toEqual(refusedAs('DELEGATION_GROUP_UNKNOWN'));
    await close(id);
    expect(await ballotsOf(id)).toEqual({ 0: 'disagree', 1: 'agree*', 2: 'agree*', 3: 'agree' });
    const closedAt = world.clock.now().toISOString();
    const over = { key: 'garden', closedAt };
    for (const _ of [1, 2])
      await new EndDelegationsOfGroup(world.unitOfWork).execute(world.system, over);
    const facts = (await factsOf(given)).slice(-2);
    expect(facts.map(({ data }) => [data['because'], data['byOneself']])).toEqual([
      ['group-closed', false],
      ['group-closed', false],
    ]);
    await endAllOf(1);
    await allIsWell();
  });

  it('goes by one’s own ballot, whenever it was cast, and by what was in force then', async () => {
    const id = await world.openUnder(offered({ delegation: { atMost: 9, makesQuorum: true } }));
    await delegate(1, 3, id);
    const gone = await delegate(2, 3, id);
    await delegate(4, 3, id, new Date(world.clock.now().getTime() + 1000));
    const last = await delegate(5, 3, null);
    await world.vote(id, 1, 'disagree');
    await world.vote(id, 3, 'agree');
    expect(await ownUse(1, id)).toEqual(['overridden', null]);
    await undo(2, gone);
    world.toTheEnd();
    // It is over, and nobody closed it yet.
    await undo(5, last);
    await expect(delegate(6, 3, id)).rejects.toEqual(refusedAs('VOTING_CLOSED'));
    await world.closeVote(id);
    expect(await ballotsOf(id)).toEqual({ 1: 'disagree', 3: 'agree', 5: 'agree*' });
    await allIsWell();
  });

  it('counts nobody by who was gone by its end, and nothing where it is not offered', async () => {
    const id = await world.openUnder(offered());
    const plain = await world.openUnder(ruleLike());
    const ids = [
      await delegate(1, 3, null),
      await delegate(2, 4, null),
      await delegate(6, 5, null),
      await delegate(7, 4, null),
    ];
    for (const one of [id, plain]) {
      for (const nth of [3, 4, 5]) await world.vote(one, nth, 'agree');
    }
    const entries = world.roll.entriesOf.get(world.cooperativeId) ?? [];
    const gone = [3, 5, 7].map((nth) => voter(nth).memberId);
    const without = entries.filter(({ memberId }) => !gone.includes(memberId));
    world.roll.entriesOf.set(world.cooperativeId, without);
    world.toTheEnd();
    // Two of them went after it was over, and before a worker came.
    for (const nth of [5, 7]) world.roll.goneAt.set(voter(nth).memberId, world.clock.now());
    world.clock.advance({ hours: 1 });
    await world.closeVote(id);
    await world.closeVote(plain);
    world.roll.entriesOf.set(world.cooperativeId, entries);
    world.roll.goneAt.clear();
    const own = { 3: 'agree', 4: 'agree', 5: 'agree' };
    expect(await ballotsOf(id)).toEqual({ ...own, 2: 'agree*', 6: 'agree*', 7: 'agree*' });
    expect(await ballotsOf(plain)).toEqual(own);
    for (const nth of [3, 5, 7]) await endAllOf(nth);
    await expect(undo(1, ids[0]!)).rejects.toEqual(refusedAs('DELEGATION_NOT_FOUND'));
    await undo(2, ids[1]!);
    await allIsWell();
  });

  it('has ballots for others make no quorum where the rule says so', async () => {
    const quorum = { share: '1/2', of: 'electorate', counts: 'ballots' } as const;
    const rule = offered({ quorum, delegation: { atMost: 9, makesQuorum: false } });
    const few = await world.openUnder(rule);
    const enough = await world.openUnder(rule);
    for (const id of [few, enough]) {
      for (const nth of [0, 1, 2]) await world.vote(id, nth, 'agree');
      for (const nth of [4, 5]) await delegate(nth, 0, id);
    }
    await world.vote(enough, 3, 'agree');
    world.toTheEnd();
    expect(await world.closeVote(few)).toEqual({ did: 'closed', outcome: 'no-quorum' });
    expect(await world.closeVote(enough)).toEqual({ did: 'closed', outcome: 'passed' });
    expect(Object.keys(await ballotsOf(enough))).toHaveLength(6);
    await allIsWell();
  });

  it('counts the delegation again once one took one’s own ballot back', async () => {
    const id = await world.openUnder(offered({ mayTakeBack: true }));
    await delegate(1, 2, id);
    await world.vote(id, 2, 'agree');
    await world.vote(id, 1, 'disagree');
    await new TakeBackBallot(world.unitOfWork).execute(voter(1), { proposalId: id });
    expect(await ownUse(1, id)).toEqual(['would-count', 'agree']);
    await close(id);
    expect(await ballotsOf(id)).toEqual({ 1: 'agree*', 2: 'agree' });
    expect((await factsOf(id)).filter(({ type }) => type.startsWith('governance.Ballot'))).toEqual(
      ['BallotCast', 'BallotCast', 'BallotTakenBack'].map((name) =>
        expect.objectContaining({ type: `governance.${name}`, visibility: 'private' }),
      ),
    );
    await allIsWell();
  });

  it('tells ballots once it is over, all alike, and each voter the receipt of theirs', async () => {
    const id = await world.openUnder(offered({ delegation: { atMost: 1, makesQuorum: true } }));
    const listed = async () => {
      const pages = world.unitOfWork.read(voter(0), (tx) =>
        world.ballots.pages(tx, [id], { first: 50 }),
      );
      return (await pages).get(id)?.rows ?? [];
    };
    await delegate(1, 2, id);
    world.clock.advance({ seconds: 1 });
    await delegate(3, 2, id);
    await world.vote(id, 2, 'agree');
    expect(await listed()).toEqual([]);
    await close(id);
    const rows = await listed();
    expect(
      rows.map(({ memberId, mark, weight, reason }) => [memberId, mark, weight, reason]),
    ).toEqual([
      // Whoever is voted for wrote nothing.
      [null, 'agree', 1n, null],
      [null, 'agree', 1n, null],
    ]);
    expect(new Set(rows.map(({ castAt }) => castAt.getTime())).size).toBe(1);
    // Version 7 of an id tells when it was made.
    expect(rows.map((row) => row.id[14])).toEqual(['4', '4']);
    const [own] = await world.unitOfWork.read(voter(1), (tx) => queries.own(tx, [id]));
    const [vote] = await world.asOwner<ProvedVote>(
      `select rule, proof_version as "proofVersion", electorate_salt as "electorateSalt",
         told_size as "toldVoters" from governance.proposals where id = $1`,
      [id],
    );
    const record = await world.unitOfWork.read(world.system, (tx) => readVoteRecord(tx, id, vote!));
    expect(record.ballots.map(({ receipt }) => receipt)).toContain(own?.receipt);
    expect(await ownUse(3, id)).toEqual(['not-counted', null]);
    expect(await factsOf(id)).toContainEqual({
      type: 'voting.DelegationsLeftOut',
      visibility: 'private',
      data: { proposalId: id, leftOut: 1 },
    });
  });
});

describe('giving a delegation', () => {
  it('is refused to oneself, back to who gave theirs, for the past, to strangers', async () => {
    const id = await world.openUnder(offered({ delegation: { atMost: 1, makesQuorum: true } }));
    await expect(delegate(1, 1, id)).rejects.toEqual(refusedAs('DELEGATION_TO_ONESELF'));
    const past = new Date(world.clock.now().getTime());
    await expect(delegate(1, 2, id, past)).rejects.toEqual(refusedAs('DELEGATION_EXPIRED'));
    await delegate(1, 2, id);
    await expect(delegate(2, 1, id)).rejects.toEqual(refusedAs('DELEGATION_CIRCLE'));
    // How many chose somebody is told to nobody by a refusal.
    await delegate(2, 4, id);
    await expect(delegate(4, 1, id)).rejects.toEqual(refusedAs('DELEGATION_CIRCLE'));
    await delegate(3, 2, id);
    // To give it anew is no second one.
    await delegate(1, 2, id);
    const asStranger = memberActor(world.cooperativeId, world.cooperativeId);
    const toStranger = { delegateId: world.cooperativeId, proposalId: id, expiresAt: null };
    await expect(give.execute(voter(1), toStranger)).rejects.toEqual(
      refusedAs('DELEGATE_NOT_FOUND'),
    );
    const toVoter = { ...toStranger, delegateId: voter(1).memberId };
    await expect(give.execute(asStranger, toVoter)).rejects.toEqual(refusedAs('NOT_IN_ELECTORATE'));
    const plain = await world.openUnder(ruleLike());
    await expect(delegate(1, 2, plain)).rejects.toEqual(refusedAs('DELEGATION_NOT_OFFERED'));
    await expect(delegate(1, 2, world.cooperativeId)).rejects.toEqual(
      refusedAs('PROPOSAL_NOT_FOUND'),
    );
  });

  it.each(['all', 'proposal'] as const)('goes round in no circle, for %s', async (scope) => {
    const rule = offered({ delegation: { atMost: 3, makesQuorum: true } });
    const id = scope === 'all' ? null : await world.openUnder(rule);
    // Three who close one at once: whoever is last is refused, whichever it is.
    const ring = [delegate(1, 2, id), delegate(2, 3, id), delegate(3, 1, id)];
    const given = await Promise.allSettled(ring);
    const refused = given.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([{ status: 'rejected', reason: refusedAs('DELEGATION_CIRCLE') }]);
    // What is over, or for something else, closes none.
    const open = given.findIndex(({ status }) => status === 'rejected') + 1;
    const other = await world.openUnder(rule);
    await delegate(open, (open % 3) + 1, other);
    const [first] = given.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const nth = given.findIndex(({ status }) => status === 'fulfilled') + 1;
    await undo(nth, first!);
    await delegate(open, (open % 3) + 1, id);
  });

  it('is read and ended by the two between whom it is alone', async () => {
    const id = await delegate(6, 7, null);
    const of = async (nth: number, side: 'given' | 'held') => {
      const read = world.unitOfWork.read(voter(nth), (tx) => queries.page(tx, side, { first: 50 }));
      return (await read).rows.filter((row) => row.scopeKind === 'all').map((row) => row.id);
    };
    expect([await of(6, 'given'), await of(7, 'held')]).toEqual([[id], [id]]);
    expect([await of(7, 'given'), await of(5, 'held'), await of(5, 'given')]).toEqual([[], [], []]);
    await expect(undo(5, id)).rejects.toEqual(refusedAs('DELEGATION_NOT_FOUND'));
    await undo(7, id);
    expect([await of(6, 'given'), await of(7, 'held')]).toEqual([[], []]);
    // None of what is on record of it names both.
    const both = [voter(6).memberId, voter(7).memberId];
    const facts = (await factsOf(id)).map(({ type, visibility, data }) => [
      type,
      visibility,
      both.filter((one) => JSON.stringify(data).includes(one)),
    ]);
    expect(facts).toEqual(
      ['voting.DelegationGiven', 'voting.DelegationEnded'].flatMap((type) =>
        both.map((one) => [type, 'private', [one]]),
      ),
    );
    expect([DelegationGiven.wholeFor, DelegationEnded.wholeFor]).toEqual([
      'delegation.end',
      'delegation.end',
    ]);
    expect(
      may(memberActor(world.cooperativeId, voter(0).memberId, roleNames), 'delegation.end'),
    ).toMatchObject({ allowed: false });
  });

  it('outlasts an older change of standing', async () => {
    const suspendedAt = world.clock.now();
    world.clock.advance({ seconds: 1 });
    const id = await delegate(6, 7, null);
    await endAllOf(6, suspendedAt);
    const held = await world.unitOfWork.read(voter(7), (tx) =>
      queries.page(tx, 'held', { first: 5 }),
    );
    expect(held.rows.map((row) => row.id)).toEqual([id]);
    await endAllOf(6);
    await expect(undo(6, id)).rejects.toEqual(refusedAs('DELEGATION_NOT_FOUND'));
  });

  it('of many at once leaves one in force', async () => {
    const given = await Promise.allSettled([1, 2, 3, 4].map((to) => delegate(5, to, null)));
    expect(given.some(({ status }) => status === 'fulfilled')).toBe(true);
    const [row] = await world.asOwner<{ count: number }>(
      `select count(*)::int from governance.delegations
       where member_id = $1 and scope_kind = 'all' and ended_at is null`,
      [voter(5).memberId],
    );
    expect(row).toEqual({ count: 1 });
    await endAllOf(5);
  });
});

it('holds while delegations change, ballots are cast and the vote closes at once', async () => {
  for (let round = 0; round < 4; round += 1) {
    const id = await world.openUnder(offered({ delegation: { atMost: 9, makesQuorum: true } }));
    await world.vote(id, 0, 'agree');
    world.toTheEnd(-1);
    const give3 = delegate(3, 0, id);
    const changing = [
      give3,
      delegate(4, 3, id),
      give3.then((one) => undo(3, one)),
      world.vote(id, 3, 'disagree'),
      world.vote(id, 1, 'agree'),
    ];
    world.clock.advance({ seconds: round % 2 });
    await Promise.allSettled([...changing, world.closeVote(id), world.closeVote(id)]);
    world.clock.advance({ days: 1 });
    await world.closeVote(id);
    expect(await world.stateOf(id)).not.toBe('open');
  }
  await allIsWell();
});

it('of revoking and closing at once counts what the record has in force at the end', async () => {
  for (let round = 0; round < 12; round += 1) {
    const id = await world.openUnder(offered({ delegation: { atMost: 9, makesQuorum: true } }));
    const given = await delegate(1, 0, null);
    await world.vote(id, 0, 'agree');
    world.toTheEnd(round % 2 === 0 ? -1 : 0);
    const began = world.clock.now();
    const revoking = undo(1, given);
    const replacing = round % 3 === 0 ? delegate(2, 0, null) : null;
    world.clock.advance({ seconds: 1 });
    await Promise.all([revoking, replacing, world.closeVote(id)]);
    expect(began.getTime()).toBeLessThan(world.clock.now().getTime());
    const [row] = await world.asOwner<{ wasInForce: boolean; isCounted: boolean }>(
      `select d.ended_at > least(p.closed_at, p.closes_at - interval '1 millisecond')
           as "wasInForce",
         exists (select from governance.ballots b where b.proposal_id = p.id
           and b.member_id = d.member_id) as "isCounted"
       from governance.delegations d cross join governance.proposals p
       where d.id = $1 and p.id = $2`,
      [given, id],
    );
    expect(row?.isCounted).toBe(row?.wasInForce);
    await endAllOf(2);
  }
  await allIsWell();
});

describe('the database', () => {
  it('keeps a ballot for somebody like the one that it follows', async () => {
    const id = await world.openUnder(offered());
    const given = await delegate(1, 2, id);
    await world.vote(id, 2, 'agree');
    const attack = (text: string, values: unknown[]) =>
      world.asApplication(text, values, world.cooperativeId);
    const forge = `insert into governance.ballots (id, cooperative_id, proposal_id, member_id, mark,
        weight, cast_at, cast_via, follows_id)
      select gen_random_uuid(), cooperative_id, proposal_id, $2, $3::jsonb, 1, cast_at,
        'delegation', id from governance.ballots where proposal_id = $1`;
    await expect(attack(forge, [id, voter(1).memberId, '"disagree"'])).rejects.toThrow(
      'a ballot for somebody is like one',
    );
    const another = `update governance.delegations set delegate_id = $2 where id = $1`;
    await expect(attack(another, [given, voter(3).memberId])).rejects.toThrow('never changed');
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [voter(7).memberId, world.cooperativeId],
    );
    for (const [from, to] of [
      [6, 7],
      [7, 6],
    ] as const) {
      await expect(delegate(from, to, null)).rejects.toEqual(refusedAs('DELEGATE_NOT_FOUND'));
    }
    await attack(forge, [id, voter(1).memberId, '"agree"']);
    const other = `update governance.ballots set follows_id = null where follows_id is not null`;
    await expect(attack(other, [])).rejects.toThrow('never changed');
  });
});
