import { Rational } from '@rochdale/tally';
import type { DecisionRule } from '../rule/decision-rule.js';
import type { ElectorateSize, StanceWeights } from './outcome.js';
import { decideOutcome } from './outcome.js';

/**
 * Whether no ballot still to come could alter the outcome, the ballots cast standing as they are.
 * It is enough to ask what happens when those who are still silent stay so, or all take the same
 * stance: every condition is linear in the weights, so what holds in those corners holds between.
 */
function isOutcomeCertain(
  rule: DecisionRule,
  counts: StanceWeights,
  size: ElectorateSize,
): boolean {
  const cast = counts.agree + counts.abstain + counts.disagree + counts.block;
  const silentWeight = size.electorateWeight - cast;
  const { outcome } = decideOutcome(rule, counts, size);
  return rule.stances.every((stance) => {
    const future = { ...counts, [stance]: counts[stance] + silentWeight };
    return decideOutcome(rule, future, size).outcome === outcome;
  });
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
