import type { CaseRule } from '../index-case/case-rule.js';

/** Names of variants in an index and the names of ours. */
const variantNames: Readonly<Record<string, string>> = {
  approval: 'approval',
  av: 'approval',
  'weighted approval': 'approval',
  sav: 'satisfaction',
  'satisfaction-approval (SAV, 1/k per approval)': 'satisfaction',
  pav: 'pav',
  'pav (Thiele, exhaustive)': 'pav',
  seqpav: 'seqpav',
  'spav (sequential Thiele)': 'seqpav',
  seqphragmen: 'seqphragmen',
  'sequential-phragmen': 'seqphragmen',
  'chamberlin-courant': 'chamberlin-courant',
};

/**
 * How the cases of a conformance index ask for this family's methods. An index takes any of the
 * equally right committees, so ties go by candidate order.
 */
export const approvalCases: readonly CaseRule[] = Object.entries(variantNames).map(
  ([theirs, ours]) => ({
    method: 'approval',
    variants: [theirs],
    request: () => ({ method: 'approval', variant: ours, options: { tie: 'candidate-order' } }),
  }),
);
