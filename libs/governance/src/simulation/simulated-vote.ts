import { canonicalJson, CodedError } from '@rochdale/platform';
import {
  ballotKindOf,
  countsPausedWhenVoting,
  countVote,
  hasEverybodyVote,
  isDetached,
  presentReading,
} from '@rochdale/voting';
import type { BallotGroups, Outcome, Verdict } from '@rochdale/voting';
import type { DecisionRule } from '../policy/decision-rule.js';
import { optionsIn } from '../proposal/proposal-options.js';

/** A decided vote, as far as its reader is told. */
export interface ToldVote {
  readonly rule: DecisionRule;
  readonly outcome: Outcome;
  readonly outcomeReason: string;
  readonly winners: readonly number[] | null;
  /** Options that could not win any more; null where it is between none, or nobody was left out. */
  readonly leftOut: readonly number[] | null;
  readonly lotSeed: string | null;
  readonly electorateWeight: bigint;
  readonly activeMembersWeight: bigint;
  /** Null where the reader is not told what ballots said. */
  readonly groups: BallotGroups | null;
}

/** Why another rule cannot be asked of a vote. */
export const whyNotAsked = [
  'ballots-not-told',
  'another-ballot-kind',
  'another-electorate',
  'other-options',
  'marks-not-offered',
  'rule-does-not-fit',
  'was-an-election',
  'votes-for-others',
  'was-detached',
] as const;
export type WhyNotAsked = (typeof whyNotAsked)[number];

/** What a vote would have come to. */
export interface Simulated {
  readonly outcome: Outcome;
  readonly reason: string;
  /** By number, in the order of election; null of votes that are not between options. */
  readonly winners: readonly number[] | null;
}

const same = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

/** The rule for that vote: what its proposal brought is brought again. */
function broughtAgain(rule: DecisionRule, held: DecisionRule): DecisionRule {
  const { hasOptions, brings } = ballotKindOf(rule);
  if (hasOptions !== true || optionsIn(rule).length > 0) return rule;
  const brought = ['options', ...Object.keys(brings?.shape ?? {})];
  const from = Object.entries(held).filter(([name]) => brought.includes(name));
  return { ...Object.fromEntries(from), ...rule };
}

function offersAll(rule: DecisionRule, groups: BallotGroups): boolean {
  const kind = ballotKindOf(rule);
  try {
    for (const { mark } of groups) kind.check(mark, { rule, reason: 'said then' });
    return true;
  } catch (error) {
    if (error instanceof CodedError) return false;
    throw error;
  }
}

/** What a rule says of who votes, what their votes weigh, and of what they are part. */
const electorateOf = (rule: DecisionRule): unknown => ({
  eligibility: rule.eligibility,
  decidedBy: rule.decidedBy ?? 'members',
  leavers: rule.leavers ?? 'count',
  pausedCount: rule.pausedCount ?? 'always',
  classShares: rule.classShares ?? null,
});

/** Whether a count of that rule is read off anything but the options and the ballots. */
const asksSizes = (rule: DecisionRule): boolean =>
  rule.quorum !== null || /"of":"(electorate|active-members)"/.test(canonicalJson(rule));

/**
 * Whether what it comes to hangs on sizes that a reader may be told otherwise than they were: who
 * paused and was silent is part of those that members are told.
 */
export const hangsOnSizes = (rule: DecisionRule): boolean =>
  asksSizes(rule) && (!hasEverybodyVote(rule) || countsPausedWhenVoting(rule));

/**
 * What a decided vote would have come to under another rule: its ballots, for the same electorate,
 * with the weights that they had. Nothing is asked but what the reader is told of the vote.
 */
export function simulate(vote: ToldVote, rule: DecisionRule): Simulated | WhyNotAsked {
  const { groups, rule: held } = vote;
  if (isDetached(held)) return 'was-detached';
  if (rule.ballotKind !== held.ballotKind) return 'another-ballot-kind';
  // Who would have had a vote besides cast no ballot, and what a class weighs would tell its own.
  if (!same(electorateOf(rule), electorateOf(held))) return 'another-electorate';
  if (groups === null) return 'ballots-not-told';
  const whole = broughtAgain(rule, held);
  if (!same(optionsIn(whole), optionsIn(held))) return 'other-options';
  if (ballotKindOf(whole).contradiction(whole) !== null) return 'rule-does-not-fit';
  if (!offersAll(whole, groups)) return 'marks-not-offered';
  if (countsAlike(whole, held)) {
    return { outcome: vote.outcome, reason: vote.outcomeReason, winners: vote.winners };
  }
  // Ballots of who did not vote are among the others, and which would be hangs on who trusts whom.
  if (whole.delegation !== undefined || held.delegation !== undefined) return 'votes-for-others';
  // Who was nominated, and for which seats, was by its own rule.
  if (held.elects !== undefined) return 'was-an-election';
  const { lotSeed, leftOut } = vote;
  const verdict = countVote(whole, groups, vote, lotSeed, presentReading, leftOut ?? []);
  const { outcome, reason, count } = verdict;
  return { outcome, reason, winners: winnersIn(count) };
}

const winnersIn = (count: Verdict<object>['count']): readonly number[] | null =>
  'winners' in count && Array.isArray(count.winners) ? (count.winners as number[]) : null;

/** What of a rule no count asks: how long it takes, and what comes before and after. */
const besideTheCount: ReadonlySet<string> = new Set([
  'alreadyDone',
  'assembly',
  'buffer',
  'closesAtLocalTime',
  'earlyClose',
  'electorateList',
  'escalatesTo',
  'executionWithinHours',
  'filedBy',
  'lateQuorum',
  'mayTakeBack',
  'minimumGroup',
  'noticeHours',
  'ratification',
  'paper',
  'reasons',
  'recountBy',
  'secondersNeeded',
  'secrecy',
  'secretUntilClosed',
  'timelockHours',
  'window',
] satisfies (keyof DecisionRule)[]);

/** Whether two rules count alike. Then it came to what it came to, by sizes that are not told. */
function countsAlike(one: DecisionRule, other: DecisionRule): boolean {
  const counted = (rule: DecisionRule) =>
    Object.fromEntries(Object.entries(rule).filter(([name]) => !besideTheCount.has(name)));
  return same(counted(one), counted(other));
}
