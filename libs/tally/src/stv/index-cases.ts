import type { CaseRule } from '../batch/case-rule.js';

/** How the cases of a conformance index ask for this family's methods. */
export const stvCases: readonly CaseRule[] = [];
