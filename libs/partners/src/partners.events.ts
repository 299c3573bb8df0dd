import { z } from 'zod';
import { defineFact, idOf } from '@rochdale/platform';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    partner: true;
    'pool-policy': true;
    'usage-period': true;
    'usage-statement': true;
  }
}

export const PartnerRegistered = defineFact({
  type: 'partners.PartnerRegistered',
  version: 1,
  subject: 'partner',
  visibility: 'public',
  data: z.object({ partnerId: idOf('Partner') }),
});

export const PartnerEnded = defineFact({
  type: 'partners.PartnerEnded',
  version: 1,
  subject: 'partner',
  visibility: 'public',
  data: z.object({ partnerId: idOf('Partner') }),
});

export const PoolPolicyAdopted = defineFact({
  type: 'partners.PoolPolicyAdopted',
  version: 1,
  subject: 'pool-policy',
  visibility: 'public',
  data: z.object({
    policyId: idOf('PoolPolicy'),
    version: z.number(),
    rule: z.string(),
    coopShare: z.string(),
  }),
});

/** A period was shared out: who gets how much is in the statements. */
export const UsagePeriodClosed = defineFact({
  type: 'partners.UsagePeriodClosed',
  version: 1,
  subject: 'usage-period',
  visibility: 'private',
  wholeFor: 'usage-period.read',
  data: z.object({
    periodId: idOf('UsagePeriod'),
    startsOn: z.string(),
    endsOn: z.string(),
    paidMinor: z.string(),
    currency: z.string(),
  }),
});

/**
 * Partners were told who was erased: each may look what that is for it. Told once of whoever was
 * erased, so that it says of nobody that they used a partner's service.
 */
export const ErasuresTold = defineFact({
  type: 'partners.ErasuresTold',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object({ toldOn: z.string() }),
});

const statement = z.object({
  statementId: idOf('UsageStatement'),
  partnerId: idOf('Partner'),
  amountMinor: z.string(),
  currency: z.string(),
});

export const UsageStatementApproved = defineFact({
  type: 'partners.UsageStatementApproved',
  version: 1,
  subject: 'usage-statement',
  visibility: 'members',
  data: statement,
});
export const UsageStatementPaid = defineFact({
  type: 'partners.UsageStatementPaid',
  version: 1,
  subject: 'usage-statement',
  visibility: 'members',
  data: statement,
});
export const UsageStatementPayoutFailed = defineFact({
  type: 'partners.UsageStatementPayoutFailed',
  version: 1,
  subject: 'usage-statement',
  visibility: 'members',
  data: statement,
});
