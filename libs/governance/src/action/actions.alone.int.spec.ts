import { defineAction, idOf, idOfKindIn, newId, readersOf, summaryOf } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { votingInvariants } from '../../../voting/src/testing/inside.js';
import { governanceInvariants } from '../governance.invariants.js';
import { parseRule } from '../policy/decision-rule.js';
import { policyPacks } from '../policy/policy-packs.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { brokenLaws, createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import type { ProposalAction } from '@rochdale/platform';
import { ProposalActions } from './proposal-actions.js';

class Till {
  readonly paid: bigint[] = [];
}

const payload = z.strictObject({ amountMinor: z.string().regex(/^\d+$/) });

const Pay = defineAction({
  kind: 'till.pay',
  payload,
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'decision',
  service: Till,
  summary: ({ amountMinor }) => `Pays ${amountMinor}.`,
  async run(till, _tx, { amountMinor }) {
    till.paid.push(BigInt(amountMinor));
  },
});

/** Only the room that owns it opens a proposal with this. */
const Empty = defineAction({
  kind: 'till.empty',
  payload: z.strictObject({}),
  underPolicies: ['majority', 'supermajority', 'minority', 'lazy-consensus'],
  strangersRead: 'decision',
  service: Till,
  summary: () => 'Empties the till.',
  run: async () => undefined,
});

const till = new Till();
let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(3, [till]);
});
afterAll(() => world.close());

const lazy = policyPacks[0]!.policies.find(({ key }) => key === 'operational')!.rule;
const threshold = (share: string) =>
  ruleLike({ decision: { kind: 'threshold', agree: { share, strict: false, of: 'cast' } } });
const propose = (action: ProposalAction, rule = ruleLike()) => world.openUnder(rule, { action });
const count = async () => (await world.asOwner('select 1 from governance.proposals')).length;

describe('an action in a member’s proposal', () => {
  it('is refused when only its room may open a proposal with it, and leaves no draft', async () => {
    const before = await count();
    const attempt = propose(Empty.of({}));
    await expect(attempt).rejects.toMatchObject({ code: 'ACTION_KIND_UNKNOWN' });
    expect(await count()).toBe(before);
  });

  it('is taken in a proposal of the room, under the policy of the room’s choice', async () => {
    await world.adopt.execute(world.system, { key: 'lazy', title: 'Lazy', rule: lazy });
    const subject = { kind: 'till', id: world.voters[0]!.memberId! };
    const { state } = await world.unitOfWork.run(world.system, (tx) =>
      world.proposals.openFor(tx, {
        title: 'Empty it',
        body: '',
        policyKey: 'lazy',
        subject,
        actions: [Empty.of({})],
      }),
    );
    expect(state).toBe('open');
  });

  it.each([
    ['lazy consensus', lazy],
    ['less than half', threshold('49/100')],
  ])('that moves money is not decided by %s', async (_name, rule) => {
    const attempt = propose(Pay.of({ amountMinor: '100' }), rule);
    await expect(attempt).rejects.toMatchObject({ code: 'ACTION_POLICY_UNFIT' });
  });

  it('that moves money is not decided by nobody at all: that is no rule', async () => {
    const attempt = propose(Pay.of({ amountMinor: '100' }), threshold('0/1'));
    await expect(attempt).rejects.toMatchObject({ code: 'POLICY_RULE_INVALID' });
  });

  it.each([
    ['half', '1/2'],
    ['more than half', '51/100'],
  ])('that moves money is decided by %s', async (_name, share) => {
    await expect(propose(Pay.of({ amountMinor: '100' }), threshold(share))).resolves.toBeTypeOf(
      'string',
    );
  });

  it('follows from no vote between options, even one that any policy decides', async () => {
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
    const options = ['Yes', 'No'];
    const own = { ballotKind: 'single-choice', winnerNeeds: null, options };
    const rule = parseRule({ ...plain, ...own });
    const unfit = { code: 'ACTION_POLICY_UNFIT', path: ['policyKey'] };
    const paying = world.openUnder(rule, { action: Pay.of({ amountMinor: '100' }) });
    await expect(paying).rejects.toMatchObject(unfit);
    await world.adopt.execute(world.system, { key: 'choice', title: 'A choice', rule });
    const subject = { kind: 'till', id: world.voters[1]!.memberId! };
    const terms = { title: 'Empty it', body: '', policyKey: 'choice', subject };
    const ofRoom = (actions: ProposalAction[]) =>
      world.unitOfWork.run(world.system, (tx) =>
        world.proposals.openFor(tx, { ...terms, actions }),
      );
    await expect(ofRoom([Empty.of({})])).rejects.toMatchObject(unfit);
    expect(await ofRoom([])).toMatchObject({ state: 'open' });
  });

  it('does not follow where its policy asks for options by the time voting opens', async () => {
    const { stances: _, decision: __, blocks: ___, ...plain } = ruleLike();
    const key = 'turned';
    const adopt = (rule: ReturnType<typeof parseRule>) =>
      world.adopt.execute(world.system, { key, title: 'Turned', rule });
    await adopt(ruleLike());
    const { proposalId } = await world.draft.execute(world.voters[0]!, {
      title: 'Pay',
      body: '',
      policyKey: key,
      actions: [Pay.of({ amountMinor: '100' })],
    });
    const own = { ballotKind: 'approval', winners: 1, maximum: null, winnerNeeds: null };
    await adopt(parseRule({ ...plain, ...own, options: ['Yes', 'No'] }));
    const opening = world.open.execute(world.voters[0]!, { proposalId });
    await expect(opening).rejects.toMatchObject({ code: 'ACTION_POLICY_UNFIT' });
    expect(await world.stateOf(proposalId)).toBe('draft');
  });

  it('is refused with a payload of another shape, and of no kind that there is', async () => {
    const odd = propose({ kind: 'till.pay', payload: { amountMinor: '1', extra: true } });
    await expect(odd).rejects.toMatchObject({ code: 'ACTION_PAYLOAD_INVALID' });
    const unknown = propose({ kind: 'till.burn', payload: {} });
    await expect(unknown).rejects.toMatchObject({ code: 'ACTION_KIND_UNKNOWN' });
  });

  it('gets its payload when it runs, once', async () => {
    const proposalId = await propose(Pay.of({ amountMinor: '4200' }));
    await world.vote(proposalId, 1, 'agree');
    world.clock.advance({ days: 6 });
    await world.closing.execute(world.system, { proposalId });
    await world.execute.execute(world.system, { proposalId });
    await world.execute.execute(world.system, { proposalId });
    expect(till.paid).toEqual([4200n]);
  });
});

describe('the catalogue of actions', () => {
  it('refuses a kind that is declared twice, or that no policy decides', () => {
    const action = {
      payload,
      strangersRead: 'decision' as const,
      service: Till,
      summary: () => '',
      run: async () => undefined,
    };
    const declare = (kind: string, underPolicies: 'majority'[]) =>
      defineAction({ ...action, kind, underPolicies });
    expect(() => declare('till.pay', ['majority'])).toThrow('declared twice');
    expect(() => declare('till.count', [])).toThrow('decided by no policy');
    expect(() => declare('Till', ['majority'])).toThrow('not noun.verb');
  });

  it.each([
    ['a person', { memberId: idOf('Member') }, 'Member'],
    ['what is somebody’s', { lines: z.array(z.object({ id: idOf('Expense') })) }, 'Expense'],
    ['whatever stands beside', { kind: z.string(), id: idOfKindIn('kind') }, 'unknown'],
    ['an id of nobody knows what', { id: z.uuid().nullable() }, 'unknown'],
  ])('refuses to tell strangers of a vote that names %s', (_name, shape, type) => {
    const declare = (strangersRead: 'decision' | 'nothing') =>
      defineAction({
        kind: `till.tell-${type.toLowerCase()}-${Object.keys(shape).join('-').toLowerCase()}`,
        payload: z.strictObject(shape),
        underPolicies: ['majority'],
        strangersRead,
        service: Till,
        summary: () => '',
        run: async () => undefined,
      });
    expect(() => declare('decision')).toThrow(`names ${type} to strangers`);
    expect(() => declare('nothing')).not.toThrow();
  });

  it('says who reads a vote: strangers only if each of its actions lets them', () => {
    const kept = defineAction({
      kind: 'till.give',
      payload: z.strictObject({}),
      underPolicies: ['majority'],
      strangersRead: 'nothing',
      service: Till,
      summary: () => '',
      run: async () => undefined,
    }).of({});
    const told = Pay.of({ amountMinor: '1' });
    const subject = { kind: 'till', id: newId() };
    const unknown = { kind: 'till.burn', payload: {} };
    expect(readersOf({ actions: [] })).toBe('public');
    expect(readersOf({ actions: [told], subject })).toBe('public');
    expect(readersOf({ actions: [told], visibility: 'members' })).toBe('members');
    expect(readersOf({ actions: [told, kept], visibility: 'public' })).toBe('members');
    expect(readersOf({ actions: [unknown], visibility: 'public' })).toBe('members');
    expect(readersOf({ actions: [], subject, visibility: 'public' })).toBe('members');
  });

  it('keeps a process from starting in which nobody carries an action out', () => {
    const nobody = new ProposalActions(() => {
      throw new Error('no provider');
    });
    expect(() => nobody.onApplicationBootstrap()).toThrow('nobody carries out till.pay');
    expect(() => world.actions.onApplicationBootstrap()).not.toThrow();
  });

  it('says what an action does, and its bare kind when nobody knows it now', () => {
    expect(summaryOf(Pay.of({ amountMinor: '7' }))).toBe('Pays 7.');
    expect(summaryOf({ kind: 'till.burn', payload: {} })).toBe('till.burn');
    expect(summaryOf({ kind: 'till.pay', payload: {} })).toBe('till.pay');
  });
});

describe('after all this', () => {
  it('every law of both rooms holds', async () => {
    const laws = [...governanceInvariants, ...votingInvariants];
    expect(await brokenLaws(world, laws)).toEqual([]);
  });
});
