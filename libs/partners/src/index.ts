/** Businesses that host services for the members, and are paid by what the members use. */
export { ErasedUserQueries } from './erasure/erased-user.queries.js';
export type { ErasedUserView } from './erasure/erased-user.queries.js';
export { poolSplitJson, readPoolCase } from './pool/pool-case.js';
export type { PoolSplitJson } from './pool/pool-case.js';
export { splitPool } from './pool/split-pool.js';
export type { PoolCase, PoolSplit, PoolUsage, SplitRule } from './pool/split-pool.js';
export type { MeterAggregation } from './partner/meter-aggregation.js';
export type { MeterRow, PartnerRow } from './partner/partner.store.js';
export { DefineMeter } from './partner/define-meter.js';
export type { PartnerTerms } from './partner/partners.js';
export { RegisterPartner } from './partner/register-partner.js';
export type { DefineMeterInput } from './partner/define-meter.js';
export { partnersRoom } from './partners.room.js';
export { PartnerQueries } from './partners.queries.js';
export { RetryStatementPayout } from './statement/retry-statement-payout.js';
export { CloseUsagePeriod } from './closing/close-usage-period.js';
export type { UsagePeriodRow } from './period/period.store.js';
export { AdoptPoolPolicy } from './pool/adopt-pool-policy.js';
export type { PoolPolicyRow, PoolPolicyTerms } from './pool/pool-policy.store.js';
export { ApproveStatement } from './statement/approve-statement.js';
export { toldShareOf } from './statement/statement.store.js';
export type { StatementState, UsageStatementRow } from './statement/statement.store.js';
export { ReportUsage } from './usage/report-usage.js';
export { UsageEventQueries } from './usage/usage-event.queries.js';
export type {
  UsageEventFilter,
  UsageEventKind,
  UsageEventView,
} from './usage/usage-event.queries.js';
export { usageEventType } from './usage/usage-event.js';
export type { UsageVerdict } from './usage/usage-verdict.js';
