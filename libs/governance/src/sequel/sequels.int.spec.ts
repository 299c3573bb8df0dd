import { CodedError, defineAction } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WithdrawProposal } from '../closing/withdraw-proposal.js';
import { CancelProposal } from '../closing/cancel-proposal.js';
import { forgetDrafts } from '../proposal/forget-drafts.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import { WithholdProposal } from '../readers/withhold-proposal.js';
import { AdoptPolicyAction } from '../rulebook/adopt.action.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { SequelQueries } from './sequel.queries.js';
import { SettleRatifications } from './settle-ratifications.js';

const log: string[] = [];
const done = (name: string, more: object = {}) =>
  defineAction({
    kind: `sequel.${name}`,
    payload: z.strictObject({}),
    underPolicies: ['majority', 'supermajority'],
    inEmergencies: true,
    proposable: true,
    strangersRead: 'decision',
    service: null,
    summary: () => 'Does it.',
    run: async () => void log.push(name),
    ...more,
  });
const Heat = done('heat', { revoke: async () => void log.push('cool') });
const Spill = done('spill');
const Calm = done('calm', { inEmergencies: undefined });
const Lend = done('lend', {
  revoke: async () => {
    throw new CodedError('LEDGER_FLOOR', 'conflict', 'It is spent.', {});
  },
});
const aboutThem = { strangersRead: 'nothing' };
const Move = done('move', { ...aboutThem, about: async () => null });

let world: DecisionWorld;
let settle: SettleRatifications;
const two3rds = { kind: 'threshold', agree: { share: '2/3', strict: false, of: 'cast' } } as const;
const ratification = { policyKey: 'all', withinHours: 336 };
const urgent = ruleLike({ decision: two3rds, ratification, timelockHours: 0 });
beforeAll(async () => {
  const services: object[] = [];
  world = await createDecisionWorld(4, services);
  services.push(world.fitness);
  settle = new SettleRatifications(world.unitOfWork, world.actions);
  await adopt('all', ruleLike({ decision: two3rds }));
  await adopt('larger', ruleLike({ tieRule: 'run-off' }));
  await adopt('few', urgent);
});
afterAll(() => world.close());

const silent = ruleLike({
  decision: { kind: 'lazy', objectionsToReject: 1 },
  stances: ['agree', 'abstain', 'disagree'],
  blocks: null,
  quorum: null,
});
const adopt = (key: string, rule: object) =>
  world.adopt.execute(world.system, { key, title: key, rule });
const close = (proposalId: string) => world.closing.execute(world.system, { proposalId });
const execute = (proposalId: string) => world.execute.execute(world.system, { proposalId });
const settled = () => settle.execute(world.system);
async function put(
  policyKey: string,
  actions: Parameters<DecisionWorld['draft']['execute']>[1]['actions'],
  by = world.voters[0]!,
) {
  const terms = { title: 'A boiler', body: 'It is cold.', policyKey, actions };
  const { proposalId } = await world.draft.execute(by, terms);
  await world.open.execute(by, { proposalId });
  return proposalId;
}
async function decide(proposalId: string, ...stances: ('agree' | 'disagree')[]) {
  for (const [nth, stance] of stances.entries()) await world.vote(proposalId, nth, stance);
  world.clock.advance({ hours: 150 });
  await close(proposalId);
}
async function followed(proposalId: string) {
  const rows = await world.asOwner(
    `select id, title, body, state, follows_as as as, subject_id from governance.proposals
     where run_off_of_id = $1`,
    [proposalId],
  );
  expect(rows.length).toBeLessThan(2);
  return rows[0] as { id: string; title: string; state: string; as: string } | undefined;
}
const factOf = async (type: string, id: string) =>
  (
    await world.asOwner<{ data: Record<string, unknown> }>(
      'select data from platform.facts where type = $1 and subject_id = $2',
      [`governance.${type}`, id],
    )
  )[0]?.data;
const ratificationOf = async (id: string) =>
  (
    await world.asOwner(
      'select state, undone, stands from governance.ratifications where proposal_id = $1',
      [id],
    )
  )[0];
async function inEmergency(...actions: Parameters<typeof put>[1][number][]) {
  const proposalId = await put('few', actions);
  await decide(proposalId, 'agree', 'agree');
  return { proposalId, vote: (await followed(proposalId))! };
}

describe('a vote that fails', () => {
  it('goes on under the policy that its rule names, once, with all that it was', async () => {
    await adopt('small', ruleLike({ escalatesTo: { policyKey: 'larger', on: ['rejected'] } }));
    const proposalId = await put('small', [Heat.of({})]);
    await world.vote(proposalId, 0, 'disagree');
    world.clock.advance({ hours: 150 });
    await Promise.all([close(proposalId), close(proposalId), close(proposalId)]);
    const next = (await followed(proposalId))!;
    expect(next).toMatchObject({ title: 'A boiler', state: 'open', as: 'escalation' });
    expect(await factOf('ProposalClosed', proposalId)).toMatchObject({
      outcome: 'rejected',
      runOffId: null,
      escalationId: next.id,
    });
    // It is put to a run-off of its own, and withheld with all that say the same.
    await decide(next.id, 'agree', 'disagree');
    const again = (await followed(next.id))!;
    expect(again).toMatchObject({ state: 'open', as: null });
    await new WithholdProposal(world.unitOfWork).execute(world.secretary, {
      proposalId: again.id,
      reason: 'mistake',
    });
    const hidden = await world.asOwner(
      `select distinct visibility from governance.proposals where id = any ($1)`,
      [[proposalId, next.id, again.id]],
    );
    expect(hidden).toEqual([{ visibility: 'members' }]);
    await decide(again.id, 'agree');
    expect([await execute(again.id), log.splice(0)]).toEqual(['executed', ['heat']]);
  });

  it('goes on where its run-off cannot open, behind that one', async () => {
    const escalatesTo = { policyKey: 'larger', on: ['tied' as const] };
    await adopt('even', ruleLike({ tieRule: 'run-off', escalatesTo }));
    const proposalId = await put('even', [Heat.of({})], world.voters[3]);
    await adopt('even', ruleLike({ tieRule: 'run-off', secondersNeeded: 2 }));
    await decide(proposalId, 'agree', 'disagree');
    expect(await world.stateOf(proposalId)).toBe('tied');
    const runOff = (await followed(proposalId))!;
    expect(runOff).toMatchObject({ state: 'cancelled', as: null });
    const next = (await followed(runOff.id))!;
    expect(next).toMatchObject({ title: 'A boiler', state: 'open', as: 'escalation' });
    expect(await factOf('ProposalClosed', proposalId)).toMatchObject({
      runOffId: null,
      escalationId: next.id,
    });
    const views = await world.unitOfWork.read(world.voters[1]!, (tx) =>
      new ProposalQueries(world.votes).byIds(tx, [proposalId, runOff.id]),
    );
    const leads = Object.fromEntries(views.map(({ id, sequelId }) => [id, sequelId]));
    expect(leads).toEqual({ [proposalId]: next.id, [runOff.id]: null });
  });

  it('ends there after other outcomes, and where it passed', async () => {
    const proposalId = await put('small', []);
    await decide(proposalId, 'agree', 'disagree');
    expect([await world.stateOf(proposalId), await followed(proposalId)]).toEqual([
      'tied',
      undefined,
    ]);
  });

  it('names a policy that nobody takes away, or makes unfit', async () => {
    const unfit = { code: 'POLICY_LINK_UNFIT', path: ['rule', 'escalatesTo', 'policyKey'] };
    await expect(adopt('larger', ruleLike({ secondersNeeded: 1 }))).rejects.toMatchObject(unfit);
    await expect(adopt('larger', silent)).rejects.toMatchObject({
      ...unfit,
      details: { data: { key: 'small', policyKey: 'larger', why: 'silence' } },
    });
    const nowhere = ruleLike({ escalatesTo: { policyKey: 'nowhere', on: ['tied'] } });
    await expect(adopt('lost', nowhere)).rejects.toMatchObject(unfit);
  });
});

describe('what few decided in an emergency', () => {
  it('is carried out, put to the members, and stands where they ratify it', async () => {
    const { proposalId, vote } = await inEmergency(Heat.of({}));
    expect(vote).toMatchObject({
      title: 'Ratification: A boiler',
      as: 'ratification',
      state: 'open',
    });
    expect([await execute(proposalId), await settled()]).toEqual(['executed', 0]);
    const one = { proposalId: vote.id };
    const conflict = { code: 'PROPOSAL_STATUS_CONFLICT' };
    const { unitOfWork } = world;
    const withdraw = new WithdrawProposal(unitOfWork).execute(world.voters[0]!, one);
    await expect(withdraw).rejects.toMatchObject(conflict);
    const cancel = new CancelProposal(unitOfWork).execute(world.secretary, { ...one, reason: 'x' });
    await expect(cancel).rejects.toMatchObject(conflict);
    // Strangers hear of it when it is decided.
    const read = (actor: typeof world.system) =>
      unitOfWork.read(actor, (tx) => new SequelQueries().ratificationsOf(tx, [proposalId]));
    const stranger = { ...world.voters[0]!, kind: 'anonymous', accountId: null, memberId: null };
    const asStranger = { ...stranger, standing: null, roles: new Set() } as never;
    expect([await read(world.system), await read(asStranger)]).toMatchObject([[{}], []]);
    await decide(vote.id, 'agree', 'agree');
    expect([await settled(), await settled()]).toEqual([1, 0]);
    expect(await ratificationOf(proposalId)).toEqual({ state: 'ratified', undone: [], stands: [] });
    expect(await read(asStranger)).toMatchObject([{ state: 'ratified' }]);
    expect(log.splice(0)).toEqual(['heat']);
  });

  it('is the members’ to ratify, also where whoever proposed it is erased', async () => {
    const { vote } = await inEmergency(Heat.of({}));
    const { memberId } = world.voters[0]!;
    await world.unitOfWork.run(world.system, (tx) =>
      forgetDrafts(tx, { memberId: memberId ?? '', removesTexts: true }),
    );
    expect(await world.stateOf(vote.id)).toBe('open');
    await decide(vote.id, 'disagree');
    await settled();
  });

  it('is taken back where they refuse, the last first; what cannot be is named', async () => {
    const { proposalId, vote } = await inEmergency(Heat.of({}), Spill.of({}), Lend.of({}));
    await execute(proposalId);
    await decide(vote.id, 'agree', 'disagree');
    await Promise.all([settled(), settled()]);
    expect(log.splice(0)).toEqual(['heat', 'spill', 'lend', 'cool']);
    const taken = { undone: ['sequel.heat'], stands: ['sequel.lend', 'sequel.spill'] };
    expect(await ratificationOf(proposalId)).toEqual({ state: 'refused', ...taken });
    expect(await factOf('RatificationDecided', proposalId)).toEqual({
      proposalId,
      ratificationId: vote.id,
      isRatified: false,
      ...taken,
    });
    const views = await world.unitOfWork.read(world.voters[1]!, (tx) =>
      new ProposalQueries(world.votes).byIds(tx, [proposalId, vote.id]),
    );
    const links = views.map(({ id, sequelId, followsAs }) => [id, { sequelId, followsAs }]);
    expect(Object.fromEntries(links)).toEqual({
      [proposalId]: { sequelId: vote.id, followsAs: null },
      [vote.id]: { sequelId: null, followsAs: 'ratification' },
    });
  });

  it('lapses where it was not carried out, and the term is over', async () => {
    const { proposalId, vote } = await inEmergency(Heat.of({}));
    const asked = await world.asOwner<{ at: string }>(
      `select payload ->> 'slot' as slot, run_at as at from platform.jobs
       where name = 'governance.settle-ratifications' and key = $1`,
      [proposalId],
    );
    expect(asked).toHaveLength(1);
    await world.asOwner('update governance.proposals set closes_at = closes_at where id = $1', [
      vote.id,
    ]);
    world.clock.advance({ hours: 337 });
    // Whoever closes it says what it came to: nobody voted.
    expect([await settled(), (await ratificationOf(proposalId))?.['state']]).toEqual([
      1,
      'pending',
    ]);
    await close(vote.id);
    await settled();
    expect([await world.stateOf(proposalId), await execute(proposalId)]).toEqual([
      'expired',
      'not-queued',
    ]);
    expect(await ratificationOf(proposalId)).toMatchObject({ state: 'refused', undone: [] });
    expect(log).toEqual([]);
    const change = `update governance.ratifications set state = 'ratified' where proposal_id = $1`;
    await expect(world.asOwner(change, [proposalId])).rejects.toThrow('decided once');
    const other = `update governance.proposals set follows_as = null where id = $1`;
    await expect(world.asOwner(other, [vote.id])).rejects.toThrow('fixed with it');
  });

  it('is at once no more where nobody can be asked', async () => {
    const proposalId = await put('few', [Heat.of({})]);
    await world.vote(proposalId, 0, 'agree');
    const entries = world.roll.entriesOf.get(world.cooperativeId) ?? [];
    world.roll.entriesOf.set(world.cooperativeId, []);
    world.clock.advance({ hours: 150 });
    await close(proposalId);
    world.roll.entriesOf.set(world.cooperativeId, entries);
    expect(await factOf('ProposalClosed', proposalId)).toMatchObject({ ratificationId: null });
    await settled();
    expect(await world.stateOf(proposalId)).toBe('expired');
  });

  it('is put to no silence, where its policy was given another rule meanwhile', async () => {
    await adopt('asked', ruleLike({ decision: two3rds }));
    const asked = { ...urgent, ratification: { ...ratification, policyKey: 'asked' } };
    await adopt('fast', asked);
    const proposalId = await put('fast', [Heat.of({})]);
    await adopt('fast', urgent);
    await adopt('asked', silent);
    await decide(proposalId, 'agree', 'agree');
    expect(await factOf('ProposalClosed', proposalId)).toMatchObject({ ratificationId: null });
    await settled();
    expect(await world.stateOf(proposalId)).toBe('expired');
  });

  it('is not about how members decide: whoever rewrote it would rule by it meanwhile', async () => {
    const rule = { ...ruleLike() };
    const change = put('few', [AdoptPolicyAction.of({ key: 'tea', title: 'Other', rule })]);
    await expect(change).rejects.toMatchObject({ code: 'ACTION_POLICY_UNFIT' });
    // Nor is anything else that does not say that it may be.
    const plain = put('few', [Calm.of({})]);
    await expect(plain).rejects.toMatchObject({ code: 'ACTION_POLICY_UNFIT' });
  });

  it('is not about a member', async () => {
    const about = put('few', [Move.of({})]);
    await expect(about).rejects.toMatchObject({ code: 'ACTION_POLICY_UNFIT' });
  });
});
