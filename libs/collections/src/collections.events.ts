import { z } from 'zod';
import { defineFact, idOf } from '@rochdale/platform';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    'money-source': true;
  }
}

const connection = {
  connectionId: idOf('MoneySource'),
  bankAccountId: idOf('BankAccount'),
  source: z.string(),
};

/** Lines of an account come from a source from now on. */
export const SourceConnected = defineFact({
  type: 'collections.SourceConnected',
  version: 1,
  subject: 'money-source',
  visibility: 'members',
  data: z.object(connection),
});

export const SourceDisconnected = defineFact({
  type: 'collections.SourceDisconnected',
  version: 1,
  subject: 'money-source',
  visibility: 'members',
  data: z.object(connection),
});

/** A row became a line. Who paid what is nobody's business but the clerks'. */
export const MovementTaken = defineFact({
  type: 'collections.MovementTaken',
  version: 1,
  subject: 'money-source',
  visibility: 'private',
  wholeFor: 'money-source.read',
  data: z.object({
    connectionId: idOf('MoneySource'),
    lineId: idOf('BankLine'),
    kind: z.string(),
    amountMinor: z.string(),
    currency: z.string(),
  }),
});

/** A treasurer saw to a row by hand. Which one is for auditors; why stays with the row. */
export const SourceRowClosed = defineFact({
  type: 'collections.SourceRowClosed',
  version: 1,
  subject: 'money-source',
  visibility: 'private',
  wholeFor: 'money-source.read',
  data: z.object({
    connectionId: idOf('MoneySource'),
    rowId: idOf('SourceRow'),
    waits: z.string(),
  }),
});
