import { z } from 'zod';
import { defineFact } from '@rochdale/platform';

// Facts keep the names under which they were first written: logs and webhooks know them so.

/** A statement's new lines are recorded and wait to be matched. */
export const BankStatementRead = defineFact(
  'payments.BankStatementRead',
  1,
  z.object({ statementId: z.uuid(), linesNew: z.number(), linesKnown: z.number() }),
);

/** A bank line found what it was for, and is in the books. */
export const BankLineMatched = defineFact(
  'payments.BankLineMatched',
  1,
  z.object({
    lineId: z.uuid(),
    matchedKind: z.string(),
    matchedId: z.uuid(),
    transactionId: z.uuid(),
  }),
);
