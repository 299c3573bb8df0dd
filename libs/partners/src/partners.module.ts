import { Module } from '@nestjs/common';
import { DuesModule } from '@rochdale/dues';
import { IdentityModule } from '@rochdale/identity';
import { LedgerModule } from '@rochdale/ledger';
import { MembershipModule } from '@rochdale/membership';
import { PayoutsModule } from '@rochdale/payouts';
import { TreasuryModule } from '@rochdale/treasury';
import { PartnerKeys } from './partner/partner-keys.js';
import { PartnerPayees } from './partner/partner-payees.js';
import { DefineMeter } from './partner/define-meter.js';
import { Partners } from './partner/partners.js';
import { RegisterPartner } from './partner/register-partner.js';
import { PersonsOfUsage } from './persons-of-usage.js';
import { PartnerQueries } from './partners.queries.js';
import { CloseUsagePeriod } from './closing/close-usage-period.js';
import { CloseUsagePeriods } from './closing/close-usage-periods.js';
import { ErasedUserQueries } from './erasure/erased-user.queries.js';
import { TellErasures } from './erasure/tell-erasures.js';
import { AdoptPoolPolicy } from './pool/adopt-pool-policy.js';
import { ApproveStatement } from './statement/approve-statement.js';
import { RetryStatementPayout } from './statement/retry-statement-payout.js';
import { StatementPayouts } from './statement/statement-payouts.js';
import { RecordStatementPayout } from './statement/record-statement-payout.js';
import { ForgetUser } from './usage/forget-user.js';
import { OwnUsage } from './usage/own-usage.js';
import { ReportUsage } from './usage/report-usage.js';
import { UsageEventQueries } from './usage/usage-event.queries.js';

const doors = [
  AdoptPoolPolicy,
  ApproveStatement,
  CloseUsagePeriod,
  CloseUsagePeriods,
  DefineMeter,
  ErasedUserQueries,
  ForgetUser,
  PartnerQueries,
  RecordStatementPayout,
  RegisterPartner,
  ReportUsage,
  RetryStatementPayout,
  TellErasures,
  UsageEventQueries,
];

@Module({
  imports: [
    DuesModule,
    IdentityModule,
    LedgerModule,
    MembershipModule,
    PayoutsModule,
    TreasuryModule,
  ],
  providers: [
    ...doors,
    OwnUsage,
    PartnerKeys,
    PartnerPayees,
    Partners,
    PersonsOfUsage,
    StatementPayouts,
  ],
  exports: doors,
})
export class PartnersModule {}
