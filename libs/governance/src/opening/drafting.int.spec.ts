import { newId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancelProposal } from '../closing/cancel-proposal.js';
import { WithdrawProposal } from '../closing/withdraw-proposal.js';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { createDecisionWorld, memberActor, ruleLike } from '../testing/decision-world.js';
import type { DraftProposalInput } from './draft-proposal.js';

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(4);
  await adopt('ordinary', {
    window: { minimumHours: 48, usualHours: 72, maximumHours: 96, urgentMinimumHours: 24 },
  });
});
afterAll(() => world.close());

const adopt = (key: string, changes: Partial<StanceRule> = {}) =>
  world.adopt.execute(world.system, { key, title: 'A policy', rule: ruleLike(changes) });
const proposer = (): Actor => world.voters[1]!;
const draft = (changes: Partial<DraftProposalInput> = {}, by = proposer()) =>
  world.draft.execute(by, {
    title: 'A kettle',
    body: 'The old one leaks.',
    policyKey: 'ordinary',
    actions: [],
    ...changes,
  });
const countOf = async (table: string) => (await world.asOwner(`select 1 from ${table}`)).length;
const factsOf = async (proposalId: string) =>
  (
    await world.asOwner<{ type: string }>(
      'select type from platform.facts where subject_id = $1 order by id',
      [proposalId],
    )
  ).map(({ type }) => type.replace('governance.', ''));
const rowOf = async (proposalId: string) => {
  const [row] = await world.asOwner('select * from governance.proposals where id = $1', [
    proposalId,
  ]);
  return row;
};

describe('a draft', () => {
  it('is what its author wrote, trimmed, with the usual window, for everyone', async () => {
    const { proposalId, state, closesAt } = await draft({ title: '  A kettle ' });
    expect([state, closesAt]).toEqual(['draft', null]);
    expect(await rowOf(proposalId)).toMatchObject({
      cooperative_id: world.cooperativeId,
      title: 'A kettle',
      body: 'The old one leaks.',
      proposer_member_id: proposer().memberId,
      state: 'draft',
      window_hours: 72,
      urgent_reason: null,
      visibility: 'public',
      subject_kind: null,
      rule: null,
      opened_at: null,
    });
    expect(await factsOf(proposalId)).toEqual(['ProposalDrafted']);
  });

  it('says itself how long voting is open, for whom it is, and why it is urgent', async () => {
    const { proposalId } = await draft({
      windowHours: 24,
      urgentReason: 'It leaks on the cat.',
      visibility: 'members',
    });
    expect(await rowOf(proposalId)).toMatchObject({
      window_hours: 24,
      urgent_reason: 'It leaks on the cat.',
      visibility: 'members',
    });
    await world.open.execute(proposer(), { proposalId });
    const { closes_at: closesAt } = (await rowOf(proposalId)) as { closes_at: Date };
    expect(closesAt.getTime() - world.clock.now().getTime()).toBe(24 * 3_600_000);
  });

  it.each<[string, Partial<DraftProposalInput>, string, string[]]>([
    ['no title', { title: ' ' }, 'PROPOSAL_TEXT_INVALID', ['title']],
    ['a title without end', { title: 'x'.repeat(201) }, 'PROPOSAL_TEXT_INVALID', ['title']],
    ['a body without end', { body: 'x'.repeat(50_001) }, 'PROPOSAL_TEXT_INVALID', ['body']],
    ['a policy that is not', { policyKey: 'nothing' }, 'POLICY_NOT_FOUND', ['policyKey']],
    ['too long a window', { windowHours: 97 }, 'VOTING_PERIOD_TOO_LONG', ['windowHours']],
    ['too short a window', { windowHours: 23 }, 'VOTING_PERIOD_TOO_SHORT', ['windowHours']],
    ['no reason to hurry', { windowHours: 47 }, 'URGENCY_NEEDS_REASON', ['urgentReason']],
    [
      'an action that nobody knows',
      { actions: [{ kind: 'kettle.burn', payload: {} }] },
      'ACTION_KIND_UNKNOWN',
      ['actions', '0', 'kind'],
    ],
  ])('is refused with %s, and leaves nothing behind', async (_what, changes, code, path) => {
    const before = [await countOf('governance.proposals'), await countOf('platform.facts')];
    await expect(draft(changes)).rejects.toMatchObject({ code, path });
    const after = [await countOf('governance.proposals'), await countOf('platform.facts')];
    expect(after).toEqual(before);
  });

  it('is a member’s to write: not a stranger’s, nor a member’s of nowhere', async () => {
    const stranger = { ...world.system, kind: 'anonymous' as const };
    await expect(draft({}, stranger)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    const elsewhere = memberActor(newId(), proposer().memberId!);
    await expect(draft({}, elsewhere)).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
  });
});

describe('opening a draft', () => {
  it('is once, however often; its rule and its electorate are frozen and told', async () => {
    const { proposalId } = await draft();
    const first = await world.open.execute(proposer(), { proposalId });
    world.clock.advance({ hours: 1 });
    expect(await world.open.execute(proposer(), { proposalId })).toEqual(first);
    expect(await factsOf(proposalId)).toEqual(['ProposalDrafted', 'ProposalOpened']);
    const [fact] = await world.asOwner<{ data: object }>(
      `select data from platform.facts where subject_id = $1 and type like '%ProposalOpened'`,
      [proposalId],
    );
    const row = await rowOf(proposalId);
    // Without it anybody could try who was left out of the electorate.
    const salt = row?.['electorate_salt'] as string;
    expect(salt).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(fact?.data)).not.toContain(salt);
    const change = 'update governance.proposals set electorate_salt = $2 where id = $1';
    await expect(world.asOwner(change, [proposalId, '00'])).rejects.toThrow('is frozen');
    expect(fact?.data).toMatchObject({
      toldSize: 4,
      electorateHash: row?.['electorate_hash'] as string,
      ruleHash: row?.['rule_hash'] as string,
      closesAt: first.closesAt?.toISOString(),
    });
  });

  it('by two at the same time opens one vote, with one electorate and one job', async () => {
    const { proposalId } = await draft();
    const open = () => world.open.execute(proposer(), { proposalId });
    const [one, other] = await Promise.all([open(), open()]);
    expect(one).toEqual(other);
    const [row] = await world.asOwner(
      `select (select count(*)::int from governance.electorate where proposal_id = $1::uuid) voters,
         (select count(*)::int from platform.jobs where name = 'governance.close-proposal'
            and payload ->> 'proposalId' = $1::text) jobs`,
      [proposalId],
    );
    expect(row).toEqual({ voters: 4, jobs: 1 });
  });

  it('is its proposer’s: to another there is no such draft, nor in another co-op', async () => {
    const { proposalId } = await draft();
    const notThere = { code: 'PROPOSAL_NOT_FOUND' };
    const others = [world.voters[2]!, world.secretary, memberActor(newId(), proposer().memberId!)];
    for (const other of others) {
      await expect(world.open.execute(other, { proposalId })).rejects.toMatchObject(notThere);
    }
    expect(await world.stateOf(proposalId)).toBe('draft');
  });

  it('where its policy asks for notice announces it, and the rule is not frozen yet', async () => {
    await adopt('noticed', { noticeHours: 48 });
    const { proposalId } = await draft({ policyKey: 'noticed' });
    const progress = await world.open.execute(proposer(), { proposalId });
    expect(progress).toEqual({ proposalId, state: 'notice', closesAt: null });
    expect(await rowOf(proposalId)).toMatchObject({ rule: null, opened_at: null });
    expect(await factsOf(proposalId)).toEqual(['ProposalDrafted', 'ProposalAnnounced']);
    world.clock.advance({ hours: 48 });
    const opening = () => world.openNoticed.execute(world.system, { proposalId });
    const opened = await Promise.all([opening(), opening()]);
    expect(opened.map(({ state }) => state)).toEqual(['open', 'open']);
    expect((await factsOf(proposalId)).filter((type) => type === 'ProposalOpened')).toHaveLength(1);
  });
});

describe('a policy that changes before voting opens', () => {
  const fast = { minimumHours: 24, usualHours: 24, maximumHours: 96, urgentMinimumHours: null };
  const slow = { minimumHours: 72, usualHours: 96, maximumHours: 120, urgentMinimumHours: null };
  const openDraft = (proposalId: string) => world.open.execute(proposer(), { proposalId });
  const key = () => `k-${newId()}`;
  const threeQuarters = {
    kind: 'threshold',
    agree: { share: '3/4', strict: false, of: 'cast' },
  } as const;

  it('governs what was drafted before: rule, version and usual window', async () => {
    const policyKey = key();
    await adopt(policyKey, { window: fast });
    const { proposalId } = await draft({ policyKey });
    const next = await adopt(policyKey, { window: slow, decision: threeQuarters });
    expect(await rowOf(proposalId)).toMatchObject({ policy_id: next.id, window_hours: 96 });
    await openDraft(proposalId);
    expect(await rowOf(proposalId)).toMatchObject({
      policy_id: next.id,
      rule: { decision: threeQuarters },
      rule_hash: next.ruleHash,
      closes_at: new Date(world.clock.now().getTime() + 96 * 3_600_000),
    });
  });

  it('has the window checked again that its proposer asked for', async () => {
    const policyKey = key();
    await adopt(policyKey, { window: fast });
    const [short, long] = [
      await draft({ policyKey, windowHours: 48 }),
      await draft({ policyKey, windowHours: 96 }),
    ];
    await adopt(policyKey, { window: slow });
    await expect(openDraft(short.proposalId)).rejects.toMatchObject({
      code: 'VOTING_PERIOD_TOO_SHORT',
    });
    expect(await world.stateOf(short.proposalId)).toBe('draft');
    expect(await openDraft(long.proposalId)).toMatchObject({ state: 'open' });
  });

  it('governs one under notice too, which becomes longer with the policy’s', async () => {
    const policyKey = key();
    await adopt(policyKey, { window: fast, noticeHours: 24 });
    const { proposalId } = await draft({ policyKey });
    await openDraft(proposalId);
    const next = await adopt(policyKey, { window: slow, noticeHours: 48 });
    const opening = () => world.openNoticed.execute(world.system, { proposalId });
    world.clock.advance({ hours: 24 });
    expect(await opening()).toMatchObject({ state: 'notice' });
    world.clock.advance({ hours: 24 });
    expect(await opening()).toMatchObject({ state: 'open' });
    expect(await rowOf(proposalId)).toMatchObject({ policy_id: next.id, window_hours: 96 });
    expect(await factsOf(proposalId)).toEqual([
      'ProposalDrafted',
      'ProposalAnnounced',
      'ProposalAnnounced',
      'ProposalOpened',
    ]);
  });

  it('ends a notice that can no longer open, and says why', async () => {
    const policyKey = key();
    await adopt(policyKey, { window: fast, noticeHours: 24 });
    const [unseconded, nobody] = [await draft({ policyKey }), await draft({ policyKey })];
    await openDraft(unseconded.proposalId);
    await adopt(policyKey, { window: fast, noticeHours: 24, secondersNeeded: 1 });
    world.clock.advance({ hours: 24 });
    await world.openNoticed.execute(world.system, unseconded);
    expect(await rowOf(unseconded.proposalId)).toMatchObject({
      state: 'cancelled',
      ended_reason: 'This needs 1 to second it before it opens; it has 0.',
    });
    await adopt(policyKey, { window: fast, noticeHours: 24 });
    await openDraft(nobody.proposalId);
    const eligibility = { ...ruleLike().eligibility, classes: ['bees'] };
    await adopt(policyKey, { window: fast, noticeHours: 24, eligibility });
    world.clock.advance({ hours: 24 });
    expect(await world.openNoticed.execute(world.system, nobody)).toMatchObject({
      state: 'cancelled',
    });
    expect(await rowOf(nobody.proposalId)).toMatchObject({
      ended_reason: 'Nobody could vote on this under its policy.',
      opened_at: null,
    });
    const [told] = await world.asOwner(
      `select type, data ->> 'by' as by from platform.facts where subject_id = $1
       order by id desc limit 1`,
      [nobody.proposalId],
    );
    expect(told).toEqual({ type: 'governance.ProposalCancelled', by: 'rule' });
    // The sweep finds nothing that is due for ever.
    expect(await world.openNoticed.execute(world.system, nobody)).toMatchObject({
      state: 'cancelled',
    });
  });

  it('leaves alone what has opened, whatever its policy becomes', async () => {
    const policyKey = key();
    const first = await adopt(policyKey, { window: fast });
    const { proposalId } = await draft({ policyKey });
    await openDraft(proposalId);
    await adopt(policyKey, { window: slow });
    expect(await rowOf(proposalId)).toMatchObject({ policy_id: first.id, window_hours: 24 });
  });

  it('governs at the opening what an earlier version left behind', async () => {
    const policyKey = key();
    const first = await adopt(policyKey, { window: fast });
    const { proposalId } = await draft({ policyKey });
    const next = await adopt(policyKey, { window: slow });
    await world.asOwner(
      `update governance.proposals set policy_id = $2, window_hours = 24 where id = $1`,
      [proposalId, first.id],
    );
    await openDraft(proposalId);
    expect(await rowOf(proposalId)).toMatchObject({ policy_id: next.id, window_hours: 96 });
  });
});

describe('ending before a decision', () => {
  const withdraw = (proposalId: string, by = proposer()) =>
    new WithdrawProposal(world.unitOfWork).execute(by, { proposalId });
  const cancel = (proposalId: string, reason = 'Nobody wants it.') =>
    new CancelProposal(world.unitOfWork).execute(world.secretary, { proposalId, reason });
  const lastFact = async (proposalId: string) => {
    const [fact] = await world.asOwner(
      `select type, data ->> 'by' as by from platform.facts where subject_id = $1
       order by id desc limit 1`,
      [proposalId],
    );
    return fact;
  };

  it('discards a draft, and cancels what others have seen', async () => {
    const { proposalId: discarded } = await draft();
    await withdraw(discarded);
    expect(await lastFact(discarded)).toEqual({
      type: 'governance.DraftDiscarded',
      by: 'proposer',
    });
    const { proposalId: withdrawn } = await draft();
    await world.open.execute(proposer(), { proposalId: withdrawn });
    await withdraw(withdrawn);
    expect(await lastFact(withdrawn)).toEqual({
      type: 'governance.ProposalCancelled',
      by: 'proposer',
    });
    const { proposalId: cancelled } = await draft();
    await world.open.execute(proposer(), { proposalId: cancelled });
    await cancel(cancelled, '  Nobody wants it. ');
    expect(await lastFact(cancelled)).toMatchObject({ by: 'secretary' });
    expect(await rowOf(cancelled)).toMatchObject({
      state: 'cancelled',
      ended_reason: 'Nobody wants it.',
      ended_at: world.clock.now(),
    });
    expect([await world.stateOf(discarded), await world.stateOf(withdrawn)]).toEqual([
      'withdrawn',
      'withdrawn',
    ]);
  });

  it('is once: what ended neither ends again, nor opens, nor closes', async () => {
    const { proposalId } = await draft();
    await world.open.execute(proposer(), { proposalId });
    await withdraw(proposalId);
    const conflict = { code: 'PROPOSAL_STATUS_CONFLICT' };
    await expect(withdraw(proposalId)).rejects.toMatchObject(conflict);
    await expect(cancel(proposalId)).rejects.toMatchObject(conflict);
    expect(await world.open.execute(proposer(), { proposalId })).toMatchObject({
      state: 'withdrawn',
    });
    world.clock.advance({ hours: 72 });
    expect(await world.closing.execute(world.system, { proposalId })).toEqual({
      did: 'nothing',
      because: 'not-open',
    });
  });

  it('says why in at most two thousand characters', async () => {
    const { proposalId } = await draft();
    await world.open.execute(proposer(), { proposalId });
    await expect(cancel(proposalId, 'x'.repeat(2001))).rejects.toMatchObject({
      code: 'CANCELLATION_NEEDS_REASON',
      path: ['reason'],
    });
    await cancel(proposalId, 'x'.repeat(2000));
  });
});

describe('a subject of another room', () => {
  const openFor = (id: string, policyKey = 'ordinary') =>
    world.unitOfWork.run(world.system, (tx) =>
      world.proposals.openFor(tx, {
        title: 'An expense',
        body: '',
        policyKey,
        subject: { kind: 'expense', id },
        proposerMemberId: proposer().memberId,
        actions: [],
      }),
    );
  const cancelFor = (id: string) =>
    world.unitOfWork.run(world.system, (tx) =>
      world.proposals.cancelFor(tx, { kind: 'expense', id }, 'It was taken back.'),
    );

  it('has one pending proposal, opened in the room’s own transaction', async () => {
    const id = newId();
    const { proposalId, state } = await openFor(id);
    expect(state).toBe('open');
    expect(await rowOf(proposalId)).toMatchObject({
      subject_kind: 'expense',
      subject_id: id,
      proposer_member_id: proposer().memberId,
    });
    await expect(openFor(id)).rejects.toMatchObject({ code: 'SUBJECT_HAS_OPEN_PROPOSAL' });
    await expect(openFor(newId())).resolves.toMatchObject({ state: 'open' });
  });

  it('opened twice at the same time has one, and the other room is told', async () => {
    const id = newId();
    const attempts = await Promise.allSettled([openFor(id), openFor(id)]);
    const refused = attempts.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'SUBJECT_HAS_OPEN_PROPOSAL' } }]);
  });

  it('has another once the first is decided or ended', async () => {
    const id = newId();
    const { proposalId } = await openFor(id);
    expect(await cancelFor(id)).toBe(true);
    expect(await rowOf(proposalId)).toMatchObject({
      state: 'cancelled',
      ended_reason: 'It was taken back.',
    });
    expect(await cancelFor(id)).toBe(false);
    const { proposalId: again } = await openFor(id);
    world.clock.advance({ hours: 72 });
    await world.closing.execute(world.system, { proposalId: again });
    expect(await cancelFor(id)).toBe(false);
    await expect(openFor(id)).resolves.toMatchObject({ state: 'open' });
  });

  it('has its vote called off until its time is over, also where no worker closed it', async () => {
    const id = newId();
    const { proposalId } = await openFor(id);
    world.clock.advance({ hours: 72 });
    expect([await cancelFor(id), await world.stateOf(proposalId)]).toEqual([false, 'open']);
  });

  it('is not cancelled for another, nor for one of the same id of another kind', async () => {
    const id = newId();
    const { proposalId } = await openFor(id);
    const other = await world.unitOfWork.run(world.system, (tx) =>
      world.proposals.cancelFor(tx, { kind: 'invoice', id }, 'x'),
    );
    const elsewhere = await world.unitOfWork.run(
      { ...world.system, cooperativeId: newId() },
      (tx) => world.proposals.cancelFor(tx, { kind: 'expense', id }, 'x'),
    );
    expect([other, elsewhere, await world.stateOf(proposalId)]).toEqual([false, false, 'open']);
  });
});
