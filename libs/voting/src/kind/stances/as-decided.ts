import type { VoteRule } from '../../rule/vote-rule.js';
import type { Decided } from '../ballot-kind.js';
import type { OutcomeFigures } from './outcome.js';
import type { StancesRule } from './stances.js';

/**
 * Figures of a vote that is decided, where they were reckoned from sizes as they are told: what was
 * reached is what the outcome says of it, which was reckoned from the sizes themselves. Short of
 * its quorum an outcome says nothing of agreement, and so nothing more is told.
 */
export function asDecided(
  { decision }: VoteRule & StancesRule,
  figures: OutcomeFigures,
  { outcome, reason }: Decided,
): OutcomeFigures {
  const quorumReached = outcome !== 'no-quorum';
  if (!quorumReached || decision.kind === 'lazy') return { ...figures, quorumReached };
  return {
    ...figures,
    quorumReached,
    agreementReached: reason === 'agreement-reached',
    blockStands: reason === 'block-stands',
  };
}
