import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineAction } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { z } from 'zod';
import { parseRule } from '../policy/decision-rule.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { RecountOutcomes } from '@rochdale/voting';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { forgetDrafts } from './forget-drafts.js';
import { optionsIn } from './proposal-options.js';
import { ProposalQueries } from './proposal.queries.js';

let world: DecisionWorld;
/** Where nobody went yet. */
let late: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(4, [new Till()]);
  late = await createDecisionWorld(3);
});
afterAll(async () => {
  await late.close();
  await world.close();
});

const forget = (by: Actor) =>
  world.unitOfWork.run(world.system, (tx) => forgetDrafts(tx, { memberId: by.memberId ?? '' }));

async function proposer(): Promise<Actor> {
  const [ada] = world.voters;
  if (ada === undefined) throw new Error('there is a voter');
  return ada;
}

class Till {}
const Pay = defineAction({
  kind: 'forgotten-till.pay',
  payload: z.strictObject({ purpose: z.string() }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: Till,
  summary: ({ purpose }) => `Pays for ${purpose}.`,
  run: async () => undefined,
});

describe('proposals of an erased member', () => {
  it('are blanked where nobody ever voted on them, and stay where somebody could', async () => {
    const ada = await proposer();
    const opened = await world.openUnder(ruleLike(), { by: ada });
    const [policy] = await world.asOwner<{ key: string }>('select key from governance.policies');
    const { proposalId: drafted } = await world.draft.execute(ada, {
      title: 'My own affair',
      body: 'Of which nobody heard.',
      policyKey: policy?.key ?? '',
      actions: [Pay.of({ purpose: 'my own affair' })],
    });
    const texts = () =>
      world.asOwner<{ id: string; title: string; body: string }>(
        `select id, title, body from governance.proposals where id = any($1)`,
        [[opened, drafted]],
      );
    const before = await texts();
    const termsOf = async () => {
      const rows = await world.asOwner<{ payload: object }>(
        'select payload from governance.actions where proposal_id = $1',
        [drafted],
      );
      return rows.map(({ payload }) => payload);
    };
    expect(await termsOf()).toEqual([{ purpose: 'my own affair' }]);
    const removeTerms = `update governance.actions set payload = '{}' where proposal_id = $1`;
    await expect(world.asOwner(removeTerms, [drafted])).rejects.toThrow('never changed');
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [ada.memberId, world.cooperativeId],
    );
    await forget(ada);
    await forget(ada);
    const after = new Map((await texts()).map((one) => [one.id, one]));
    expect(after.get(drafted)).toMatchObject({ title: 'Erased', body: '' });
    expect(await termsOf()).toEqual([{}]);
    expect(after.get(opened)).toEqual(before.find(({ id }) => id === opened));
  });

  it('are known for forgotten by where they stand, not by what they are called', async () => {
    const by = world.voters[3]!;
    await world.openUnder(ruleLike());
    const [policy] = await world.asOwner<{ key: string }>('select key from governance.policies');
    const draft = async () => {
      const { proposalId } = await world.draft.execute(by, {
        title: 'Erased',
        body: 'So we call it.',
        policyKey: policy?.key ?? '',
        actions: [Pay.of({ purpose: 'a sponge' })],
      });
      return proposalId;
    };
    const [open, drafted] = [await draft(), await draft()];
    await world.open.execute(by, { proposalId: open });
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at)
       values ($1, $2, now())`,
      [by.memberId, world.cooperativeId],
    );
    await world.unitOfWork.run(world.system, (tx) =>
      forgetDrafts(tx, { memberId: by.memberId ?? '' }),
    );
    const kept = await world.asOwner<{ id: string }>(
      `select p.id, p.body, a.payload from governance.proposals p
       join governance.actions a on a.proposal_id = p.id where p.id = any($1)`,
      [[open, drafted]],
    );
    const after = new Map(kept.map((row) => [row.id, row]));
    expect(after.get(open)).toMatchObject({
      body: 'So we call it.',
      payload: { purpose: 'a sponge' },
    });
    expect(after.get(drafted)).toMatchObject({ body: '', payload: {} });
    const removeTerms = `update governance.actions set payload = '{}' where proposal_id = $1`;
    await expect(world.asOwner(removeTerms, [open])).rejects.toThrow('never changed');
  });

  it('are withdrawn and blanked where the person says so, unless they are decided', async () => {
    const [, ben, cid] = world.voters;
    if (ben === undefined || cid === undefined) throw new Error('there are voters');
    const decided = await world.openUnder(ruleLike(), { by: ben });
    await world.vote(decided, 0, 'agree');
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId: decided });
    const open = await world.openUnder(ruleLike(), { by: ben });
    const others = await world.openUnder(ruleLike(), { by: cid });
    const texts = () =>
      world.asOwner<{ id: string; title: string; state: string; words: number }>(
        `select p.id, p.title, p.body, p.state, (select count(*)::int
           from platform.search_words w where w.subject_id = p.id and w.word <> 'erased') as words
         from governance.proposals p where p.id = any($1)`,
        [[decided, open, others]],
      );
    const before = new Map((await texts()).map((one) => [one.id, one]));
    const remove = `update governance.proposals set title = 'Erased', body = '',
      urgent_reason = null, ended_reason = null where id = $1`;
    await expect(world.asOwner(remove, [open])).rejects.toThrow('frozen');
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at, removes_texts)
       values ($1, $2, now(), true)`,
      [ben.memberId, world.cooperativeId],
    );
    await expect(world.asOwner(remove, [decided])).rejects.toThrow('frozen');
    const removing = (by: Actor) =>
      world.unitOfWork.run(world.system, (tx) =>
        forgetDrafts(tx, { memberId: by.memberId ?? '', removesTexts: true }),
      );
    await removing(ben);
    await removing(ben);
    const after = new Map((await texts()).map((one) => [one.id, one]));
    expect(after.get(open)).toMatchObject({
      title: 'Erased',
      body: '',
      state: 'withdrawn',
      words: 0,
    });
    expect(after.get(decided)).toEqual(before.get(decided));
    expect(after.get(others)).toEqual(before.get(others));
  });

  it('lose what they were between as well, from their frozen rule too', async () => {
    const [, ben, cid] = world.voters;
    if (ben === undefined || cid === undefined) throw new Error('there are voters');
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
    const rule = parseRule({ ...plain, ballotKind: 'single-choice', winnerNeeds: null });
    await world.adopt.execute(world.system, { key: 'choice', title: 'A choice', rule });
    const options = ['My sister', 'My brother'];
    const terms = { title: 'Who', body: '', policyKey: 'choice', actions: [], options };
    const drafted = await world.draft.execute(cid, terms);
    const { proposalId } = await world.draft.execute(cid, terms);
    await world.open.execute(cid, { proposalId });
    const mark = { option: 2 };
    await world.cast.execute(ben, { proposalId, mark });
    const remove = `update governance.proposals set options = null where id = $1`;
    await expect(world.asOwner(remove, [proposalId])).rejects.toThrow('frozen');
    await world.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at, removes_texts)
       values ($1, $2, now(), true)`,
      [cid.memberId, world.cooperativeId],
    );
    await world.unitOfWork.run(world.system, (tx) =>
      forgetDrafts(tx, { memberId: cid.memberId ?? '', removesTexts: true }),
    );
    const rows = await world.asOwner<{ id: string }>(
      `select id, title, options, rule -> 'options' as frozen from governance.proposals
       where id = any ($1)`,
      [[drafted.proposalId, proposalId]],
    );
    const after = new Map(rows.map((row) => [row.id, row]));
    const gone = { title: 'Erased', options: null };
    expect(after.get(drafted.proposalId)).toMatchObject({ ...gone, frozen: null });
    expect(after.get(proposalId)).toMatchObject({ ...gone, frozen: ['Erased 1', 'Erased 2'] });
    // Who reads them finds nothing of it either, and every law holds.
    const queries = new ProposalQueries(world.votes);
    const told = await world.unitOfWork.read(ben, (tx) =>
      queries.byIds(tx, [proposalId, drafted.proposalId]),
    );
    expect(inspect(told, { depth: null })).not.toMatch(/sister|brother/);
    expect(optionsIn(told.find(({ id }) => id === proposalId)!.rule)).toEqual([
      'Erased 1',
      'Erased 2',
    ]);
    expect(await brokenLaws(world, [...votingInvariants, ...governanceInvariants])).toEqual([]);
  });

  it('lose who was to stand in them, where they never were put to the vote', async () => {
    const house = await createDecisionWorld(4);
    const [ada, ben, cid] = house.voters.map(({ memberId }) => memberId ?? '');
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
    const rule = parseRule({ ...plain, ballotKind: 'single-choice', winnerNeeds: null });
    await house.adopt.execute(house.system, { key: 'choice', title: 'A choice', rule });
    const putUp = (candidates: readonly string[]) =>
      house.unitOfWork.run(house.voters[0]!, (tx) =>
        house.drafting.write(
          tx,
          { title: 'Who', body: '', policyKey: 'choice', actions: [], candidates },
          'member',
        ),
      );
    const draft = await putUp([ben!, cid!]);
    const opened = await putUp([ben!, cid!]);
    await house.open.execute(house.voters[0]!, { proposalId: opened });
    const standing = async () =>
      (
        await house.asOwner<{ id: string }>(
          'select proposal_id as id from governance.candidates where member_id = $1 order by place',
          [ben],
        )
      ).map(({ id }) => id);
    const erase = (memberId: string) =>
      house.asOwner(
        `insert into membership.erasures (member_id, cooperative_id, erased_at, removes_texts)
         values ($1, $2, now(), true)`,
        [memberId, house.cooperativeId],
      );
    const remove = 'delete from governance.candidates where proposal_id = $1';
    await expect(house.asOwner(remove, [draft])).rejects.toThrow('never changed or removed');
    expect(await standing()).toHaveLength(2);
    await erase(ada!);
    await house.unitOfWork.run(house.system, (tx) =>
      forgetDrafts(tx, { memberId: ada!, removesTexts: true }),
    );
    expect(await standing()).toEqual([opened]);
    await expect(house.asOwner(remove, [opened])).rejects.toThrow('never changed or removed');
    // Nor is anybody put up who was erased since they were looked for.
    await erase(cid!);
    await expect(putUp([ben!, cid!])).rejects.toMatchObject({ code: 'MEMBER_UNKNOWN' });
    await house.close();
  });

  it('lose what they were to be between, in their notice, and keep what was decided', async () => {
    const [dan] = late.voters;
    if (dan === undefined) throw new Error('there is a voter');
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
    const own = { ballotKind: 'single-choice', winnerNeeds: null };
    const terms = { title: 'Who', body: '', actions: [], options: ['My sister', 'My brother'] };
    const proposed = async (noticeHours: number) => {
      const key = `notice-${noticeHours}`;
      const rule = parseRule({ ...plain, ...own, noticeHours });
      await late.adopt.execute(late.system, { key, title: 'A choice', rule });
      const { proposalId } = await late.draft.execute(dan, { ...terms, policyKey: key });
      await late.open.execute(dan, { proposalId });
      return proposalId;
    };
    const decided = await proposed(0);
    await late.cast.execute(late.voters[1]!, { proposalId: decided, mark: { option: 1 } });
    late.clock.advance({ days: 6 });
    await late.closing.execute(late.system, { proposalId: decided });
    const noticed = await proposed(24);
    await late.asOwner(
      `insert into membership.erasures (member_id, cooperative_id, erased_at, removes_texts)
       values ($1, $2, now(), true)`,
      [dan.memberId, late.cooperativeId],
    );
    const memberId = dan.memberId ?? '';
    await late.unitOfWork.run(late.system, (tx) =>
      forgetDrafts(tx, { memberId, removesTexts: true }),
    );
    const rows = await late.asOwner<{ id: string; state: string; options: unknown }>(
      'select id, state, options from governance.proposals where id = any ($1)',
      [[decided, noticed]],
    );
    const after = new Map(rows.map((row) => [row.id, row]));
    expect(after.get(noticed)).toMatchObject({ state: 'withdrawn', options: null });
    expect(after.get(decided)).toMatchObject({ state: 'passed', options: terms.options });
    expect(await new RecountOutcomes(late.unitOfWork).execute(late.system)).toEqual([]);
  });
});
