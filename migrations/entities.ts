import { AttachmentEntity } from '../libs/platform/src/files/attachment.entity.js';
import { FactEntity, FactOutboxEntity } from '../libs/platform/src/events/fact.entity.js';
import { JobEntity } from '../libs/platform/src/jobs/job.entity.js';
import { AccountEntity } from '../libs/identity/src/account/account.entity.js';
import { CredentialEntity } from '../libs/identity/src/account/credential.entity.js';
import { TwoFactorEntity } from '../libs/identity/src/account/two-factor.entity.js';
import { VerificationEntity } from '../libs/identity/src/account/verification.entity.js';
import { ApiKeyEntity } from '../libs/identity/src/api-key/api-key.entity.js';
import { PersonalTokenEntity } from '../libs/identity/src/personal-token/personal-token.entity.js';
import { RateLimitEntity } from '../libs/identity/src/rate-limit/rate-limit.entity.js';
import { SessionEntity } from '../libs/identity/src/session/session.entity.js';
import { ApplicationEntity } from '../libs/membership/src/application/application.entity.js';
import { CooperativeEntity } from '../libs/membership/src/cooperative/cooperative.entity.js';
import { MemberClassEntity } from '../libs/membership/src/member-class/member-class.entity.js';
import { MemberEntity } from '../libs/membership/src/member/member.entity.js';
import { RoleTermEntity } from '../libs/membership/src/role/role-term.entity.js';
import { StandingChangeEntity } from '../libs/membership/src/standing/standing-change.entity.js';
import { AccountEntity as LedgerAccountEntity } from '../libs/ledger/src/account/account.entity.js';
import { HoldEntity } from '../libs/ledger/src/hold/hold.entity.js';
import { PeriodLockEntity } from '../libs/ledger/src/period/period-lock.entity.js';
import { ExchangeEntity } from '../libs/ledger/src/transaction/exchange.entity.js';
import { PostingEntity } from '../libs/ledger/src/transaction/posting.entity.js';
import { TransactionEntity } from '../libs/ledger/src/transaction/transaction.entity.js';
import { FundEntity } from '../libs/treasury/src/fund/fund.entity.js';
import { AccountingPeriodEntity } from '../libs/treasury/src/period/accounting-period.entity.js';
import { ClosingBalanceEntity } from '../libs/treasury/src/period/closing-balance.entity.js';
import { ActionEntity } from '../libs/governance/src/action/action.entity.js';
import { BallotEntity } from '../libs/governance/src/ballot/ballot.entity.js';
import { ElectorateEntity } from '../libs/governance/src/electorate/electorate.entity.js';
import { PolicyEntity } from '../libs/governance/src/policy/policy.entity.js';
import { ProposalEntity } from '../libs/governance/src/proposal/proposal.entity.js';
import { SecondEntity } from '../libs/governance/src/proposal/second.entity.js';
import { ApprovalRuleEntity } from '../libs/expenses/src/approval/approval-rule.entity.js';
import { ApprovalEntity } from '../libs/expenses/src/approval/approval.entity.js';
import { ExpenseEntity } from '../libs/expenses/src/expense/expense.entity.js';
import { ExpenseItemEntity } from '../libs/expenses/src/expense/item.entity.js';
import {
  BankAccountEntity,
  PaymentSettingsEntity,
} from '../libs/payments/src/bank-account/bank-account.entity.js';
import { PayeeDetailsEntity } from '../libs/payments/src/payee/payee-details.entity.js';
import { PayoutEntity } from '../libs/payments/src/payout/payout.entity.js';
import { PaymentFileEntity } from '../libs/payments/src/rail/payment-file.entity.js';
import { SimulatedTransferEntity } from '../libs/payments/src/rail/simulated-transfer.entity.js';
import { BankLineEntity } from '../libs/payments/src/statement/bank-line.entity.js';
import { BankStatementEntity } from '../libs/payments/src/statement/bank-statement.entity.js';
import { StatementFileEntity } from '../libs/payments/src/statement/statement-file.entity.js';
import { LetterEntity } from '../libs/notifications/src/letter/letter.entity.js';
import { DuesPaymentEntity } from '../libs/dues/src/invoice/payment.entity.js';
import { InvoiceCounterEntity, InvoiceEntity } from '../libs/dues/src/invoice/invoice.entity.js';
import { PlanEntity } from '../libs/dues/src/plan/plan.entity.js';
import { PledgeEntity } from '../libs/dues/src/pledge/pledge.entity.js';
import { WaiverEntity } from '../libs/dues/src/waiver/waiver.entity.js';
import { MeterEntity, PartnerEntity } from '../libs/partners/src/partner/partner.entity.js';
import { UsagePeriodEntity } from '../libs/partners/src/period/period.entity.js';
import { PoolPolicyEntity } from '../libs/partners/src/pool/pool-policy.entity.js';
import { UsageStatementEntity } from '../libs/partners/src/statement/statement.entity.js';
import { UsageEventEntity } from '../libs/partners/src/usage/usage-event.entity.js';
import {
  WebhookDeliveryEntity,
  WebhookEndpointEntity,
} from '../libs/notifications/src/webhook/webhook.entity.js';

/** Every mapping, for the drift check alone: the service itself never loads them. */
export const entities: readonly (new () => object)[] = [
  AttachmentEntity,
  FactEntity,
  FactOutboxEntity,
  JobEntity,
  AccountEntity,
  CredentialEntity,
  TwoFactorEntity,
  VerificationEntity,
  ApiKeyEntity,
  PersonalTokenEntity,
  RateLimitEntity,
  SessionEntity,
  ApplicationEntity,
  CooperativeEntity,
  MemberClassEntity,
  MemberEntity,
  RoleTermEntity,
  StandingChangeEntity,
  LedgerAccountEntity,
  HoldEntity,
  PeriodLockEntity,
  ExchangeEntity,
  PostingEntity,
  TransactionEntity,
  FundEntity,
  AccountingPeriodEntity,
  ClosingBalanceEntity,
  ActionEntity,
  BallotEntity,
  ElectorateEntity,
  PolicyEntity,
  ProposalEntity,
  SecondEntity,
  ApprovalRuleEntity,
  ApprovalEntity,
  ExpenseEntity,
  ExpenseItemEntity,
  BankAccountEntity,
  PaymentSettingsEntity,
  PayeeDetailsEntity,
  PayoutEntity,
  PaymentFileEntity,
  SimulatedTransferEntity,
  BankLineEntity,
  BankStatementEntity,
  StatementFileEntity,
  LetterEntity,
  DuesPaymentEntity,
  InvoiceCounterEntity,
  InvoiceEntity,
  PlanEntity,
  PledgeEntity,
  WaiverEntity,
  MeterEntity,
  PartnerEntity,
  UsagePeriodEntity,
  PoolPolicyEntity,
  UsageStatementEntity,
  UsageEventEntity,
  WebhookDeliveryEntity,
  WebhookEndpointEntity,
];
