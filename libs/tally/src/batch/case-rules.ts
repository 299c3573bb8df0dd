import { approvalCases } from '../approval/index-cases.js';
import { bordaCases } from '../borda/index-cases.js';
import { budgetCases } from '../budget/index-cases.js';
import { consentCases } from '../consent/index-cases.js';
import { irvCases } from '../irv/index-cases.js';
import type { CountRequest } from '../method/counting-method.js';
import { TallyError } from '../model/errors.js';
import { pairwiseCases } from '../pairwise/index-cases.js';
import { pluralityCases } from '../plurality/index-cases.js';
import { scoreCases } from '../score/index-cases.js';
import { stanceCases } from '../stance/index-cases.js';
import { stvCases } from '../stv/index-cases.js';
import type { CaseRule, IndexCase } from '../index-case/case-rule.js';

const rules: readonly CaseRule[] = [
  ...pluralityCases,
  ...stanceCases,
  ...consentCases,
  ...approvalCases,
  ...scoreCases,
  ...bordaCases,
  ...irvCases,
  ...pairwiseCases,
  ...stvCases,
  ...budgetCases,
];

/** What a case of an index asks of us. Throws METHOD_UNKNOWN when no rule knows its variant. */
export function requestOf(indexCase: IndexCase): CountRequest {
  const rule = rules.find(
    ({ method, variants }) => method === indexCase.method && variants.includes(indexCase.variant),
  );
  if (rule === undefined) {
    const message = `no rule for ${indexCase.method}/${indexCase.variant}`;
    throw new TallyError('METHOD_UNKNOWN', message);
  }
  return rule.request(indexCase);
}
