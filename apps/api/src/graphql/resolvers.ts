import type { Type } from '@nestjs/common';
import { rooms } from '@rochdale/house';
import { reportResolver } from './kit/report-resolver.js';
import { AuditEntryResolver } from './platform/audit-entry.resolver.js';
import { ErrorCodeResolver } from './platform/error-code.resolver.js';
import { FactTypeResolver } from './platform/fact-type.resolver.js';
import { JsonShapeResolver } from './platform/json-shape.resolver.js';
import { OperatorResolver } from './platform/operator.resolver.js';
import { WebhookDeliveryResolver } from './webhooks/webhook-delivery.resolver.js';
import { WebhookResolver } from './webhooks/webhook.resolver.js';
import { assemblyResolvers } from './assembly/assembly-resolvers.js';
import { LookResolver } from './looks/look.resolver.js';
import { NodeResolver } from './kit/node/node.resolver.js';
import { HoldResolver } from './ledger/hold.resolver.js';
import { LedgerAccountResolver } from './ledger/ledger-account.resolver.js';
import {
  LedgerTransactionResolver,
  PostingResolver,
  StatementLineResolver,
} from './ledger/ledger-transaction.resolver.js';
import { LedgerLoader } from './ledger/ledger.loader.js';
import { BooksResolver } from './treasury/books.resolver.js';
import { ChartResolver } from './treasury/chart.resolver.js';
import { FundLoader } from './treasury/fund.loader.js';
import { FundMutationsResolver, FundResolver } from './treasury/fund.resolver.js';
import { TreasuryResolver } from './treasury/treasury.resolver.js';
import { ApiKeyResolver } from './identity/api-key.resolver.js';
import { AccountResolver } from './identity/account.resolver.js';
import { TokenResolver } from './identity/token.resolver.js';
import { OwnDataResolver, ViewerResolver } from './identity/viewer.resolver.js';
import { ArchiveResolver } from './own-archive/archive.resolver.js';
import { ApplicationResolver } from './membership/application.resolver.js';
import { CooperativeLoader } from './membership/cooperative.loader.js';
import { CooperativeResolver } from './membership/cooperative.resolver.js';
import { InvitationNodes } from './membership/invitation/invitation-nodes.js';
import {
  InvitationAcceptResolver,
  InvitationResolver,
} from './membership/invitation/invitation.resolver.js';
import { GroupMemberResolver, GroupResolver } from './membership/group/group.resolver.js';
import { ProposalGroupResolver } from './membership/group/proposal-group.resolver.js';
import { MemberLoader } from './membership/member.loader.js';
import {
  MemberEndsResolver,
  MemberMutationsResolver,
  MemberResolver,
} from './membership/member.resolver.js';
import { OperatorNodes } from './platform/operator-nodes.js';
import { PaymentNodes } from './payments/payment-nodes.js';
import { MembershipNodes } from './membership/membership-nodes.js';
import { DestinationResolver } from './looks/destination.resolver.js';
import { ErasingResolver } from './looks/erasing.resolver.js';
import { StandingNoteResolver } from './looks/standing-note.resolver.js';
import { StandingResolver } from './looks/standing.resolver.js';
import { RoleResolver } from './membership/role.resolver.js';
import { ActionPreviewResolver } from './governance/action-preview.resolver.js';
import { PolicySimulationResolver } from './governance/rules/policy-simulation.resolver.js';
import { PolicyBuilderResolver } from './governance/rules/policy-builder.resolver.js';
import { PolicyResolver } from './governance/policy.resolver.js';
import { ProposalLoader } from './governance/proposal.loader.js';
import { paperResolvers } from './paper/paper.resolver.js';
import { RepresentativeResolver } from './representative/representative.resolver.js';
import { DelegationLoader } from './delegation/delegation.loader.js';
import {
  DelegationResolver,
  ProposalDelegationResolver,
  ProxyResolver,
  ViewerDelegationResolver,
} from './delegation/delegation.resolver.js';
import { BallotReasonResolver, HearingResolver } from './looks/hearing.resolver.js';
import { ownHearings } from './looks/own-appeal.resolver.js';
import { ElectorateResolver } from './governance/electorate/electorate.resolver.js';
import { BallotResolver, ProposalResolver } from './governance/proposal.resolver.js';
import { RecountResolver } from './governance/recount.resolver.js';
import { whatFollows } from './governance/appeals/what-follows.js';
import { TemplateUseResolver, TemplateResolver } from './governance/templates/template.resolver.js';
import {
  ElectionCandidateResolver,
  ElectionNominationResolver,
  ElectionResolver,
} from './governance/elections/election.resolver.js';
import {
  BallotCastResolver,
  BallotTakeBackResolver,
  ProposalMutationsResolver,
  ProposalWithholdingResolver,
  TallyFeedResolver,
} from './governance/voting.resolver.js';
import { DocumentResolver } from './deliberation/document.resolver.js';
import { ProposalFilingResolver, TopicResolver } from './deliberation/topic.resolver.js';
import {
  AuthorMutationsResolver,
  ProposalAuthorResolver,
  ProposalAuthorsResolver,
} from './deliberation/authors/author.resolver.js';
import { ProposalLinksResolver } from './deliberation/links/links.resolver.js';
import {
  CommentKeepingResolver,
  CommentResolver,
  CommentWritingResolver,
  ProposalDiscussionResolver,
} from './deliberation/discussion/comment.resolver.js';
import {
  OutcomeModerationResolver,
  OutcomeStatementResolver,
  ProposalOutcomeResolver,
  ProposalReviewResolver,
} from './deliberation/outcome/outcome.resolver.js';
import {
  AmendmentMutationsResolver,
  AmendmentResolver,
  ProposalAmendmentsResolver,
} from './deliberation/amendment.resolver.js';
import { ProposalTextResolver, ProposalVersionResolver } from './deliberation/version.resolver.js';
import { FactFeed } from './kit/fact-feed.js';
import { expenseResolvers } from './expense-resolvers.js';
import { ExpenseLoader } from './expenses/expense.loader.js';
import { MoneySourceResolver } from './collections/money-source.resolver.js';
import { CsvProfileResolver } from './payments/csv-profile/csv-profile.resolver.js';
import { BankBooksResolver, BankResolver } from './payments/bank.resolver.js';
import { LineMatchResolver } from './payments/line-payment/line-match.resolver.js';
import { LinePaymentResolver } from './payments/line-payment/line-payment.resolver.js';
import { LineToPayoutsResolver } from './payments/line-to-payouts.resolver.js';
import { PaymentFileResolver } from './payments/payment-file.resolver.js';
import { PaymentLoader } from './payments/payment.loader.js';
import { PayoutFeedResolver } from './payments/payout-feed.resolver.js';
import { PayoutResolver } from './payments/payout.resolver.js';
import { StatementResolver } from './payments/statement.resolver.js';
import { DuesLoader } from './dues/dues.loader.js';
import {
  CreditMutationsResolver,
  CreditResolver,
  MemberCreditResolver,
} from './dues/credit.resolver.js';
import { InvoiceResolver } from './dues/invoice.resolver.js';
import { InvoiceCreditingResolver } from './dues/invoice-crediting.resolver.js';
import { LineSettlingResolver } from './dues/line-settling.resolver.js';
import { PlanResolver } from './dues/plan.resolver.js';
import { WaiverResolver } from './dues/waiver.resolver.js';
import { PartnerLoader } from './partners/partner.loader.js';
import { PartnerResolver } from './partners/partner.resolver.js';
import { UsageEventResolver } from './partners/usage-event.resolver.js';
import { UsageResolver } from './partners/usage.resolver.js';
import { WaitingDecisionsResolver } from './waiting/waiting-decisions.resolver.js';
import { WaitingMoneyResolver } from './waiting/waiting-money.resolver.js';

/**
 * Every resolver and loader of the API, room by room. The schema is printed from this list and the
 * permission matrix walks it.
 */
export const resolvers: readonly Type[] = [
  LookResolver,
  NodeResolver,
  ErrorCodeResolver,
  FactTypeResolver,
  JsonShapeResolver,
  AuditEntryResolver,
  OperatorResolver,
  WebhookDeliveryResolver,
  WebhookResolver,
  HoldResolver,
  LedgerAccountResolver,
  LedgerTransactionResolver,
  PostingResolver,
  StatementLineResolver,
  BooksResolver,
  FundMutationsResolver,
  ChartResolver,
  FundResolver,
  TreasuryResolver,
  ViewerResolver,
  OwnDataResolver,
  AccountResolver,
  TokenResolver,
  ApiKeyResolver,
  CooperativeResolver,
  MemberEndsResolver,
  MemberMutationsResolver,
  MemberResolver,
  DestinationResolver,
  ErasingResolver,
  StandingNoteResolver,
  StandingResolver,
  RoleResolver,
  GroupResolver,
  GroupMemberResolver,
  ApplicationResolver,
  ArchiveResolver,
  InvitationResolver,
  InvitationAcceptResolver,
  PolicyResolver,
  PolicyBuilderResolver,
  PolicySimulationResolver,
  ProposalResolver,
  ProposalFilingResolver,
  ProposalGroupResolver,
  TopicResolver,
  DocumentResolver,
  ProposalTextResolver,
  ProposalVersionResolver,
  AuthorMutationsResolver,
  ProposalAuthorsResolver,
  ProposalAuthorResolver,
  ProposalLinksResolver,
  CommentWritingResolver,
  CommentKeepingResolver,
  ProposalDiscussionResolver,
  CommentResolver,
  ProposalOutcomeResolver,
  ProposalReviewResolver,
  OutcomeModerationResolver,
  OutcomeStatementResolver,
  AmendmentMutationsResolver,
  ProposalAmendmentsResolver,
  AmendmentResolver,
  HearingResolver,
  ...ownHearings,
  RecountResolver,
  ElectorateResolver,
  BallotResolver,
  BallotReasonResolver,
  ElectionCandidateResolver,
  ElectionNominationResolver,
  ElectionResolver,
  ...whatFollows,
  TemplateUseResolver,
  TemplateResolver,
  ProposalMutationsResolver,
  ProposalWithholdingResolver,
  ActionPreviewResolver,
  BallotCastResolver,
  BallotTakeBackResolver,
  TallyFeedResolver,
  ...assemblyResolvers,
  ...paperResolvers,
  RepresentativeResolver,
  DelegationResolver,
  ProposalDelegationResolver,
  ProxyResolver,
  ViewerDelegationResolver,
  ...expenseResolvers,
  BankBooksResolver,
  BankResolver,
  CsvProfileResolver,
  StatementResolver,
  LineMatchResolver,
  LinePaymentResolver,
  LineToPayoutsResolver,
  PaymentFileResolver,
  PayoutResolver,
  PayoutFeedResolver,
  MoneySourceResolver,
  PlanResolver,
  CreditResolver,
  CreditMutationsResolver,
  MemberCreditResolver,
  InvoiceResolver,
  InvoiceCreditingResolver,
  LineSettlingResolver,
  WaiverResolver,
  PartnerResolver,
  UsageEventResolver,
  UsageResolver,
  WaitingDecisionsResolver,
  WaitingMoneyResolver,
  ...rooms.flatMap(({ reports = [] }) => reports).map(reportResolver),
];

/** What resolvers need besides the rooms: loaders and room-specific mappers. */
export const loaders: readonly Type[] = [
  LedgerLoader,
  FundLoader,
  CooperativeLoader,
  MemberLoader,
  MembershipNodes,
  InvitationNodes,
  OperatorNodes,
  PaymentNodes,
  ProposalLoader,
  DelegationLoader,
  ExpenseLoader,
  PaymentLoader,
  DuesLoader,
  PartnerLoader,
  FactFeed,
];
