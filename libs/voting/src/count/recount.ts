import { canonicalJson } from '@rochdale/platform';
import type { Outcome, Reading } from '../kind/ballot-kind.js';
import type { ElectorateSize, VoteRule } from '../rule/vote-rule.js';
import { ruleHash } from '../rule/vote-rule.js';
import type { BallotGroups } from './count-vote.js';
import { countVote, leftOutIn } from './count-vote.js';

/** A law that takes the ballot kinds to ask: Postgres alone cannot count under a rule. */
export const recountLaw = {
  name: 'voting.outcome-as-recounted',
  describes: 'What a vote came to is what its ballots come to, under the rule it was held by.',
} as const;

/** A decided vote, with what it was counted from and what it came to. */
export interface DecidedVote extends ElectorateSize {
  readonly id: string;
  readonly rule: VoteRule;
  readonly ruleHash: string;
  readonly lotSeed: string | null;
  readonly outcome: Outcome;
  readonly outcomeReason: string;
  readonly finalCount: object;
  readonly reading: Reading;
}

/** What a recount found that is not as it was computed when voting closed. */
export interface Miscount {
  readonly proposalId: string;
  readonly recorded: string;
  readonly recounted: string;
}

/**
 * Counts a vote again, by the reading by which it was decided. One that cannot be counted any more
 * is a miscount as well: it must not hide what is wrong with the others.
 */
export function recount(vote: DecidedVote, groups: BallotGroups): Miscount[] {
  const { id, outcome, outcomeReason, finalCount } = vote;
  const recorded = told(outcome, outcomeReason, vote.ruleHash, finalCount);
  const recounted = recountedAs(vote, groups);
  return recorded === recounted ? [] : [{ proposalId: id, recorded, recounted }];
}

const told = (how: string, why: string, hash: string, count: object): string =>
  `${how}: ${why}, rule ${hash}, count ${canonicalJson(count)}`;

function recountedAs(vote: DecidedVote, groups: BallotGroups): string {
  const { rule } = vote;
  try {
    const { lotSeed, reading } = vote;
    const leftOut = leftOutIn(vote.finalCount);
    const verdict = countVote(rule, groups, vote, lotSeed, reading, leftOut);
    return told(verdict.outcome, verdict.reason, ruleHash(rule), verdict.count);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `cannot be counted: ${why}, rule ${ruleHash(rule)}`;
  }
}
