import { RateLimits } from '@rochdale/identity';
import { defineAction, idOf } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import type { DecisionWorld, StanceRule } from '../testing/decision-world.js';
import { createDecisionWorld, memberActor, ruleLike } from '../testing/decision-world.js';
import { SimulatePolicy } from './simulate-policy.js';
import type { PolicySimulation } from './simulate-policy.js';

const Hear = defineAction({
  kind: 'simulated-member.hear',
  payload: z.strictObject({ memberId: idOf('Member') }),
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  strangersRead: 'nothing',
  service: null,
  summary: () => 'Hears a member.',
  run: async () => undefined,
  isHearing: true,
});

type Said = readonly ('agree' | 'abstain' | 'disagree' | 'block')[];

let world: DecisionWorld;
let auditor: Actor;
beforeAll(async () => {
  world = await createDecisionWorld(6);
  auditor = memberActor(world.cooperativeId, world.voters[5]!.memberId ?? '', ['auditor']);
});
afterAll(() => world.close());

/** A moment after all that was decided. */
function begin(): Date {
  world.clock.advance({ hours: 1 });
  return world.clock.now();
}

/** Decides a vote by what voters say, in their order. */
async function decide(said: Said, changes: Partial<StanceRule> = {}, action?: object) {
  const options = action === undefined ? {} : { action: action as ReturnType<typeof Hear.of> };
  const id = await world.openUnder(ruleLike(changes), options);
  for (const [voter, stance] of said.entries()) await world.vote(id, voter, stance);
  world.clock.advance({ days: 6 });
  await world.closing.execute(world.system, { proposalId: id });
  return id;
}

/** As somebody who did not ask yet: of each the calls are counted. */
function ask(from: Date, rule: object, by: Actor = world.voters[1]!): Promise<PolicySimulation> {
  const { unitOfWork } = world;
  const use = new SimulatePolicy(
    unitOfWork,
    new ProposalQueries(world.votes),
    new RateLimits(unitOfWork),
  );
  const before = new Date(world.clock.now().getTime() + 1);
  const fresh = { ...by, accountId: `${Math.random()}` };
  return use.execute(fresh, { rule, from, before });
}

const threshold = (share: string, of: 'electorate' | 'cast' | 'cast-minus-abstentions') =>
  ruleLike({ decision: { kind: 'threshold', agree: { share, strict: false, of } } });

describe('a simulation', () => {
  it('tells what votes came to, and would have come to, with the reason', async () => {
    const from = begin();
    const close = await decide(['agree', 'agree', 'agree', 'disagree', 'disagree']);
    const clear = await decide(['agree', 'agree', 'agree', 'agree']);
    const blocked = await decide(['agree', 'block']);
    const { votes, isCutOff, isBySizesTold } = await ask(from, threshold('3/4', 'cast'));
    expect(
      votes.map(({ proposalId, was, wouldBe, isChanged }) => [
        proposalId,
        was.outcome,
        wouldBe?.outcome,
        isChanged,
      ]),
    ).toEqual([
      [blocked, 'rejected', 'rejected', false],
      [clear, 'passed', 'passed', false],
      [close, 'passed', 'rejected', true],
    ]);
    expect(votes[2]?.was.words).toBe(
      'More than 1/2 of those who took a side agreed, and no block stood.',
    );
    expect(votes[2]?.wouldBe?.words).toBe('It was not at least 3/4 of all who voted who agreed.');
    expect([isCutOff, isBySizesTold]).toEqual([false, false]);
    const lazy = await ask(
      from,
      ruleLike({
        decision: { kind: 'lazy', objectionsToReject: 2 },
        blocks: { liftedAtShare: null },
      }),
    );
    expect(lazy.votes.map(({ wouldBe }) => wouldBe?.words)).toEqual([
      'A block stood.',
      'Too few objected to stop it.',
      'Enough objected to stop it.',
    ]);
  });

  it('says of which votes it could not be asked, and why', async () => {
    const from = begin();
    await decide(['agree', 'block']);
    await decide(['agree'], { eligibility: { ...ruleLike().eligibility, classes: ['worker'] } });
    const noBlocks = ruleLike({ stances: ['agree', 'abstain', 'disagree'], blocks: null });
    const whys = async (rule: object) =>
      (await ask(from, rule)).votes.map(
        ({ wouldBe, notAsked }) => notAsked?.why ?? wouldBe?.outcome,
      );
    expect(await whys(noBlocks)).toEqual(['another-electorate', 'marks-not-offered']);
    expect(await whys(ruleLike())).toEqual(['another-electorate', 'rejected']);
    const consent = { ballotKind: 'consent', objectionsToStop: 1, consentsNeeded: 0 };
    const { stances: _s, decision: _d, blocks: _b, ...common } = ruleLike();
    expect(await whys({ ...common, ...consent })).toEqual([
      'another-ballot-kind',
      'another-ballot-kind',
    ]);
  });

  it('asks no other rule where members have others vote for them', async () => {
    const from = begin();
    const delegation = { atMost: 2, makesQuorum: true };
    await decide(['agree', 'agree', 'disagree'], { delegation });
    await decide(['agree', 'agree', 'disagree']);
    const whys = async (rule: object) =>
      (await ask(from, rule)).votes.map(
        ({ wouldBe, notAsked }) => notAsked?.why ?? wouldBe?.outcome,
      );
    expect(await whys(threshold('3/4', 'cast'))).toEqual(['rejected', 'votes-for-others']);
    // Under the very same rule it came to what it came to.
    expect(await whys(ruleLike({ delegation }))).toEqual(['votes-for-others', 'passed']);
  });

  it('is of a year at most, of rules that there are, and for members', async () => {
    const now = begin();
    const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
    await expect(ask(ago(366), ruleLike())).rejects.toMatchObject({
      code: 'SIMULATION_SPAN_INVALID',
    });
    await expect(ask(new Date(now.getTime() + 5), ruleLike())).rejects.toMatchObject({
      code: 'SIMULATION_SPAN_INVALID',
    });
    await expect(ask(now, { ...ruleLike(), colour: 'red' })).rejects.toMatchObject({
      code: 'POLICY_RULE_INVALID',
    });
    const applicant: Actor = { ...world.voters[1]!, standing: 'applicant' };
    await expect(ask(now, ruleLike(), applicant)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is asked ten times a minute', async () => {
    const { unitOfWork } = world;
    const use = new SimulatePolicy(
      unitOfWork,
      new ProposalQueries(world.votes),
      new RateLimits(unitOfWork),
    );
    const now = begin();
    const input = { rule: ruleLike(), from: now, before: new Date(now.getTime() + 1) };
    for (let nth = 0; nth < 10; nth += 1) await use.execute(world.voters[1]!, input);
    await expect(use.execute(world.voters[1]!, input)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });
});

/** Every rule by which an attacker would look for a size, a weight or a person. */
function attack(): StanceRule[] {
  const shares = Array.from({ length: 24 }, (_, nth) => `${nth + 1}/24`);
  const quorums = shares.map((share) =>
    ruleLike({ quorum: { share, of: 'electorate', counts: 'ballots' } }),
  );
  const bodies = shares.map((share) => threshold(share, 'electorate'));
  const weights = ['worker', 'odd'].map((name) =>
    ruleLike({ eligibility: { ...ruleLike().eligibility, weightByClass: { [name]: 1_000_000 } } }),
  );
  const classes = ['worker', 'odd'].map((name) =>
    ruleLike({ eligibility: { ...ruleLike().eligibility, classes: [name] } }),
  );
  return [...quorums, ...bodies, ...weights, ...classes];
}

describe('whoever asks many rules', () => {
  const answers = async (from: Date, by?: Actor) => {
    const all: unknown[] = [];
    for (const rule of attack()) {
      const { votes, ...rest } = await ask(from, rule, by);
      all.push([votes.map((vote) => ({ ...vote, proposalId: null })), rest]);
    }
    return all;
  };

  it('learns nothing of who paused, nor how the one of a class voted', async () => {
    const entries = world.roll.entriesOf.get(world.cooperativeId)!;
    const before = [...entries];
    const [six] = entries.slice(5);
    // The sixth is alone of a class; the others are as many, or two of them pause.
    entries[5] = { ...six!, memberClass: 'odd' };
    const first = begin();
    await decide(['agree', 'agree', 'disagree', 'agree'], { secretUntilClosed: true });
    const told = await answers(first);
    const exact = await answers(first, auditor);
    entries[4] = { ...entries[4]!, standing: 'paused' };
    entries[5] = { ...entries[5], standing: 'in-arrears' };
    const second = begin();
    await decide(['agree', 'agree', 'disagree', 'agree'], { secretUntilClosed: true });
    expect(await answers(second)).toEqual(told);
    // The attack finds it where it may be known.
    expect(await answers(second, auditor)).not.toEqual(exact);
    entries.splice(0, entries.length, ...before);
  });

  it('learns nothing of votes that are not decided, nor of hearings', async () => {
    const from = begin();
    await decide(['agree']);
    const told = await answers(from);
    await world.openUnder(ruleLike());
    await decide(['agree', 'disagree'], {}, Hear.of({ memberId: world.voters[0]!.memberId! }));
    expect(await answers(from)).toEqual(told);
  });
});
