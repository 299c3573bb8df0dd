import { canonicalJson, CodedError, defineAction } from '@rochdale/platform';
import type { Stance } from '@rochdale/voting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SecondProposal } from '../opening/second-proposal.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import { SettleRatifications } from '../sequel/settle-ratifications.js';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { createDecisionWorld, rollEntry } from '../testing/decision-world.js';
import type { PackPolicy } from './policy-pack.js';
import { policyPacks } from './policy-packs.js';

/**
 * Each rule of each pack, held against the service: what the pack says is adopted as it is, and a
 * vote is held that the rule decides the fate of. Terms of the same words are walked once, and the
 * name of the case says for which policies.
 */
const size = 20;
const hour = 3_600_000;
type Policy = PackPolicy<StanceRule>;

const aside = { isFull: false, did: 0, undone: 0 };
const SetAside = defineAction({
  kind: 'walked.set-aside',
  payload: z.strictObject({}),
  underPolicies: ['majority', 'supermajority'],
  inEmergencies: true,
  proposable: true,
  strangersRead: 'decision',
  service: null,
  summary: () => 'Sets money aside.',
  async requireBuffer(_service, _tx, _payload, { fundKey }) {
    if (!aside.isFull) throw new CodedError('BUFFER_NOT_HELD', 'conflict', fundKey, {});
  },
  run: async () => void (aside.did += 1),
  revoke: async () => void (aside.undone += 1),
});
const refusing = { isBroken: false };
const Fragile = defineAction({
  kind: 'walked.fragile',
  payload: z.strictObject({}),
  underPolicies: ['lazy-consensus', 'majority', 'supermajority'],
  inEmergencies: true,
  proposable: true,
  strangersRead: 'decision',
  service: null,
  summary: () => 'Does what may fail.',
  async run() {
    if (refusing.isBroken) throw new CodedError('WALKED_BROKEN', 'conflict', 'No.', {});
  },
});

let world: DecisionWorld;
beforeAll(async () => {
  world = await createDecisionWorld(size);
  const listed = world.roll.entriesOf.get(world.cooperativeId) ?? [];
  listed.push(
    rollEntry({ standing: 'paused' }),
    rollEntry({ standing: 'in-arrears' }),
    rollEntry({ standing: 'suspended', mayVote: false }),
  );
});
afterAll(() => world.close());

const code = (name: string) => expect.objectContaining({ code: name }) as Error;
const close = (proposalId: string) => world.closing.execute(world.system, { proposalId });
const execute = (proposalId: string) => world.execute.execute(world.system, { proposalId });
const passTime = (hours: number) => world.clock.advance({ hours });

const packOf = (policy: Policy) => policyPacks.find(({ policies }) => policies.includes(policy))!;
/** Packs use the same keys: here each has its own. */
const keyIn = (policy: Policy, key = policy.key): string => `${packOf(policy).name}-${key}`;

const adopted = new Set<Policy>();
/** Puts a policy of a pack in force, after those that it names. */
async function adopt(policy: Policy): Promise<void> {
  if (adopted.has(policy)) return;
  adopted.add(policy);
  const { title, rule } = policy;
  const { escalatesTo, ratification } = rule;
  const named = [escalatesTo?.policyKey, ratification?.policyKey];
  for (const one of packOf(policy).policies) if (named.includes(one.key)) await adopt(one);
  const under = <Link extends { policyKey: string }>(link: Link): Link => ({
    ...link,
    policyKey: keyIn(policy, link.policyKey),
  });
  await world.adopt.execute(world.system, {
    key: keyIn(policy),
    title,
    rule: {
      ...rule,
      ...(escalatesTo === undefined ? {} : { escalatesTo: under(escalatesTo) }),
      ...(ratification === undefined ? {} : { ratification: under(ratification) }),
    },
  });
}

type Terms = Partial<Parameters<DecisionWorld['draft']['execute']>[1]>;
async function draft(policy: Policy, more: Terms = {}): Promise<string> {
  const policyKey = keyIn(policy);
  const terms = { title: 'A boiler', body: 'It is cold.', policyKey, actions: [], ...more };
  return (await world.draft.execute(world.voters[0]!, terms)).proposalId;
}

/** To the vote, whatever the rule asks for before: seconders, and the notice that runs out. */
async function open(policy: Policy, more: Terms = {}): Promise<string> {
  await adopt(policy);
  const proposalId = await draft(policy, more);
  const { rule } = policy;
  for (let nth = 1; nth <= rule.secondersNeeded; nth += 1) await second(proposalId, nth);
  await world.open.execute(world.voters[0]!, { proposalId });
  if (rule.noticeHours > 0) {
    passTime(rule.noticeHours);
    await world.openNoticed.execute(world.system, { proposalId });
  }
  return proposalId;
}
const second = (proposalId: string, nth: number) =>
  new SecondProposal(world.unitOfWork).execute(world.voters[nth]!, { proposalId });

type Counts = Partial<Record<Stance, number>>;
async function vote(proposalId: string, counts: Counts): Promise<void> {
  const cast = Object.entries(counts).flatMap(([stance, count]) =>
    Array.from({ length: count }, () => stance as Stance),
  );
  await Promise.all(cast.map((stance, nth) => world.vote(proposalId, nth, stance)));
}

async function outcomeOf(policy: Policy, counts: Counts, more: Terms = {}): Promise<string> {
  const proposalId = await open(policy, more);
  await vote(proposalId, counts);
  return end(proposalId, policy);
}
async function end(proposalId: string, { rule }: Policy): Promise<string> {
  passTime(rule.window.usualHours + (rule.lateQuorum?.extendHours ?? 0) + 2);
  await close(proposalId);
  const [row] = await world.asOwner<{ outcome: string }>(
    'select outcome from governance.proposals where id = $1',
    [proposalId],
  );
  return row!.outcome;
}

/** The smallest number of votes that is such a share of so many, or more than it. */
function least(share: string, of: number, strict: boolean): number {
  const [part = 1, whole = 1] = share.split('/').map(Number);
  for (let votes = 0; votes <= of; votes += 1) {
    const beside = votes * whole - part * of;
    if (strict ? beside > 0 : beside >= 0) return votes;
  }
  return of + 1;
}

/** As many who agree as make it pass, where nobody says anything else. */
function enough({ rule: { quorum, decision } }: Policy): number {
  const toCount = quorum === null ? 1 : least(quorum.share, size, false);
  if (decision.kind === 'lazy' || decision.agree.of !== 'active-members') return toCount;
  return Math.max(toCount, least(decision.agree.share, size, decision.agree.strict));
}

/** Case by case, by the name of a term: what shows that the service keeps it. */
const walks: Readonly<Record<string, (policy: Policy) => Promise<void>>> = {
  async stances(policy) {
    const proposalId = await open(policy);
    const offered = new Set<string>(policy.rule.stances);
    const all = ['agree', 'abstain', 'disagree', 'block'] as const;
    for (const [nth, stance] of all.entries()) {
      const cast = world.vote(proposalId, nth, stance);
      if (offered.has(stance)) await cast;
      else await expect(cast).rejects.toEqual(code('STANCE_NOT_OFFERED'));
    }
  },

  async window(policy) {
    await adopt(policy);
    const { minimumHours, usualHours, maximumHours, urgentMinimumHours } = policy.rule.window;
    const short = { windowHours: minimumHours - 1 };
    const isHurried = urgentMinimumHours !== null;
    await expect(draft(policy, short)).rejects.toEqual(
      code(isHurried ? 'URGENCY_NEEDS_REASON' : 'VOTING_PERIOD_TOO_SHORT'),
    );
    const long = { windowHours: maximumHours + 1 };
    await expect(draft(policy, long)).rejects.toEqual(code('VOTING_PERIOD_TOO_LONG'));
    const urgentReason = 'It is cold now.';
    if (urgentMinimumHours === null) {
      await expect(draft(policy, { ...short, urgentReason })).rejects.toEqual(
        code('VOTING_PERIOD_TOO_SHORT'),
      );
    } else {
      await draft(policy, { windowHours: urgentMinimumHours, urgentReason });
      const hurried = { windowHours: urgentMinimumHours - 1, urgentReason };
      await expect(draft(policy, hurried)).rejects.toEqual(code('VOTING_PERIOD_TOO_SHORT'));
    }
    const proposalId = await open(policy);
    passTime(usualHours);
    world.clock.set(new Date(world.clock.now().getTime() - 1));
    expect(await close(proposalId)).toMatchObject({ did: 'nothing', because: 'not-due' });
    passTime(1);
    expect(await close(proposalId)).toMatchObject({ did: 'closed' });
    await expect(world.vote(proposalId, 1, 'abstain')).rejects.toEqual(code('VOTING_CLOSED'));
  },

  async decision(policy) {
    const { decision } = policy.rule;
    if (decision.kind === 'lazy') {
      const no = policy.rule.stances.includes('disagree') ? 'disagree' : 'block';
      expect(await outcomeOf(policy, {})).toBe('passed');
      expect(await outcomeOf(policy, { agree: size - 1, [no]: 1 })).toBe('rejected');
      return;
    }
    const { share, strict, of } = decision.agree;
    // Of all, or of who votes: as many as can be shared out without a rest.
    const cast = of === 'active-members' ? size : share === '2/3' ? size - 2 : size;
    const agree = least(share, cast, strict);
    expect(await outcomeOf(policy, { agree, disagree: cast - agree })).toBe('passed');
    const missed = await outcomeOf(policy, { agree: agree - 1, disagree: cast - agree + 1 });
    expect(['rejected', 'tied']).toContain(missed);
  },

  async blocks(policy) {
    const { blocks, decision } = policy.rule;
    const share = blocks?.liftedAtShare ?? null;
    if (share === null) {
      expect(await outcomeOf(policy, { agree: size - 1, block: 1 })).toBe('rejected');
      return;
    }
    expect(decision.kind).toBe('threshold');
    const agree = least(share, size, false);
    const lifted = { agree, block: 1, disagree: size - agree - 1 };
    expect(await outcomeOf(policy, lifted)).toBe('passed');
    const stands = { agree: agree - 1, block: 1, disagree: size - agree };
    expect(await outcomeOf(policy, stands)).toBe('rejected');
  },

  async quorum(policy) {
    const needed = least(policy.rule.quorum!.share, size, false);
    expect(await outcomeOf(policy, { agree: needed })).toBe('passed');
    expect(await outcomeOf(policy, { agree: needed - 1 })).toBe('no-quorum');
  },

  async tieRule(policy) {
    expect(policy.rule.tieRule).toBe('status-quo');
    aside.isFull = true;
    const did = aside.did;
    const proposalId = await open(policy, { actions: [SetAside.of({})] });
    await vote(proposalId, { agree: size / 2, disagree: size / 2 });
    expect(await end(proposalId, policy)).toBe('tied');
    expect([await execute(proposalId), aside.did]).toEqual(['not-queued', did]);
    expect(await followedBy(proposalId)).toEqual([]);
    aside.isFull = false;
  },

  async alreadyDone(policy) {
    await adopt(policy);
    const carried = draft(policy, { actions: [Fragile.of({})] });
    await expect(carried).rejects.toEqual(code('ACTION_POLICY_UNFIT'));
    const proposalId = await open(policy);
    const told = `select data ->> 'isAlreadyDone' as done from platform.facts
      where type = 'governance.ProposalOpened' and subject_id = $1`;
    expect(await world.asOwner(told, [proposalId])).toEqual([{ done: 'true' }]);
    await vote(proposalId, { disagree: 1 });
    expect(await end(proposalId, policy)).toBe('rejected');
    expect(await followedBy(proposalId)).toMatchObject([{ as: 'escalation' }]);
    expect(await outcomeOf(policy, {})).toBe('passed');
  },

  async noticeHours(policy) {
    await adopt(policy);
    const proposalId = await draft(policy);
    const opened = await world.open.execute(world.voters[0]!, { proposalId });
    expect(opened.state).toBe('notice');
    await expect(world.vote(proposalId, 1, 'agree')).rejects.toEqual(code('VOTING_NOT_OPEN'));
    passTime(policy.rule.noticeHours);
    world.clock.set(new Date(world.clock.now().getTime() - 1));
    const early = await world.openNoticed.execute(world.system, { proposalId });
    expect(early.state).toBe('notice');
    passTime(1);
    const due = await world.openNoticed.execute(world.system, { proposalId });
    expect(due.state).toBe('open');
  },

  async lateQuorum(policy) {
    const { withinHours, extendHours } = policy.rule.lateQuorum!;
    const { usualHours } = policy.rule.window;
    const needed = least(policy.rule.quorum!.share, size, false);
    const proposalId = await open(policy);
    const ends = world.clock.now().getTime() + usualHours * hour;
    passTime(usualHours - withinHours + 1);
    await vote(proposalId, { agree: needed });
    const closesAt = new Date(ends + extendHours * hour);
    expect(await close(proposalId)).toEqual({ did: 'extended', closesAt });
    const punctual = await open(policy);
    await vote(punctual, { agree: needed });
    passTime(usualHours);
    expect(await close(punctual)).toMatchObject({ did: 'closed' });
  },

  async earlyClose(policy) {
    const proposalId = await open(policy);
    await vote(proposalId, { agree: 2 });
    expect(await close(proposalId)).toMatchObject({ did: 'nothing', because: 'not-due' });
    await Promise.all(
      world.voters.slice(2).map((_, nth) => world.vote(proposalId, nth + 2, 'agree')),
    );
    expect(await close(proposalId)).toEqual({ did: 'closed', outcome: 'passed' });
  },

  async timelockHours(policy) {
    aside.isFull = true;
    const did = aside.did;
    const proposalId = await open(policy, { actions: [SetAside.of({})] });
    await vote(proposalId, { agree: enough(policy) });
    passTime(policy.rule.window.usualHours);
    await close(proposalId);
    expect(await execute(proposalId)).toBe('not-due');
    passTime(policy.rule.timelockHours);
    world.clock.set(new Date(world.clock.now().getTime() - 1));
    expect(await execute(proposalId)).toBe('not-due');
    passTime(1);
    expect([await execute(proposalId), aside.did - did]).toEqual(['executed', 1]);
    aside.isFull = false;
  },

  async executionWithinHours(policy) {
    refusing.isBroken = true;
    const proposalId = await open(policy, { actions: [Fragile.of({})] });
    await vote(proposalId, { agree: enough(policy) });
    passTime(policy.rule.window.usualHours);
    await close(proposalId);
    passTime(policy.rule.timelockHours);
    expect(await execute(proposalId)).toBe('failed');
    refusing.isBroken = false;
    passTime(policy.rule.executionWithinHours! + 1);
    expect(await execute(proposalId)).toBe('expired');
  },

  async eligibility(policy) {
    const listed = world.roll.entriesOf.get(world.cooperativeId)!;
    const { standings, weightByClass } = policy.rule.eligibility;
    const [weighed] = Object.entries(weightByClass);
    const [first] = listed;
    if (weighed !== undefined) listed[0] = { ...first!, memberClass: weighed[0] };
    const proposalId = await open(policy);
    listed[0] = first!;
    const rows = await world.asOwner<{ id: string; weight: string }>(
      'select member_id as id, weight::text from governance.electorate where proposal_id = $1',
      [proposalId],
    );
    const may = listed.filter(
      ({ standing, mayVote }) => mayVote && standings.some((one) => one === standing),
    );
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(may.map((one) => one.memberId)));
    const heavy = rows.filter(({ weight }) => weight !== '1');
    expect(heavy).toEqual(
      weighed === undefined ? [] : [{ id: first!.memberId, weight: String(weighed[1]) }],
    );
  },

  async secondersNeeded(policy) {
    await adopt(policy);
    const proposalId = await draft(policy);
    const tried = world.open.execute(world.voters[0]!, { proposalId });
    await expect(tried).rejects.toEqual(code('PROPOSAL_NEEDS_SECONDER'));
    await expect(second(proposalId, 0)).rejects.toEqual(code('SECONDER_IS_PROPOSER'));
    await second(proposalId, 1);
    const opened = await world.open.execute(world.voters[0]!, { proposalId });
    expect(opened.state).toBe('open');
  },

  async secretUntilClosed(policy) {
    const tally = (id: string) =>
      world.unitOfWork.read(world.voters[3]!, (tx) =>
        new ProposalQueries(world.votes).tallies(tx, [id]),
      );
    const proposalId = await open(policy);
    await vote(proposalId, { agree: enough(policy) });
    expect((await tally(proposalId))[0]).toMatchObject({
      ballots: enough(policy),
      groups: null,
    });
    await end(proposalId, policy);
    expect((await tally(proposalId))[0]?.groups).not.toBeNull();
  },

  async buffer(policy) {
    await adopt(policy);
    const actions = [SetAside.of({})];
    aside.isFull = false;
    await expect(open(policy, { actions })).rejects.toEqual(code('BUFFER_NOT_HELD'));
    await expect(open(policy)).resolves.toBeTypeOf('string');
    aside.isFull = true;
    const proposalId = await open(policy, { actions });
    await vote(proposalId, { agree: enough(policy) });
    aside.isFull = false;
    expect(await end(proposalId, policy)).toBe('passed');
    expect(await execute(proposalId)).toBe('failed');
  },

  async escalatesTo(policy) {
    const { policyKey, on } = policy.rule.escalatesTo!;
    expect(on).toEqual(['rejected']);
    const proposalId = await open(policy);
    await vote(proposalId, { agree: size - 1, disagree: 1 });
    expect(await end(proposalId, policy)).toBe('rejected');
    expect(await followedBy(proposalId)).toMatchObject([
      { key: keyIn(policy, policyKey), as: 'escalation' },
    ]);
    const silent = await open(policy);
    await end(silent, policy);
    expect(await followedBy(silent)).toEqual([]);
  },

  async ratification(policy) {
    const { policyKey, withinHours } = policy.rule.ratification!;
    aside.isFull = true;
    const { did, undone } = aside;
    const proposalId = await open(policy, { actions: [SetAside.of({})] });
    await vote(proposalId, { agree: enough(policy) });
    expect(await end(proposalId, policy)).toBe('passed');
    expect([await execute(proposalId), aside.did - did]).toEqual(['executed', 1]);
    const [next] = await followedBy(proposalId);
    expect(next).toMatchObject({ key: keyIn(policy, policyKey), as: 'ratification' });
    // Nobody says that it stands: within the term it is nothing, and taken back after it.
    const settle = new SettleRatifications(world.unitOfWork, world.actions);
    await settle.execute(world.system);
    expect(aside.undone).toBe(undone);
    passTime(withinHours);
    await close(next!.id);
    await settle.execute(world.system);
    expect(aside.undone).toBe(undone + 1);
    aside.isFull = false;
  },
};

const followedBy = (proposalId: string) =>
  world.asOwner<{ id: string; key: string; as: string }>(
    `select f.id, p.key, f.follows_as as as from governance.proposals f
     join governance.policies p on p.id = f.policy_id where f.run_off_of_id = $1`,
    [proposalId],
  );

/** What says nothing of a vote by its value: nothing is asked then. */
const asksNothing = (value: unknown): boolean =>
  value === null || value === 0 || value === false || value === undefined;

/** The rules of policies, by name and value; how ballots are marked is in each of the others. */
const rulesOf = ({ rule }: { readonly rule: object }): [string, unknown][] =>
  Object.entries(rule).filter(([name, value]) => name !== 'ballotKind' && !asksNothing(value));

const all = policyPacks.flatMap(({ name, policies }) =>
  policies.map((policy) => ({ where: `${name} ${policy.key}`, policy })),
);

/** Rules that no case covers, by the policy and the name of the rule. */
function uncovered(
  policies: readonly { readonly where: string; readonly policy: { readonly rule: object } }[],
): string[] {
  return policies.flatMap(({ where, policy }) =>
    rulesOf(policy)
      .filter(([name]) => !Object.hasOwn(walks, name))
      .map(([name]) => `${where}: ${name}`),
  );
}

/** Sides are equal where one vote more decides: neither silence nor a larger share has a tie. */
const hasTie = ({ rule: { decision } }: Policy): boolean =>
  decision.kind === 'threshold' && decision.agree.share === '1/2' && decision.agree.strict;

const cases = new Map<string, { name: string; of: string[]; policy: Policy }>();
for (const { where, policy } of all) {
  for (const [name, value] of rulesOf(policy)) {
    const same = `${name} ${canonicalJson(value)}`;
    const known = cases.get(same) ?? { name, of: [], policy };
    const isTied = name === 'tieRule' && hasTie(policy) && !hasTie(known.policy);
    cases.set(same, { ...known, of: [...known.of, where], ...(isTied ? { policy } : {}) });
  }
}

describe('each rule of each pack is kept by the service', () => {
  it.each([...cases].map(([says, one]) => [says, one.of.join(', '), one] as const))(
    '%s, of %s',
    async (_says, _of, { name, policy }) => {
      await expect(walks[name]!(policy)).resolves.toBeUndefined();
    },
  );
});

describe('the rules of the packs', () => {
  it('are all walked', () => {
    expect(uncovered(all)).toEqual([]);
  });

  it('would be told by name where one is not', () => {
    const { policy } = all[0]!;
    const where = 'defaults operational';
    const unheard = { where, policy: { rule: { ...policy.rule, tenants: 'two' } } };
    expect(uncovered([unheard])).toEqual(['defaults operational: tenants']);
  });
});
