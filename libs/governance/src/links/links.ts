import { ballotKindOf, countVote } from '@rochdale/voting';
import type { VoteRule } from '@rochdale/voting';

/** Outcomes after which a vote may go on under another policy. */
export const failedOutcomes = ['rejected', 'no-quorum', 'tied'] as const;

/** A rule as other policies name it, or as it names them. */
export interface LinkedRule extends VoteRule {
  readonly window: { readonly usualHours: number };
  readonly noticeHours: number;
  readonly secondersNeeded: number;
  readonly elects?: object | undefined;
  readonly assembly?: object | undefined;
  readonly escalatesTo?: { readonly policyKey: string } | undefined;
  readonly ratification?: { readonly policyKey: string; readonly withinHours: number } | undefined;
}

type LinkField = 'escalatesTo' | 'ratification';

/**
 * Why a policy cannot be what another names: none of the key is in force; it is the same; it asks
 * for options, which the question has none of; for more seconders than the question has; it passes
 * where nobody says anything; it is decided by a working group, or by an assembly, which opens it
 * when it comes together and not by time; it may take longer than the term;
 * it leads back.
 */
type Unfit =
  | 'unknown'
  | 'itself'
  | 'options'
  | 'seconders'
  | 'silence'
  | 'assembly'
  | 'group'
  | 'too-long'
  | 'circle';

/** A policy that names another which cannot be that. */
export interface BrokenLink {
  readonly key: string;
  readonly field: LinkField;
  readonly policyKey: string;
  readonly why: Unfit;
}

type InForce = ReadonlyMap<string, LinkedRule>;

/** The keys that a rule names. */
export function namedBy({ escalatesTo, ratification }: LinkedRule): string[] {
  return [escalatesTo, ratification].flatMap((link) => link?.policyKey ?? []);
}

/** The longest that a usual vote under a rule takes, from its draft until it is counted. */
export function longestHours({
  noticeHours,
  window,
  lateQuorum,
  closesAtLocalTime,
  paper,
}: LinkedRule): number {
  const untilThatTime = closesAtLocalTime === undefined ? 0 : 24;
  const untilCounted = (lateQuorum?.extendHours ?? 0) + (paper?.countWithinHours ?? 0);
  return noticeHours + window.usualHours + untilThatTime + untilCounted;
}

/**
 * Whether a vote under a rule passes where nobody says anything. What few decided, or what failed,
 * is put to the members to hear what they say: silence is no answer to that.
 */
export function passesBySilence(rule: VoteRule): boolean {
  const size = { electorateWeight: 100n, activeMembersWeight: 100n };
  return countVote(rule, [], size, null).outcome === 'passed';
}

/**
 * The first policy in force, by key, whose rule names another that is not what it has to be.
 *
 * @param changed keys of policies that were put in force or retired: only what they name, and what
 *   names them, is looked at, so that what was let in once keeps nobody from changing another
 */
export function brokenLink(inForce: InForce, changed: ReadonlySet<string>): BrokenLink | null {
  for (const key of [...inForce.keys()].toSorted()) {
    for (const field of ['escalatesTo', 'ratification'] as const) {
      const policyKey = inForce.get(key)?.[field]?.policyKey;
      if (policyKey === undefined || !(changed.has(key) || changed.has(policyKey))) continue;
      const why = whyUnfit(inForce, key, field);
      if (why !== null) return { key, field, policyKey, why };
    }
  }
  return null;
}

function whyUnfit(inForce: InForce, key: string, field: LinkField): Unfit | null {
  const rule = inForce.get(key);
  const policyKey = rule?.[field]?.policyKey ?? '';
  const named = inForce.get(policyKey);
  if (policyKey === key) return 'itself';
  if (rule === undefined || named === undefined) return 'unknown';
  if (ballotKindOf(named).hasOptions === true || named.elects !== undefined) return 'options';
  const seconders = field === 'escalatesTo' ? rule.secondersNeeded : 0;
  if (named.secondersNeeded > seconders) return 'seconders';
  if (passesBySilence(named)) return 'silence';
  if (named.assembly !== undefined) return 'assembly';
  // What a group could not decide goes on to another such vote of its own, and nothing else does.
  const isSameGroup = field === 'escalatesTo' && rule.decidedBy !== undefined;
  if (named.decidedBy !== undefined && !isSameGroup) return 'group';
  if (field === 'escalatesTo') return leadsBack(inForce, key) ? 'circle' : null;
  return longestHours(named) > (rule.ratification?.withinHours ?? 0) ? 'too-long' : null;
}

function leadsBack(inForce: InForce, from: string): boolean {
  const passed = new Set<string>();
  let key: string | undefined = from;
  while (key !== undefined && !passed.has(key)) {
    passed.add(key);
    key = inForce.get(key)?.escalatesTo?.policyKey;
  }
  return key !== undefined;
}
