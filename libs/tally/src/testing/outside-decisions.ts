import type { CountRequest } from '../method/counting-method.js';
import type { ExpectedResult } from './compare-with-expected.js';

/**
 * Some published counts broke a tie by a random number that nobody can repeat. The case then says
 * what was drawn, and the count is given it as a lot drawn by hand.
 */
export function decisionsOf(
  expected: ExpectedResult,
  request: CountRequest,
  candidates: readonly string[],
): CountRequest {
  const ties = (expected.ties ?? []).filter(({ mode }) => mode !== 'useCandidateOrder');
  const drawn = ties.map((tie) => candidates.indexOf(tie.eliminated ?? tie.won ?? '') + 1);
  if (drawn.length === 0) return request;
  return { ...request, options: { ...request.options, tie: 'drawn', drawn: drawn.join(',') } };
}
