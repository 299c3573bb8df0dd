import { Rational } from '@rochdale/tally';
import { shareOf } from '../../rule/share.js';
import type { ElectorateSize, VoteRule } from '../../rule/vote-rule.js';
import { decideOutcome } from './outcome.js';
import type { StancesRule, StanceWeights } from './stances.js';

type Rule = VoteRule & StancesRule;

/**
 * Whether no ballot still to come could alter the outcome, the ballots cast standing as they are.
 * It is enough to ask what happens when those who are still silent stay so, or all take the same
 * stance: every condition is linear in the weights, so what holds in those corners holds between.
 */
function isOutcomeCertain(rule: Rule, counts: StanceWeights, size: ElectorateSize): boolean {
  const cast = counts.agree + counts.abstain + counts.disagree + counts.block;
  const silentWeight = size.electorateWeight - cast;
  const { outcome } = decideOutcome(rule, counts, size);
  return rule.stances.every((stance) => {
    const future = { ...counts, [stance]: counts[stance] + silentWeight };
    return decideOutcome(rule, future, size).outcome === outcome;
  });
}

/** Whether a vote may be closed before its time under its rule. */
export function mayCloseEarly(rule: Rule, counts: StanceWeights, size: ElectorateSize): boolean {
  if (rule.earlyClose === null) return false;
  if (rule.earlyClose.when === 'outcome-certain') {
    return isOutcomeCertain(rule, counts, size);
  }
  // Short of a quorum, or of a threshold that is higher, one who agrees would make it fail.
  if (counts.block > 0n || decideOutcome(rule, counts, size).outcome !== 'passed') return false;
  const agreed = Rational.of(counts.agree, size.electorateWeight);
  return agreed.compare(shareOf(rule.earlyClose.agreeShare)) >= 0;
}
