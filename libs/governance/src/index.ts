/**
 * How a co-operative decides: policies, proposals, their way to the vote and the actions that
 * follow. Never learns what a proposal is about: the rooms that know register handlers.
 */
export { PreviewActions } from './preview/preview-actions.js';
export type { ForeseenAction } from './preview/preview-actions.js';
export { ProposalActions } from './action/proposal-actions.js';
export { decisionRuleSchema } from './builder/published-schema.js';
export { initialRule, ruleFields } from './builder/rule-fields.js';
export type { FieldType, RuleField } from './builder/rule-fields.js';
export { AssemblyQueries } from './assembly/assembly.queries.js';
export type {
  AssemblyView,
  AssemblyVoteView,
  AttendanceView,
} from './assembly/assembly.queries.js';
export { CheckIn } from './attending/check-in.js';
export { CheckInMembers } from './attending/check-in-members.js';
export { LeaveAssembly } from './attending/leave-assembly.js';
export { EndAssembly } from './assembly/end-assembly.js';
export { HoldAssembly } from './assembly/hold-assembly.js';
export { OpenInAssembly } from './assembly/open-in-assembly.js';
export { CancelProposal } from './closing/cancel-proposal.js';
export { CloseProposal } from './closing/close-proposal.js';
export type { CloseResult } from './closing/close-proposal.js';
export { WithdrawProposal } from './closing/withdraw-proposal.js';
export { WithholdProposal } from './readers/withhold-proposal.js';
export { ExecuteProposal } from './execution/execute-proposal.js';
export type { ExecutionResult } from './execution/execute-proposal.js';
export { RetryExecution } from './execution/retry-execution.js';
export {
  DraftDiscarded,
  ProposalCancelled,
  ProposalClosed,
  ProposalExecuted,
  ProposalExpired,
  ProposalOpened,
  ProposalWithheld,
} from './governance.events.js';
export type { WithholdingReason } from './governance.events.js';
export { GovernanceModule } from './governance.module.js';
export { DraftProposal } from './opening/draft-proposal.js';
export type { DraftProposalInput } from './opening/draft-proposal.js';
export { ProposalDrafting } from './opening/proposal-drafting.js';
export type { ProposalTerms } from './opening/proposal-drafting.js';
export { OpenProposal } from './opening/open-proposal.js';
export { ProposalOpening } from './opening/proposal-opening.js';
export type { ProposalProgress } from './opening/proposal-opening.js';
export { RunOff } from './opening/run-off.js';
export { SequelQueries } from './sequel/sequel.queries.js';
export type { RatificationView } from './sequel/sequel.queries.js';
export { Sequels } from './sequel/sequels.js';
export { SecondProposal } from './opening/second-proposal.js';
export { DocumentQueries } from './document/document.queries.js';
export type { DocumentBody, DocumentView } from './document/document.queries.js';
export { ElectorateQueries } from './electorate/electorate.queries.js';
export type { ElectorateView, ShownVoter, ShownVoters } from './electorate/electorate.queries.js';
export { AnswerNomination } from './nomination/answer-nomination.js';
export { ElectionQueries } from './nomination/election.queries.js';
export type { ElectionView } from './nomination/election.queries.js';
export { NominateMember } from './nomination/nominate-member.js';
export { AppealQueries } from './appealing/appeal.queries.js';
export type { AppealView } from './appeal/appeal.store.js';
export { FileAppeal } from './appealing/file-appeal.js';
export { WithdrawAppeal } from './appealing/withdraw-appeal.js';
export { HearingQueries } from './hearing/hearing.queries.js';
export type { HearingView } from './hearing/hearing.queries.js';
export type { OwnHearing } from './hearing/own-hearings.js';
export { governanceRoom } from './governance.room.js';
export { AdoptPolicy } from './policy/adopt-policy.js';
export type { AdoptPolicyInput } from './policy/adopt-policy.js';
export { AdoptPolicyPack } from './policy/adopt-policy-pack.js';
export { adoptPack, allPolicyPacks } from './policy/policy-pack-adoption.js';
export { ruleShapeOf } from './policy/rule-shape.js';
export type { DecisionRule, PolicyTerms } from './policy/decision-rule.js';
export { policyPacks } from './policy/policy-packs.js';
export type { PackPolicy, PolicyPack } from './policy/policy-pack.js';
export { PolicyFitness } from './policy/policy-fitness.js';
export type { Misfit } from './policy/policy-fitness.js';
export { PolicyUses } from './policy/policy-uses.js';
export { PolicyQueries } from './policy/policy.queries.js';
export type { PolicyView } from './policy/policy.queries.js';
export type { PolicyRecord } from './policy/policy.store.js';
export { undecidedStates, votingStates } from './proposal/lifecycle.js';
export type { ProposalState } from './proposal/lifecycle.js';
export {
  haveCandidates,
  erasedLabelOf,
  namedOptions,
  namedRule,
  optionsIn,
} from './proposal/proposal-options.js';
export type { NamesOfCandidates } from './proposal/proposal-options.js';
export { ProposalQueries } from './proposal/proposal.queries.js';
export type {
  ActionView,
  ProposalFilter,
  ProposalOrder,
  ProposalView,
} from './proposal/proposal.queries.js';
export type { TallyView } from './tally/tally-view.js';
export { checkFile, findReceipt } from './recount/check-file.js';
export type { Checked, CheckedFile, ReceiptFinding, RecountVerdict } from './recount/check-file.js';
export { editions } from './recount/compose-file.js';
export type { Edition } from './recount/compose-file.js';
export { formatInKind, RecountFiles } from './recount/recount.queries.js';
export { LinkQueries } from './about/link.queries.js';
export type { LinkKind, ProposalLink } from './about/proposal-link.js';
export { AcceptAuthorship } from './authoring/accept-authorship.js';
export { AuthorQueries } from './authoring/author.queries.js';
export type { AuthorView } from './authoring/author.queries.js';
export { InviteAuthor } from './authoring/invite-author.js';
export { LinkProposal } from './authoring/link-proposal.js';
export { RemoveAuthor } from './authoring/remove-author.js';
export type { ReactionKind, RemovalReason, RemovedBecause } from './discussion/comment.js';
export { commentFileName } from './discussion/comment.js';
export { CommentQueries } from './discussion/comment.queries.js';
export type { CommentView } from './discussion/comment.queries.js';
export { EditComment } from './discussion/edit-comment.js';
export { ModerateComment } from './discussion/moderate-comment.js';
export { ReactToComment } from './discussion/react-to-comment.js';
export { RemoveComment } from './discussion/remove-comment.js';
export { WriteComment } from './discussion/write-comment.js';
export { ModerateOutcome } from './outcome/moderate-outcome.js';
export { OutcomeQueries } from './outcome/outcome.queries.js';
export { PlanReview } from './outcome/plan-review.js';
export type { OutcomeStatementView } from './outcome/outcome.queries.js';
export { StateOutcome } from './outcome/state-outcome.js';
export { ProposalAmended } from './amendment/amendment.events.js';
export { AcceptAmendment } from './amendment/accept-amendment.js';
export { AmendmentQueries } from './amendment/amendment.queries.js';
export { DeclineAmendment } from './amendment/decline-amendment.js';
export { ProposeAmendment } from './amendment/propose-amendment.js';
export { WithdrawAmendment } from './amendment/withdraw-amendment.js';
export type { AmendmentBody, AmendmentView } from './amendment/amendment.queries.js';
export type { ProposeAmendmentInput } from './amendment/propose-amendment.js';
export { EditProposal } from './editing/edit-proposal.js';
export type { EditProposalInput } from './editing/edit-proposal.js';
export { VersionQueries } from './editing/version.queries.js';
export type { VersionView } from './editing/version.queries.js';
export { htmlOfDifference } from './text/difference.js';
export { htmlOf } from './text/markdown.js';
export { ImportTemplates } from './template/import-templates.js';
export type { ImportMisfit, ImportedTemplates } from './template/import-templates.js';
export { KeepTemplate } from './template/keep-template.js';
export { RetireTemplate } from './template/retire-template.js';
export { templateFile, templateFileSchema, templateShape } from './template/template.js';
export { TemplateQueries } from './template/template.queries.js';
export type { TemplateView } from './template/template.queries.js';
export { KeepTopic } from './topic/keep-topic.js';
export { RetireTopic } from './topic/retire-topic.js';
export { TopicQueries } from './topic/topic.queries.js';
export type { TopicRecord } from './topic/topic.store.js';
export { SimulatePolicy } from './simulation/simulate-policy.js';
export type { PolicySimulation, SimulatedVote } from './simulation/simulate-policy.js';
export { Proposals } from './subject/proposals.js';
