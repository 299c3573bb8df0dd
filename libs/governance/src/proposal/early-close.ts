import { Rational } from '@rochdale/tally';
import type { DecisionRule } from '../policy/decision-rule.js';
import type { ElectorateSize, StanceWeights } from './outcome.js';
import { decideOutcome } from './outcome.js';

/**
 * How the votes could still turn out, in the cases that matter: the silent stay so, all take the
 * same stance, or just so many of them vote that the sides are equal. Every condition but the tie
 * is linear in the weights, so that what holds in those corners holds between them.
 */
function corners(rule: DecisionRule, counts: StanceWeights, silentWeight: bigint): StanceWeights[] {
  const all = rule.stances.map((stance) => ({
    ...counts,
    [stance]: counts[stance] + silentWeight,
  }));
  const against = counts.disagree + counts.block;
  const highest = counts.agree > against ? counts.agree : against;
  const level = highest > 0n ? highest : 1n;
  const [toAgree, toRefuse] = [level - counts.agree, level - against];
  const refuse = rule.stances.includes('disagree') ? 'disagree' : 'block';
  if (toAgree + toRefuse > silentWeight) return all;
  const equal = { agree: level, [refuse]: counts[refuse] + toRefuse };
  return [...all, { ...counts, ...equal }];
}

/**
 * Whether no ballot still to come could alter the outcome, the ballots cast standing as they are.
 */
function isOutcomeCertain(
  rule: DecisionRule,
  counts: StanceWeights,
  size: ElectorateSize,
): boolean {
  const cast = counts.agree + counts.abstain + counts.disagree + counts.block;
  const { outcome } = decideOutcome(rule, counts, size);
  return corners(rule, counts, size.electorateWeight - cast).every(
    (future) => decideOutcome(rule, future, size).outcome === outcome,
  );
}

/** Whether a vote may be closed before its time under its rule. */
export function mayCloseEarly(
  rule: DecisionRule,
  counts: StanceWeights,
  size: ElectorateSize,
): boolean {
  if (rule.earlyClose === null) return false;
  if (rule.earlyClose.when === 'outcome-certain') return isOutcomeCertain(rule, counts, size);
  const needed = Rational.parse(rule.earlyClose.agreeShare);
  if (needed === null || counts.block > 0n) return false;
  return Rational.of(counts.agree, size.electorateWeight).compare(needed) >= 0;
}
