import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VotingWorld } from '../testing/voting-world.js';
import { brokenLaws, createVotingWorld, memberActor, ruleLike } from '../testing/voting-world.js';
import { votingInvariants } from '../voting.invariants.js';
import { DelegationQueries } from './delegation.queries.js';
import { EndDelegations } from './end-delegations.js';
import { GiveDelegation } from './give-delegation.js';
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

const offered = (changes = {}) =>
  ruleLike({ delegation: { atMost: 2, makesQuorum: true }, ...changes });
const voter = (nth: number): Actor & { memberId: string } =>
  world.voters[nth] as Actor & { memberId: string };
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
const ownUse = async (nth: number, proposalId: string) => {
  const [own] = await world.unitOfWork.read(voter(nth), (tx) => queries.own(tx, [proposalId]));
  return own === undefined ? null : [own.use, own.mark];
};
const ballotsOf = async (proposalId: string) => {
  const rows = await world.asOwner<{ memberId: string; mark: string; byOther: boolean }>(
    `select member_id as "memberId", mark, follows_id is not null as "byOther"
     from governance.ballots where proposal_id = $1 and superseded_at is null`,
    [proposalId],
  );
  const place = (memberId: string) => world.voters.findIndex((one) => one.memberId === memberId);
  return Object.fromEntries(
    rows.map(({ memberId, mark, byOther }) => [place(memberId), byOther ? `${mark}*` : mark]),
  );
};
const close = async (proposalId: string) => {
  world.toTheEnd();
  return world.closeVote(proposalId);
};
const allIsWell = async () => {
  expect(await brokenLaws(world, votingInvariants)).toEqual([]);
  expect(await world.recount.execute(world.system)).toEqual([]);
};
const refusedAs = (code: string) => expect.objectContaining({ code });

describe('a vote at its closing', () => {
  it('counts for who is silent what the first in the chain cast who voted', async () => {
    const id = await world.openUnder(offered());
    const all = await delegate(1, 2, null);
    await delegate(2, 3, id);
    await delegate(4, 5, id);
    await world.vote(id, 3, 'agree');
    await world.vote(id, 0, 'disagree');
    expect(await ownUse(1, id)).toEqual(['would-count', 'agree']);
    expect(await ownUse(4, id)).toEqual(['waiting', null]);
    await close(id);
    expect(await ballotsOf(id)).toEqual({ 0: 'disagree', 1: 'agree*', 2: 'agree*', 3: 'agree' });
    expect(await ownUse(1, id)).toEqual(['counted', 'agree']);
    expect(await ownUse(4, id)).toEqual(['not-counted', null]);
    await allIsWell();
    await undo(1, all);
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

  it('counts nobody by who is gone, and nothing where it is not offered', async () => {
    const id = await world.openUnder(offered());
    const plain = await world.openUnder(ruleLike());
    const ids = [await delegate(1, 3, null), await delegate(2, 4, null)];
    for (const one of [id, plain]) {
      await world.vote(one, 3, 'agree');
      await world.vote(one, 4, 'agree');
    }
    const entries = world.roll.entriesOf.get(world.cooperativeId) ?? [];
    const without = entries.filter(({ memberId }) => memberId !== voter(3).memberId);
    world.roll.entriesOf.set(world.cooperativeId, without);
    world.toTheEnd();
    await world.closeVote(id);
    await world.closeVote(plain);
    world.roll.entriesOf.set(world.cooperativeId, entries);
    expect(await ballotsOf(id)).toEqual({ 2: 'agree*', 3: 'agree', 4: 'agree' });
    expect(await ballotsOf(plain)).toEqual({ 3: 'agree', 4: 'agree' });
    await new EndDelegations(world.unitOfWork).execute(world.system, voter(3));
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

  it('tells nobody of a vote that is secret how a delegation stands', async () => {
    const id = await world.openUnder(offered({ secretUntilClosed: true }));
    await delegate(1, 2, id);
    await world.vote(id, 2, 'agree');
    expect(await ownUse(1, id)).toEqual(['sealed', null]);
    await close(id);
    expect(await ownUse(1, id)).toEqual(['counted', 'agree']);
    const listed = await world.unitOfWork.read(voter(0), (tx) =>
      world.ballots.pages(tx, [id], { first: 50 }),
    );
    // On no list that members read is who had another vote for them.
    expect(listed.get(id)?.rows.map(({ memberId }) => memberId)).toEqual([voter(2).memberId]);
  });
});

describe('giving a delegation', () => {
  it('is refused to oneself, in a circle, beyond the cap, for the past, to strangers', async () => {
    const id = await world.openUnder(offered({ delegation: { atMost: 1, makesQuorum: true } }));
    await expect(delegate(1, 1, id)).rejects.toEqual(refusedAs('DELEGATION_TO_ONESELF'));
    const past = new Date(world.clock.now().getTime());
    await expect(delegate(1, 2, id, past)).rejects.toEqual(refusedAs('DELEGATION_EXPIRED'));
    await delegate(1, 2, id);
    await expect(delegate(2, 1, id)).rejects.toEqual(refusedAs('DELEGATION_CIRCLE'));
    await expect(delegate(3, 2, id)).rejects.toEqual(refusedAs('DELEGATION_CAP_REACHED'));
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
    const facts = await world.asOwner<{ type: string; visibility: string }>(
      `select type, visibility from platform.facts where subject_id = $1 order by position`,
      [id],
    );
    expect(facts).toEqual([
      { type: 'voting.DelegationGiven', visibility: 'private' },
      { type: 'voting.DelegationEnded', visibility: 'private' },
    ]);
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
    await new EndDelegations(world.unitOfWork).execute(world.system, voter(5));
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
    await attack(forge, [id, voter(1).memberId, '"agree"']);
    const other = `update governance.ballots set follows_id = null where follows_id is not null`;
    await expect(attack(other, [])).rejects.toThrow('never changed');
  });
});
