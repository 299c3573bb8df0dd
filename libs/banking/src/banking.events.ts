import { z } from 'zod';
import { defineFact, idOf, idOfKindIn } from '@rochdale/platform';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    'bank-line': true;
    'bank-statement': true;
  }
}

// Facts keep the names under which they were first written: logs and webhooks know them so.

/** A statement's new lines are recorded and wait to be matched. */
export const BankStatementRead = defineFact({
  type: 'payments.BankStatementRead',
  version: 1,
  subject: 'bank-statement',
  visibility: 'private',
  wholeFor: 'bank-line.read',
  data: z.object({
    statementId: idOf('BankStatement'),
    linesNew: z.number(),
    linesKnown: z.number(),
  }),
});

/** A bank line found what it was for, and is in the books. */
export const BankLineMatched = defineFact({
  type: 'payments.BankLineMatched',
  version: 1,
  subject: 'bank-line',
  visibility: 'private',
  wholeFor: 'bank-line.read',
  data: z.object({
    lineId: idOf('BankLine'),
    matchedKind: z.string(),
    matchedId: idOfKindIn('matchedKind', { account: 'LedgerAccount' }),
    transactionId: idOf('LedgerTransaction'),
  }),
});

/** What a bank line had been taken for was wrong: its transaction was reversed, and it waits. */
export const BankLineMatchUndone = defineFact({
  type: 'payments.BankLineMatchUndone',
  version: 1,
  subject: 'bank-line',
  visibility: 'private',
  wholeFor: 'bank-line.read',
  data: z.object({
    lineId: idOf('BankLine'),
    matchedKind: z.string(),
    matchedId: idOfKindIn('matchedKind', { account: 'LedgerAccount' }),
    transactionId: idOf('LedgerTransaction'),
    reversalId: idOf('LedgerTransaction'),
  }),
});

/** A treasurer, or a statement, said what a line is that waited: another one, or its own. */
export const BankLineDecided = defineFact({
  type: 'banking.BankLineDecided',
  version: 1,
  subject: 'bank-line',
  visibility: 'private',
  wholeFor: 'bank-line.read',
  data: z.object({ lineId: idOf('BankLine'), sameAsLineId: idOf('BankLine').nullable() }),
});
