import { Module } from '@nestjs/common';
import { IdentityModule } from '@rochdale/identity';
import { CountAccountsBroughtBack } from './account/count-accounts-brought-back.js';
import { DropIdleAccounts } from './account/drop-idle-accounts.js';
import { EndApplications } from './account/end-applications.js';
import { EraseAccount } from './account/erase-account.js';
import { ForgetApplicant } from './account/forget-applicant.js';
import { KeepingQueries } from './account/keeping.queries.js';
import { ListErasedAccount } from './account/list-erased-account.js';
import { AdmitMember } from './application/admit-member.js';
import { ApplicationQueries } from './application/application.queries.js';
import { ApplyForMembership } from './application/apply-for-membership.js';
import { DeclineApplication } from './application/decline-application.js';
import { PendingAnswers } from './application/pending-answers.js';
import { WithdrawApplication } from './application/withdraw-application.js';
import { ArchivePost } from './archive/archive-post.js';
import { ArchiveQueries } from './archive/archive.queries.js';
import { EndArchives } from './archive/end-archives.js';
import { FetchOwnArchive } from './archive/fetch-own-archive.js';
import { GiveUpArchive } from './archive/give-up-archive.js';
import { IssueArchiveTicket } from './archive/issue-archive-ticket.js';
import { MakeArchive } from './archive/make-archive.js';
import { RequestOwnArchive } from './archive/request-own-archive.js';
import { SweepArchives } from './archive/sweep-archives.js';
import { ChangeCooperative } from './cooperative/change-cooperative.js';
import { CooperativeQueries } from './cooperative/cooperative.queries.js';
import { FoundCooperative } from './founding/found-cooperative.js';
import { GroupQueries } from './group/group.queries.js';
import { JoinGroup } from './group/join-group.js';
import { LeaveGroup } from './group/leave-group.js';
import { AcceptInvitation } from './invitation/accept-invitation.js';
import { LookAtInvitation } from './invitation/look-at-invitation.js';
import { InvitationPost } from './invitation/invitation-post.js';
import { InvitationQueries } from './invitation/invitation.queries.js';
import { InviteMember } from './invitation/invite-member.js';
import { ResendInvitation } from './invitation/resend-invitation.js';
import { RevokeInvitation } from './invitation/revoke-invitation.js';
import { SweepInvitations } from './invitation/sweep-invitations.js';
import { SealNotes } from './notes/seal-notes.js';
import { DefineMemberClass } from './member-class/define-member-class.js';
import { ActorClaims } from './member/actor-claim.js';
import { ActorResolver } from './member/actor-resolver.js';
import { ChooseVisibility } from './member/choose-visibility.js';
import { CountBroughtBack } from './erasure/count-brought-back.js';
import { ErasureList } from './erasure/erasure-list.js';
import { ForgetMember } from './erasure/forget-member.js';
import { EraseMember } from './erasure/erase-member.js';
import { ExportOwnData } from './directory/export-own-data.js';
import { OwnData } from './directory/own-data.js';
import { MemberDirectory } from './directory/member-directory.js';
import { MemberQueries } from './directory/member.queries.js';
import { NameTries } from './name/name-tries.js';
import { OpenAffairs } from './member/open-affairs.js';
import { RenameMember } from './pseudonym/rename-member.js';
import { ChoosePseudonym } from './pseudonym/choose-pseudonym.js';
import { ApplicantPost } from './retention/applicant-post.js';
import { DropPassed } from './retention/drop-passed.js';
import { EraseFormer } from './retention/erase-former.js';
import { FormerPost } from './retention/former-post.js';
import { LapseApplications } from './retention/lapse-applications.js';
import { AppointRole } from './role/appoint-role.js';
import { EndRole } from './role/end-role.js';
import { ResignRole } from './role/resign-role.js';
import { ChangeStanding } from './standing/change-standing.js';
import { LeaveCooperative } from './standing/leave-cooperative.js';

const doors = [
  AcceptInvitation,
  LookAtInvitation,
  ActorResolver,
  AdmitMember,
  ApplicationQueries,
  ApplyForMembership,
  AppointRole,
  ArchiveQueries,
  ChangeCooperative,
  ChangeStanding,
  ChoosePseudonym,
  ChooseVisibility,
  CooperativeQueries,
  CountAccountsBroughtBack,
  CountBroughtBack,
  DeclineApplication,
  DefineMemberClass,
  EndRole,
  EraseAccount,
  EraseFormer,
  EraseMember,
  ExportOwnData,
  FetchOwnArchive,
  FoundCooperative,
  GroupQueries,
  InvitationQueries,
  InviteMember,
  IssueArchiveTicket,
  KeepingQueries,
  JoinGroup,
  LeaveCooperative,
  LeaveGroup,
  MemberDirectory,
  MemberQueries,
  OpenAffairs,
  PendingAnswers,
  RenameMember,
  RequestOwnArchive,
  ResendInvitation,
  ResignRole,
  RevokeInvitation,
  WithdrawApplication,
];

@Module({
  imports: [IdentityModule],
  providers: [
    ...doors,
    ActorClaims,
    ArchivePost,
    DropIdleAccounts,
    EndApplications,
    ForgetApplicant,
    ListErasedAccount,
    ForgetMember,
    SealNotes,
    OwnData,
    EndArchives,
    GiveUpArchive,
    MakeArchive,
    SweepArchives,
    InvitationPost,
    NameTries,
    ErasureList,
    ApplicantPost,
    DropPassed,
    FormerPost,
    LapseApplications,
    SweepInvitations,
  ],
  exports: doors,
})
export class MembershipModule {}
