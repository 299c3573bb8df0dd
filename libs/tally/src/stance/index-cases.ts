import type { CaseRule } from '../index-case/case-rule.js';

/** How the cases of a conformance index ask for this family's methods. */
export const stanceCases: readonly CaseRule[] = [];
