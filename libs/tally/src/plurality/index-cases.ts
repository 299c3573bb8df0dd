import type { CaseRule } from '../index-case/case-rule.js';

function rule(variant: string, names: readonly string[]): CaseRule {
  return {
    method: 'plurality',
    variants: names,
    request: () => ({ method: 'plurality', variant, options: {} }),
  };
}

/** How the cases of a conformance index ask for this family's methods. */
export const pluralityCases: readonly CaseRule[] = [
  rule('fptp', ['fptp', 'weighted fptp']),
  rule('sntv', ['block-one-vote (SNTV)', 'sntv']),
  rule('block', ['block']),
];
