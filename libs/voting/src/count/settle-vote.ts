import type { DecisionRule } from '../rule/decision-rule.js';
import type { ElectorateSize, StanceWeights, Verdict } from './outcome.js';
import { decideOutcome } from './outcome.js';
import { breakTieByLot } from './tie.js';

/** The verdict, with a tie broken where the rule has a way to break it. */
export function settleVote(
  rule: DecisionRule,
  counts: StanceWeights,
  size: ElectorateSize,
  lotSeed: string | null,
): Verdict {
  const verdict = decideOutcome(rule, counts, size);
  if (verdict.outcome !== 'tied' || rule.tieRule !== 'lot') return verdict;
  if (lotSeed === null) throw new Error('a rule with lots commits to a seed');
  return { ...verdict, ...breakTieByLot(lotSeed) };
}
