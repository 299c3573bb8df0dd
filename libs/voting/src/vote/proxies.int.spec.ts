import { newId, openPersonalDataSources } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RevokeDelegation } from '../delegation/revoke-delegation.js';
import { delegatedVotes, offered, refusedAs } from '../testing/delegated-votes.js';
import type { VotingWorld } from '../testing/voting-world.js';
import { createVotingWorld, rollEntry } from '../testing/voting-world.js';
import { GiveDelegation } from './give-delegation.js';
import { GiveProxy } from './give-proxy.js';
import { RecordProxy } from './record-proxy.js';

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(8);
});
afterAll(() => world.close());

const { voter, ownUse, ballotsOf, factsOf, close, allIsWell } = delegatedVotes(() => world);
const delegate = (from: number, to: number, proposalId: string | null = null) =>
  new GiveDelegation(world.unitOfWork, world.roll).execute(voter(from), {
    delegateId: voter(to).memberId,
    proposalId,
    expiresAt: null,
  });
const undo = (nth: number, delegationId: string) =>
  new RevokeDelegation(world.unitOfWork).execute(voter(nth), { delegationId });

describe('a proxy', () => {
  it('counts a proxy for who holds it, once, whoever wrote it down', async () => {
    const rule = offered({
      delegation: { atMost: 0, makesQuorum: true, proxies: { atMost: 2 } },
    });
    const id = await world.openUnder(rule);
    const given = new GiveProxy(world.unitOfWork, world.roll);
    const recorded = new RecordProxy(world.unitOfWork, world.roll);
    const held = (to: number, proposalId = id) => ({ holderId: voter(to).memberId, proposalId });
    const record = (from: number, to: number, by: Actor = world.secretary) =>
      recorded.execute(by, { memberId: voter(from).memberId, ...held(to) });
    await given.execute(voter(1), held(0));
    const paper = await record(1, 3);
    await record(2, 3);
    world.clock.advance({ seconds: 1 });
    await given.execute(voter(4), held(3));
    world.clock.advance({ seconds: 1 });
    await given.execute(voter(5), held(3));
    await given.execute(voter(3), held(0));
    await expect(record(6, 3, voter(6))).rejects.toEqual(refusedAs('FORBIDDEN'));
    await expect(delegate(6, 3, id)).rejects.toEqual(refusedAs('DELEGATION_NOT_OFFERED'));
    await expect(record(6, 6)).rejects.toEqual(refusedAs('DELEGATION_TO_ONESELF'));
    await world.vote(id, 0, 'disagree');
    await world.vote(id, 3, 'agree');
    await world.vote(id, 2, 'abstain');
    expect(await ownUse(1, id)).toEqual(['would-count', 'agree']);
    // What is delegated on everything tells nothing of a vote in which proxies alone count.
    const wide = await delegate(6, 3);
    expect(await ownUse(6, id)).toBeNull();
    await undo(6, wide.id);
    // Whoever is represented may take back what was written down for them.
    const wrong = await record(7, 3);
    await undo(7, wrong.id);
    await close(id);
    expect(await ballotsOf(id)).toEqual({
      0: 'disagree',
      1: 'agree*',
      2: 'abstain',
      3: 'agree',
      4: 'agree*',
    });
    const told = (await factsOf(paper.id)).filter(({ type }) => type === 'voting.ProxyRecorded');
    expect(told).toEqual([
      {
        type: 'voting.ProxyRecorded',
        visibility: 'private',
        data: { delegationId: paper.id, memberId: voter(1).memberId, proposalId: id },
      },
    ]);
    const none = await world.openUnder(offered());
    await expect(given.execute(voter(1), held(0, none))).rejects.toEqual(
      refusedAs('PROXY_NOT_OFFERED'),
    );
    await allIsWell();
  });

  it('tells who records a proxy nothing of who gave it, nor lets them hold it', async () => {
    const rule = offered({ delegation: { atMost: 0, makesQuorum: true, proxies: { atMost: 2 } } });
    const id = await world.openUnder(rule);
    const plain = await world.openUnder(offered());
    const late = rollEntry();
    const entries = world.roll.entriesOf.get(world.cooperativeId)!;
    world.roll.entriesOf.set(world.cooperativeId, [...entries, late]);
    const recorded = new RecordProxy(world.unitOfWork, world.roll);
    const record = (memberId: string, proposalId: string, to = 3) =>
      recorded.execute(world.secretary, { memberId, holderId: voter(to).memberId, proposalId });
    // Who has no vote gives what counts nowhere, and a vote without proxies says so of everybody.
    const answer = await record(late.memberId, id);
    for (const memberId of [late.memberId, voter(1).memberId, newId()]) {
      await expect(record(memberId, plain)).rejects.toEqual(refusedAs('PROXY_NOT_OFFERED'));
    }
    await expect(record(newId(), id)).rejects.toEqual(refusedAs('DELEGATE_NOT_FOUND'));
    await expect(record(voter(1).memberId, id, 0)).rejects.toEqual(
      refusedAs('PROXY_HELD_BY_RECORDER'),
    );
    await new GiveProxy(world.unitOfWork, world.roll).execute(voter(1), {
      holderId: voter(2).memberId,
      proposalId: id,
    });
    const other = await record(voter(1).memberId, id);
    expect(Object.keys(answer)).toEqual(Object.keys(other));
    // Of the one that it took the place of nothing is in the recorder's archive.
    const archive = await world.unitOfWork.read(world.secretary, (tx) =>
      openPersonalDataSources().collect(tx, {
        accountId: newId(),
        memberId: voter(0).memberId,
        inFull: true,
      }),
    );
    const { facts } = archive['platform'] as { facts: { type: string; data: object | null }[] };
    const ofOthers = facts.filter((fact) => fact.data === null).map(({ type }) => type);
    expect(ofOthers).toContain('voting.ProxyRecorded');
    expect(ofOthers).not.toContain('voting.DelegationEnded');
    await world.vote(id, 3, 'agree');
    await close(id);
    expect(await ballotsOf(id)).toEqual({ 1: 'agree*', 3: 'agree' });
    world.roll.entriesOf.set(world.cooperativeId, entries);
    await allIsWell();
  });
});
