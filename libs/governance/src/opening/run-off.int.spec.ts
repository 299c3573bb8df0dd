import { CodedError, defineAction, newId } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DecisionWorld } from '../testing/decision-world.js';
import { createDecisionWorld, memberActor, ruleLike } from '../testing/decision-world.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import { SecondProposal } from './second-proposal.js';

/** Never opens what it is asked to. */
class Doors {
  async open(): Promise<void> {
    throw new CodedError('DOOR_STUCK', 'conflict', 'It is stuck.');
  }
}
const OpenDoor = defineAction({
  kind: 'doors.open',
  payload: z.strictObject({ door: z.string() }),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'decision',
  service: Doors,
  summary: ({ door }) => `Opens ${door}.`,
  run: (doors) => doors.open(),
});

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(4, [new Doors()]);
});
afterAll(() => world.close());

const close = (proposalId: string) => world.closing.execute(world.system, { proposalId });
const rowOf = async (column: 'id' | 'run_off_of_id', id: string) => {
  const [row] = await world.asOwner<{ id: string } & Record<string, unknown>>(
    `select * from governance.proposals where ${column} = $1`,
    [id],
  );
  return row;
};
const factsOf = (id: string, type: string) =>
  world.asOwner<{ data: Record<string, unknown> }>(
    'select data from platform.facts where subject_id = $1 and type = $2 order by position',
    [id, `governance.${type}`],
  );
const adopt = async (changes: Parameters<typeof ruleLike>[0]) => {
  const key = `p-${newId()}`;
  await world.adopt.execute(world.system, { key, title: 'A policy', rule: ruleLike(changes) });
  return key;
};

describe('a run-off', () => {
  it('is the same question: as urgent, for the same readers, with every action', async () => {
    const window = { ...ruleLike().window, urgentMinimumHours: 12 };
    const policyKey = await adopt({ tieRule: 'run-off', window });
    const { proposalId } = await world.draft.execute(world.voters[1]!, {
      title: 'Open the doors',
      body: 'All of them.',
      policyKey,
      actions: [OpenDoor.of({ door: 'left' }), OpenDoor.of({ door: 'right' })],
      visibility: 'members',
      windowHours: 12,
      urgentReason: 'It is hot.',
    });
    await world.open.execute(world.voters[1]!, { proposalId });
    await world.vote(proposalId, 1, 'agree');
    await world.vote(proposalId, 2, 'disagree');
    world.clock.advance({ hours: 12 });
    expect(await close(proposalId)).toMatchObject({ outcome: 'tied' });
    const runOff = await rowOf('run_off_of_id', proposalId);
    expect(runOff).toMatchObject({
      state: 'open',
      visibility: 'members',
      urgent_reason: 'It is hot.',
      closes_at: new Date(world.clock.now().getTime() + 12 * 3_600_000),
    });
    const id = runOff?.id ?? '';
    const doors = await world.asOwner(
      `select payload ->> 'door' as door from governance.actions
       where proposal_id = $1 order by ordinal`,
      [id],
    );
    expect(doors).toEqual([{ door: 'left' }, { door: 'right' }]);
    expect(await factsOf(id, 'ProposalDrafted')).toMatchObject([{ data: { proposalId: id } }]);
    expect(await factsOf(proposalId, 'ProposalClosed')).toMatchObject([
      { data: { early: false, runOffId: id } },
    ]);
  });
});

describe('a proposal about the subject of a room', () => {
  it('is told with it when its action fails, and when it lapses', async () => {
    const policyKey = await adopt({ executionWithinHours: 24 });
    const subject = { kind: 'door', id: newId() };
    const [, , proposer] = world.voters;
    const { proposalId } = await world.unitOfWork.run(world.secretary, (tx) =>
      world.proposals.openFor(tx, {
        title: 'Open the door',
        body: '',
        policyKey,
        subject,
        proposerMemberId: proposer?.memberId ?? null,
        actions: [OpenDoor.of({ door: 'front' })],
      }),
    );
    expect(await rowOf('id', proposalId)).toMatchObject({ proposer_member_id: proposer?.memberId });
    await world.vote(proposalId, 1, 'agree');
    world.clock.advance({ days: 6 });
    await close(proposalId);
    const execute = () => world.execute.execute(world.system, { proposalId });
    expect(await execute()).toBe('failed');
    world.clock.advance({ hours: 25 });
    expect(await execute()).toBe('expired');
    const about = { proposalId, subjectKind: 'door', subjectId: subject.id };
    expect(await factsOf(proposalId, 'ActionFailed')).toMatchObject([
      { data: { ...about, code: 'DOOR_STUCK' } },
    ]);
    expect(await factsOf(proposalId, 'ProposalExpired')).toEqual([{ data: about }]);
  });
});

describe('who seconded a draft', () => {
  it('is counted, and each is told of their own alone', async () => {
    const policyKey = await adopt({ secondersNeeded: 2 });
    const terms = { title: 'A key', body: '', policyKey, actions: [] };
    const { proposalId } = await world.draft.execute(world.voters[1]!, terms);
    const second = new SecondProposal(world.unitOfWork);
    await second.execute(world.voters[2]!, { proposalId });
    const queries = new ProposalQueries(world.votes);
    const seen = (by = world.voters[2]!) =>
      world.unitOfWork.read(by, (tx) => queries.secondsOf(tx, [proposalId]));
    expect(await seen()).toEqual([{ proposalId, count: 1, isOwn: true }]);
    expect(await seen(world.voters[3])).toEqual([{ proposalId, count: 1, isOwn: false }]);
    expect(await seen(memberActor(newId(), newId()))).toEqual([]);
  });
});
