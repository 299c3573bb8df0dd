import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VotingWorld } from '../testing/voting-world.js';
import { createVotingWorld, memberActor, ruleLike } from '../testing/voting-world.js';
import { ownBallots } from './own-ballots.js';

let world: VotingWorld;
beforeAll(async () => {
  world = await createVotingWorld(4);
});
afterAll(() => world.close());

const secret = ruleLike({ secretUntilClosed: true });
const shown = async (reader: Actor, proposalId: string, request = {}) => {
  const pages = await world.unitOfWork.read(reader, (tx) =>
    world.ballots.pages(tx, [proposalId], request),
  );
  return pages.get(proposalId)!;
};
const marks = async (reader: Actor, proposalId: string) =>
  (await shown(reader, proposalId)).rows.map(({ mark }) => mark);
const own = (reader: Actor, ids: readonly string[]) =>
  world.unitOfWork.read(reader, (tx) => world.ballots.own(tx, ids));
const places = (reader: Actor, ids: readonly string[]) =>
  world.unitOfWork.read(reader, (tx) => world.ballots.ownPlaces(tx, ids));

describe('the ballots of a vote', () => {
  it('are the current ones, the latest first, page by page', async () => {
    const proposalId = await world.openUnder(ruleLike());
    for (const voter of [0, 1, 2]) {
      await world.vote(proposalId, voter, 'agree');
      world.clock.advance({ hours: 1 });
    }
    await world.vote(proposalId, 0, 'block');
    const reader = world.voters[3]!;
    const first = await shown(reader, proposalId, { first: 2 });
    expect(first.rows).toMatchObject([
      { memberId: world.voters[0]!.memberId, mark: 'block', weight: 1n, reason: 'because' },
      { memberId: world.voters[2]!.memberId, mark: 'agree' },
    ]);
    expect(await marks(reader, proposalId)).toEqual(['block', 'agree', 'agree']);
  });

  it('are shown of each vote by itself', async () => {
    const [one, other] = [await world.openUnder(ruleLike()), await world.openUnder(ruleLike())];
    await world.vote(one, 1, 'agree');
    await world.vote(other, 1, 'disagree');
    const reader = world.voters[2]!;
    expect([await marks(reader, one), await marks(reader, other)]).toEqual([
      ['agree'],
      ['disagree'],
    ]);
  });

  it('are for members, and not for strangers', async () => {
    const proposalId = await world.openUnder(ruleLike());
    const stranger = { ...world.system, kind: 'anonymous' as const };
    await expect(shown(stranger, proposalId)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('of a secret vote are shown when it is closed, not when it is due', async () => {
    const proposalId = await world.openUnder(secret);
    await world.vote(proposalId, 1, 'disagree');
    const [voter, other] = [world.voters[1]!, world.voters[2]!];
    world.toTheEnd();
    for (const reader of [voter, other]) expect(await marks(reader, proposalId)).toEqual([]);
    await world.closeVote(proposalId);
    for (const reader of [voter, other]) {
      expect(await marks(reader, proposalId)).toEqual(['disagree']);
    }
  });
});

describe('one’s own ballot', () => {
  it('is the current one of each vote, also while it is secret, and nobody else’s', async () => {
    const [open, hidden] = [await world.openUnder(ruleLike()), await world.openUnder(secret)];
    await world.vote(open, 1, 'agree');
    await world.vote(open, 1, 'abstain');
    await world.vote(hidden, 1, 'block');
    await world.vote(hidden, 2, 'agree');
    const found = await own(world.voters[1]!, [open, hidden]);
    expect(new Map(found.map(({ proposalId, mark }) => [proposalId, mark]))).toEqual(
      new Map([
        [open, 'abstain'],
        [hidden, 'block'],
      ]),
    );
    expect(await own(world.voters[3]!, [open, hidden])).toEqual([]);
  });

  it('and place are of this co-operative, and none of who is no member', async () => {
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 1, 'agree');
    const { memberId } = world.voters[1]!;
    const elsewhere = memberActor(newId(), memberId!);
    const outside = { ...world.voters[1]!, memberId: null };
    for (const reader of [elsewhere, outside]) {
      expect(await own(reader, [proposalId])).toEqual([]);
      expect(await places(reader, [proposalId])).toEqual([]);
    }
    expect(await places(world.voters[1]!, [proposalId])).toEqual([{ proposalId, weight: 1n }]);
    const stranger = memberActor(world.cooperativeId, newId());
    expect(await places(stranger, [proposalId])).toEqual([]);
  });

  it('is handed over with those that it superseded, and with what each said', async () => {
    const { memberId } = world.voters[0]!;
    const exported = () =>
      world.unitOfWork.read(world.voters[0]!, (tx) => ownBallots(tx, memberId));
    const before = (await exported()).length;
    const proposalId = await world.openUnder(ruleLike());
    await world.vote(proposalId, 0, 'agree');
    world.clock.advance({ hours: 1 });
    await world.vote(proposalId, 0, 'disagree');
    await world.vote(proposalId, 1, 'block');
    expect((await exported()).slice(before)).toMatchObject([
      { proposalId, stance: 'agree', mark: 'agree', supersededAt: world.clock.now() },
      { proposalId, stance: 'disagree', weight: '1', supersededAt: null },
    ]);
  });
});
