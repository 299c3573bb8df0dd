import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { IdentityModule } from '@rochdale/identity';
import { MembershipModule } from '@rochdale/membership';
import { VotingModule } from '@rochdale/voting';
import { ProposalActions } from './action/proposal-actions.js';
import { AcceptAmendment } from './amendment/accept-amendment.js';
import { AmendmentQueries } from './amendment/amendment.queries.js';
import { DeclineAmendment } from './amendment/decline-amendment.js';
import { ProposeAmendment } from './amendment/propose-amendment.js';
import { WithdrawAmendment } from './amendment/withdraw-amendment.js';
import { AppealQueries } from './appealing/appeal.queries.js';
import { FileAppeal } from './appealing/file-appeal.js';
import { PolicyOfAppeal } from './appeal/policy-of-appeal.js';
import { PoliciesOfAppeals } from './appealing/policies-of-appeals.js';
import { SettleAppeals } from './appealing/settle-appeals.js';
import { WithdrawAppeal } from './appealing/withdraw-appeal.js';
import { LinkQueries } from './about/link.queries.js';
import { AcceptAuthorship } from './authoring/accept-authorship.js';
import { AuthorQueries } from './authoring/author.queries.js';
import { InviteAuthor } from './authoring/invite-author.js';
import { LinkProposal } from './authoring/link-proposal.js';
import { RemoveAuthor } from './authoring/remove-author.js';
import { CommentQueries } from './discussion/comment.queries.js';
import { EditComment } from './discussion/edit-comment.js';
import { ModerateComment } from './discussion/moderate-comment.js';
import { ReactToComment } from './discussion/react-to-comment.js';
import { RemoveComment } from './discussion/remove-comment.js';
import { WriteComment } from './discussion/write-comment.js';
import { ModerateOutcome } from './outcome/moderate-outcome.js';
import { OutcomeQueries } from './outcome/outcome.queries.js';
import { PlanReview } from './outcome/plan-review.js';
import { RemindReviews } from './outcome/remind-reviews.js';
import { StateOutcome } from './outcome/state-outcome.js';
import { AssemblyQueries } from './assembly/assembly.queries.js';
import { CheckIn } from './attending/check-in.js';
import { CheckInMembers } from './attending/check-in-members.js';
import { EndAssembly } from './assembly/end-assembly.js';
import { HoldAssembly } from './assembly/hold-assembly.js';
import { LeaveAssembly } from './attending/leave-assembly.js';
import { OpenInAssembly } from './assembly/open-in-assembly.js';
import { CancelProposal } from './closing/cancel-proposal.js';
import { CloseProposal } from './closing/close-proposal.js';
import { EndLeftHearings } from './closing/end-left-hearings.js';
import { WithdrawProposal } from './closing/withdraw-proposal.js';
import { DocumentQueries } from './document/document.queries.js';
import { ElectorateQueries } from './electorate/electorate.queries.js';
import { FillSeats } from './count-back/fill-seats.js';
import { DropLeftCandidates } from './execution/drop-left-candidates.js';
import { DueProposals } from './execution/due-proposals.js';
import { EditProposal } from './editing/edit-proposal.js';
import { VersionQueries } from './editing/version.queries.js';
import { ExecuteProposal } from './execution/execute-proposal.js';
import { RetryExecution } from './execution/retry-execution.js';
import { HearingQueries } from './hearing/hearing.queries.js';
import { SealHearings } from './hearing/seal-hearings.js';
import { DraftProposal } from './opening/draft-proposal.js';
import { ProposalDrafting } from './opening/proposal-drafting.js';
import { AnswerNomination } from './nomination/answer-nomination.js';
import { ElectionQueries } from './nomination/election.queries.js';
import { NominateMember } from './nomination/nominate-member.js';
import { OpenNoticedProposal } from './opening/open-noticed-proposal.js';
import { OpenProposal } from './opening/open-proposal.js';
import { ProposalOpening } from './opening/proposal-opening.js';
import { RunOff } from './opening/run-off.js';
import { SecondProposal } from './opening/second-proposal.js';
import { OwnDecisions } from './own-decisions.js';
import { PendingAdmissions } from './pending-admissions.js';
import { AdoptPolicy } from './policy/adopt-policy.js';
import { AdoptPolicyPack } from './policy/adopt-policy-pack.js';
import { PolicyFitness } from './policy/policy-fitness.js';
import { PolicyUses } from './policy/policy-uses.js';
import { PreviewActions } from './preview/preview-actions.js';
import { PolicyQueries } from './policy/policy.queries.js';
import { ProposalQueries } from './proposal/proposal.queries.js';
import { WithholdProposal } from './readers/withhold-proposal.js';
import { RecountFiles } from './recount/recount.queries.js';
import { KeepTopic } from './topic/keep-topic.js';
import { RetireTopic } from './topic/retire-topic.js';
import { TopicQueries } from './topic/topic.queries.js';
import { SimulatePolicy } from './simulation/simulate-policy.js';
import { SequelQueries } from './sequel/sequel.queries.js';
import { Sequels } from './sequel/sequels.js';
import { SettleRatifications } from './sequel/settle-ratifications.js';
import { ImportTemplates } from './template/import-templates.js';
import { KeepTemplate } from './template/keep-template.js';
import { RetireTemplate } from './template/retire-template.js';
import { TemplateQueries } from './template/template.queries.js';
import { Proposals } from './subject/proposals.js';

const door = [
  AcceptAmendment,
  AdoptPolicy,
  AdoptPolicyPack,
  AnswerNomination,
  AmendmentQueries,
  AppealQueries,
  FileAppeal,
  SettleAppeals,
  WithdrawAppeal,
  CancelProposal,
  AssemblyQueries,
  CheckIn,
  CheckInMembers,
  CloseProposal,
  AcceptAuthorship,
  AuthorQueries,
  InviteAuthor,
  LinkProposal,
  LinkQueries,
  RemoveAuthor,
  CommentQueries,
  EditComment,
  ModerateComment,
  ReactToComment,
  RemoveComment,
  WriteComment,
  EndAssembly,
  HoldAssembly,
  LeaveAssembly,
  OpenInAssembly,
  DocumentQueries,
  ModerateOutcome,
  OutcomeQueries,
  StateOutcome,
  PlanReview,
  DeclineAmendment,
  DraftProposal,
  DropLeftCandidates,
  DueProposals,
  ElectorateQueries,
  EditProposal,
  EndLeftHearings,
  RemindReviews,
  ElectionQueries,
  ExecuteProposal,
  FillSeats,
  ImportTemplates,
  HearingQueries,
  KeepTemplate,
  KeepTopic,
  NominateMember,
  OpenNoticedProposal,
  OpenProposal,
  PolicyQueries,
  PolicyUses,
  PreviewActions,
  ProposalQueries,
  ProposeAmendment,
  Proposals,
  RecountFiles,
  RetireTemplate,
  RetireTopic,
  RetryExecution,
  SealHearings,
  SecondProposal,
  SequelQueries,
  SettleRatifications,
  TemplateQueries,
  TopicQueries,
  SimulatePolicy,
  VersionQueries,
  WithdrawAmendment,
  WithdrawProposal,
  WithholdProposal,
];

const actions = {
  provide: ProposalActions,
  inject: [ModuleRef],
  useFactory: (services: ModuleRef) =>
    new ProposalActions((type) => services.get(type, { strict: false })),
};

@Module({
  imports: [IdentityModule, MembershipModule, VotingModule],
  providers: [
    ...door,
    actions,
    ProposalDrafting,
    ProposalOpening,
    PolicyFitness,
    RunOff,
    Sequels,
    OwnDecisions,
    PoliciesOfAppeals,
    PolicyOfAppeal,
    PendingAdmissions,
  ],
  exports: door,
})
export class GovernanceModule {}
