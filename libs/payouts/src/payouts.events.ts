import { z } from 'zod';
import { defineFact } from '@rochdale/platform';

const obligation = { obligationKind: z.string(), obligationId: z.uuid() };
const amount = { amountMinor: z.string(), currency: z.string() };

// Facts keep the names under which they were first written: logs and webhooks know them so.

/** A payee said where to pay. Ids alone: the details stay sealed. */
export const PayeeDetailsChanged = defineFact(
  'payments.PayeeDetailsChanged',
  1,
  z.object({ payeeKind: z.string(), payeeId: z.uuid(), usableFrom: z.string() }),
);

export const PayoutRequested = defineFact(
  'payments.PayoutRequested',
  1,
  z.object({ payoutId: z.uuid(), ...obligation, ...amount }),
);

/** A treasurer let the money go: it is reserved in the books. */
export const PayoutReleased = defineFact(
  'payments.PayoutReleased',
  1,
  z.object({ payoutId: z.uuid(), ...obligation, ...amount }),
);

export const PayoutSubmitted = defineFact(
  'payments.PayoutSubmitted',
  1,
  z.object({ payoutId: z.uuid(), ...obligation, ...amount }),
);

/** The money arrived, as far as the rail can know. */
export const PayoutSettled = defineFact(
  'payments.PayoutSettled',
  1,
  z.object({ payoutId: z.uuid(), transactionId: z.uuid(), ...obligation, ...amount }),
);

/** The rail refused it: nothing moved. */
export const PayoutRejected = defineFact(
  'payments.PayoutRejected',
  1,
  z.object({ payoutId: z.uuid(), failureCode: z.string(), ...obligation, ...amount }),
);

/** It had been settled and came back. */
export const PayoutReturned = defineFact(
  'payments.PayoutReturned',
  1,
  z.object({ payoutId: z.uuid(), transactionId: z.uuid(), ...obligation, ...amount }),
);

export const PayoutCancelled = defineFact(
  'payments.PayoutCancelled',
  1,
  z.object({ payoutId: z.uuid(), ...obligation, ...amount }),
);
