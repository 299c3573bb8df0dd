import type { CaseRule } from '../index-case/case-rule.js';
import { rctabCases } from '../rctab/index-cases.js';

/** How the cases of a conformance index ask for this family's methods. */
export const irvCases: readonly CaseRule[] = [
  {
    method: 'irv',
    variants: ['irv-single-elimination'],
    request: () => ({
      method: 'irv',
      variant: 'irv-single-elimination',
      options: { tie: 'previous-rounds,first-listed' },
    }),
  },
  ...rctabCases,
];
