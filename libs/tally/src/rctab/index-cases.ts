import type { CaseRule } from '../batch/case-rule.js';

export const rctabCases: readonly CaseRule[] = [];
