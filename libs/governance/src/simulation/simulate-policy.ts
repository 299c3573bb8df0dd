import { setImmediate as otherWork } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { rateLimited, RateLimits } from '@rochdale/identity';
import type { Actor, Tx } from '@rochdale/platform';
import { daysLater, may, permit, sql, UnitOfWork } from '@rochdale/platform';
import { governanceErrors } from '../governance.errors.js';
import { parseRule } from '../policy/decision-rule.js';
import type { DecisionRule } from '../policy/decision-rule.js';
import { wasPutForward } from '../proposal/lifecycle.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import type { ProposalView } from '../proposal/proposal.queries.js';
import type { TallyView } from '../tally/tally-view.js';
import { hangsOnSizes, simulate } from './simulated-vote.js';
import type { Simulated, WhyNotAsked } from './simulated-vote.js';
import { toldWhy, toldWhyNot } from './simulation-words.js';

/** A simulation counts hundreds of votes. */
const byPerson = { name: 'simulations', max: 10, windowSeconds: 60, isQuiet: true };

/** The longest span, in days: a year, leap or not. */
const longestDays = 366;
/**
 * How many votes one answer tells of: the newest. None is counted once so many ballots were, and
 * between two of them the process sees to others.
 */
const mostVotes = 200;
const mostBallots = 50_000;
const atOnce = 20;

export interface SimulatePolicyInput {
  readonly rule: unknown;
  /** Only votes under the versions of this policy; all where it is left out. */
  readonly policyKey?: string | null;
  /** Decided at this moment or later, and before that one. */
  readonly from: Date;
  readonly before: Date;
}

/** One vote then, and as it would have been. */
export interface SimulatedVote {
  readonly proposalId: string;
  readonly was: Simulated & { readonly words: string };
  /** Null where the rule could not be asked. */
  readonly wouldBe: (Simulated & { readonly words: string }) | null;
  readonly notAsked: { readonly why: WhyNotAsked; readonly words: string } | null;
  readonly isChanged: boolean;
}

export interface PolicySimulation {
  /** The last decided first. */
  readonly votes: readonly SimulatedVote[];
  /** Whether there were more than one answer tells of. */
  readonly isCutOff: boolean;
  /** Whether it was reckoned by sizes as if nobody paused, and may have been otherwise. */
  readonly isBySizesTold: boolean;
}

// Of hearings nothing is asked, nor that there were any.
const decided = sql(
  'governance.list-votes-to-simulate',
  `select p.id from governance.proposals p join governance.policies pol
     on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   where p.cooperative_id = $1 and p.outcome is not null and not p.is_hearing
     and p.closed_at >= $2 and p.closed_at < $3 and ($4::text is null or pol.key = $4)
     and ${wasPutForward('p')}
   order by p.closed_at desc, p.id desc limit ${mostVotes + 1}`,
);

/**
 * What the votes of a year would have come to under another rule. It reads votes by the same
 * queries as whoever asks does, and counts nothing that they are not told: what it answers, they
 * could have counted themselves.
 */
@Injectable()
export class SimulatePolicy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly proposals: ProposalQueries,
    private readonly rateLimits: RateLimits,
  ) {}

  /** @throws CodedError POLICY_RULE_INVALID, SIMULATION_SPAN_INVALID, RATE_LIMITED */
  async execute(actor: Actor, input: SimulatePolicyInput): Promise<PolicySimulation> {
    permit(actor, 'policy.simulate');
    const rule = parseRule(input.rule);
    requireSpan(input);
    const whose = `${actor.cooperativeId ?? ''}\n${actor.accountId ?? ''}`;
    const { allowed, retryAfterSeconds } = await this.rateLimits.consume(byPerson, whose);
    if (!allowed) throw rateLimited(retryAfterSeconds);
    return this.unitOfWork.read(actor, (tx) => this.#simulate(tx, rule, input));
  }

  async #simulate(
    tx: Tx,
    rule: DecisionRule,
    { policyKey = null, from, before }: SimulatePolicyInput,
  ): Promise<PolicySimulation> {
    const rows = await tx.rows<{ id: string }>(decided, [
      tx.cooperativeId,
      from,
      before,
      policyKey,
    ]);
    const ids = rows.slice(0, mostVotes).map(({ id }) => id);
    const votes: SimulatedVote[] = [];
    let ballots = 0;
    for (let at = 0; at < ids.length && ballots < mostBallots; at += atOnce) {
      const some = ids.slice(at, at + atOnce);
      const views = new Map((await this.proposals.byIds(tx, some)).map((one) => [one.id, one]));
      const tallies = await this.proposals.tallies(tx, some);
      const told = new Map(tallies.map((tally) => [tally.proposalId, tally]));
      for (const id of some) {
        if (ballots >= mostBallots) break;
        const view = views.get(id);
        const tally = told.get(id);
        if (view === undefined) continue;
        await otherWork();
        ballots += tally?.ballots ?? 0;
        votes.push(...simulated(view, tally ?? { groups: null, silentWeight: 0n }, rule));
      }
    }
    const isTold = !may(tx.actor, 'electorate.read').allowed;
    return {
      votes,
      isCutOff: rows.length > votes.length,
      isBySizesTold: isTold && hangsOnSizes(rule),
    };
  }
}

function simulated(
  view: ProposalView,
  { groups, silentWeight }: Pick<TallyView, 'groups' | 'silentWeight'>,
  rule: DecisionRule,
): SimulatedVote[] {
  const { id, outcome, outcomeReason, electorateWeight, activeMembersWeight, winners } = view;
  if (outcome === null || outcomeReason === null) return [];
  if (electorateWeight === null || activeMembersWeight === null) return [];
  const size = {
    electorateWeight: electorateWeight - silentWeight,
    activeMembersWeight: activeMembersWeight - silentWeight,
  };
  const vote = { ...view, outcome, outcomeReason, ...size, groups };
  const cameTo = { outcome, reason: outcomeReason, winners };
  const saidThen = { ...cameTo, words: toldWhy(view.rule, cameTo) };
  const found = simulate(vote, rule);
  if (typeof found === 'string') {
    const notAsked = { why: found, words: toldWhyNot(found) };
    return [{ proposalId: id, was: saidThen, wouldBe: null, notAsked, isChanged: false }];
  }
  const isChanged =
    found.outcome !== outcome || JSON.stringify(found.winners) !== JSON.stringify(winners);
  const wouldBe = { ...found, words: toldWhy(rule, found) };
  return [{ proposalId: id, was: saidThen, wouldBe, notAsked: null, isChanged }];
}

function requireSpan({ from, before }: SimulatePolicyInput): void {
  if (from < before && before <= daysLater(from, longestDays)) return;
  const message = `A simulation is of at most ${longestDays} days, from one to a later.`;
  throw governanceErrors.error('SIMULATION_SPAN_INVALID', message, { path: ['before'] });
}
