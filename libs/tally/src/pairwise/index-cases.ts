import type { CaseRule, IndexCase } from '../index-case/case-rule.js';
import type { CountRequest } from '../method/counting-method.js';
import { TallyError } from '../model/errors.js';

/** How the cases of a conformance index ask for this family's methods. */
export const pairwiseCases: readonly CaseRule[] = [
  { method: 'schulze', variants: ['winning', 'margin'], request: allTiedWin },
  { method: 'minimax', variants: ['winning', 'margin', 'opposition'], request: allTiedWin },
  { method: 'ranked-pairs', variants: ['winning', 'margin'], request: allTiedWin },
  {
    method: 'ranked-pairs',
    variants: ['winning-tied-pairs', 'margin-tied-pairs'],
    request: anyOfTheTied,
  },
];

/** The index lists all equally entitled candidates as winners. */
function allTiedWin({ method, variant, params }: IndexCase): CountRequest {
  return { method, variant, options: { unranked: unrankedOf(params), 'co-winners': true } };
}

/** The index takes any of the outcomes that some order of equal majorities leads to. */
function anyOfTheTied({ method, variant, params }: IndexCase): CountRequest {
  return {
    method,
    variant: variant.replace('-tied-pairs', ''),
    options: { unranked: unrankedOf(params), tie: 'candidate-order' },
  };
}

/** The policy for candidates left out that a case names. */
export function unrankedOf(params: IndexCase['params']): string {
  const unranked = params['unranked'] ?? 'as-filed';
  if (unranked === 'last' || unranked === 'no-opinion' || unranked === 'as-filed') return unranked;
  const message = `unranked '${JSON.stringify(unranked)}' is not understood`;
  throw new TallyError('OPTION_INVALID', message);
}
