import { drawLots } from '@rochdale/tally';
import type { OutcomeReason } from './outcome.js';

const statusQuo = 0;
const proposal = 1;

/**
 * Draws between the status quo and the proposal. The seed was committed to before the vote and is
 * shown after it, so that anybody can draw again.
 */
export function breakTieByLot(seed: string): {
  outcome: 'passed' | 'rejected';
  reason: OutcomeReason;
} {
  const [first] = drawLots(seed, 1, [statusQuo, proposal]);
  return { outcome: first === proposal ? 'passed' : 'rejected', reason: 'lot-drawn' };
}
