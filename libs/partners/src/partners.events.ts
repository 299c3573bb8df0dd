import { z } from 'zod';
import { defineFact } from '@rochdale/platform';

export const PartnerRegistered = defineFact(
  'partners.PartnerRegistered',
  1,
  z.object({ partnerId: z.uuid() }),
);

export const PoolPolicyAdopted = defineFact(
  'partners.PoolPolicyAdopted',
  1,
  z.object({ policyId: z.uuid(), version: z.number(), rule: z.string(), coopShare: z.string() }),
);

/** A period was shared out: who gets how much is in the statements. */
export const UsagePeriodClosed = defineFact(
  'partners.UsagePeriodClosed',
  1,
  z.object({
    periodId: z.uuid(),
    startsOn: z.string(),
    endsOn: z.string(),
    paidMinor: z.string(),
    currency: z.string(),
  }),
);

const statement = z.object({
  statementId: z.uuid(),
  partnerId: z.uuid(),
  amountMinor: z.string(),
  currency: z.string(),
});

export const UsageStatementApproved = defineFact('partners.UsageStatementApproved', 1, statement);
export const UsageStatementPaid = defineFact('partners.UsageStatementPaid', 1, statement);
export const UsageStatementPayoutFailed = defineFact(
  'partners.UsageStatementPayoutFailed',
  1,
  statement,
);
