/** Businesses that host services for the members, and are paid by what the members use. */
export { poolSplitJson, readPoolCase } from './pool/pool-case.js';
export type { PoolSplitJson } from './pool/pool-case.js';
export { splitPool, splitRules } from './pool/split-pool.js';
export type { PoolCase, PoolSplit, PoolUsage, SplitRule } from './pool/split-pool.js';
export type { MeterAggregation } from './partner/meter-aggregation.js';
export type { MeterRow, PartnerRow } from './partner/partner.store.js';
export { DefineMeter, RegisterPartner } from './partner/register-partner.js';
export type { DefineMeterInput, RegisterPartnerInput } from './partner/register-partner.js';
export { partnersErrors } from './partners.errors.js';
export {
  PartnerRegistered,
  PoolPolicyAdopted,
  UsagePeriodClosed,
  UsageStatementApproved,
  UsageStatementPaid,
  UsageStatementPayoutFailed,
} from './partners.events.js';
export { partnersInvariants } from './partners.invariants.js';
export {
  CloseUsagePeriodsJob,
  partnersReactions,
  partnersSchedules,
  RecordStatementPayoutJob,
} from './partners.jobs.js';
export { PartnersModule } from './partners.module.js';
export { partnersRoom } from './partners.room.js';
export { PartnerQueries } from './partners.queries.js';
export { CloseUsagePeriods } from './closing/close-usage-periods.js';
export { RetryStatementPayout } from './statement/retry-statement-payout.js';
export { CloseUsagePeriod } from './closing/close-usage-period.js';
export type { UsagePeriodRow } from './period/period.store.js';
export { AdoptPoolPolicy } from './pool/adopt-pool-policy.js';
export type { PoolPolicyRow, PoolPolicyTerms } from './pool/pool-policy.store.js';
export { ApproveStatement } from './statement/approve-statement.js';
export { RecordStatementPayout } from './statement/record-statement-payout.js';
export { statementStates } from './statement/statement.store.js';
export type { StatementState, UsageStatementRow } from './statement/statement.store.js';
export { ReportUsage } from './usage/report-usage.js';
export { usageEventType } from './usage/usage-event.js';
export type { UsageVerdict } from './usage/usage-event.js';
