import type { CaseRule } from '../index-case/case-rule.js';
import { unrankedOf } from '../pairwise/index-cases.js';

/** How the cases of a conformance index ask for this family's methods. */
export const bordaCases: readonly CaseRule[] = [
  {
    method: 'borda',
    variants: ['n..1'],
    request: ({ params }) => ({
      method: 'borda',
      variant: 'n..1',
      options: { unranked: unrankedOf(params), 'co-winners': true },
    }),
  },
];
