import type { TransactionCode, TransactionFacts } from './statement.js';

/** Facts of which nothing is known; readers spread it and fill in what they find. */
export const noFacts: TransactionFacts = {
  endToEndId: null,
  bankReference: null,
  transactionCode: null,
  counterparty: null,
  remittance: { structured: [], free: [] },
  original: null,
  charges: [],
  mandateId: null,
  creditorId: null,
  returnReason: null,
  purpose: null,
  information: null,
  references: {},
  other: {},
};

/** A transaction code that only the bank understands. */
export function proprietaryCode(code: string, issuer: string | null = null): TransactionCode {
  return { domain: null, family: null, subFamily: null, proprietary: code, issuer };
}
