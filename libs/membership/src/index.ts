/** Co-operatives, their members, standing, roles and privacy: as whom somebody acts. */
export { MembershipModule } from './membership.module.js';
export { membershipRoom } from './membership.room.js';
export { AdmitMember } from './application/admit-member.js';
export type { DecideApplicationInput } from './application/admit-member.js';
export { applicationView } from './application/application-view.js';
export { ApplicationQueries } from './application/application.queries.js';
export type { ApplicationRow, ApplicationState } from './application/application.store.js';
export { ApplyForMembership } from './application/apply-for-membership.js';
export type { ApplyForMembershipInput } from './application/apply-for-membership.js';
export type { AppliedMembership } from './application/applying.js';
export { DeclineApplication } from './application/decline-application.js';
export { WithdrawApplication } from './application/withdraw-application.js';
export { ChangeCooperative } from './cooperative/change-cooperative.js';
export type { ChangeCooperativeInput } from './cooperative/change-cooperative.js';
export type { CooperativeSettings } from './cooperative/cooperative.js';
export { CooperativeQueries } from './cooperative/cooperative.queries.js';
export { noticeUrl } from './cooperative/own-pages.js';
export type { CooperativeRow } from './cooperative/cooperative.store.js';
export { FoundCooperative } from './founding/found-cooperative.js';
export type {
  FoundCooperativeInput,
  FoundedCooperative,
  Founder,
} from './founding/found-cooperative.js';
export { GroupQueries } from './group/group.queries.js';
export type { GroupMemberView } from './group/group.queries.js';
export type { GroupRecord } from './group/group.store.js';
export { workingGroups } from './group/groups.js';
export { wentAwayBy } from './standing/went-away.queries.js';
export { JoinGroup } from './group/join-group.js';
export { LeaveGroup } from './group/leave-group.js';
export { AcceptInvitation } from './invitation/accept-invitation.js';
export { invitationState, whyNotResend } from './invitation/invitation.js';
export type { InvitationState } from './invitation/invitation.js';
export { InvitationQueries } from './invitation/invitation.queries.js';
export type { InvitationRow } from './invitation/invitation.store.js';
export { InviteMember } from './invitation/invite-member.js';
export { LookAtInvitation } from './invitation/look-at-invitation.js';
export { ResendInvitation } from './invitation/resend-invitation.js';
export { RevokeInvitation } from './invitation/revoke-invitation.js';
export { DefineMemberClass } from './member-class/define-member-class.js';
export type { ClassOpenTo, MemberClass } from './member-class/member-class.js';
export { ActorResolver } from './member/actor-resolver.js';
export { ChooseVisibility } from './member/choose-visibility.js';
export type { ChooseVisibilityInput } from './member/choose-visibility.js';
export { ChoosePseudonym } from './pseudonym/choose-pseudonym.js';
export type { ChoosePseudonymInput } from './pseudonym/choose-pseudonym.js';
export { ExportOwnData } from './directory/export-own-data.js';
export { ArchiveQueries } from './archive/archive.queries.js';
export type { ArchiveRow } from './archive/archive.store.js';
export { FetchOwnArchive } from './archive/fetch-own-archive.js';
export type { FetchedArchive } from './archive/fetch-own-archive.js';
export { IssueArchiveTicket } from './archive/issue-archive-ticket.js';
export { RequestOwnArchive } from './archive/request-own-archive.js';
export { ownDataShape } from './directory/own-data.js';
export type { PersonalDataExport } from './directory/own-data.js';
export { CountAccountsBroughtBack } from './account/count-accounts-brought-back.js';
export { EraseAccount } from './account/erase-account.js';
export { KeepingQueries } from './account/keeping.queries.js';
export { ReplayAccountErasures } from './account/replay-account-erasures.js';
export { CountBroughtBack } from './erasure/count-brought-back.js';
export { EraseMember } from './erasure/erase-member.js';
export type { ErasedTexts } from './erasure/erase-member.js';
export { ErasureList } from './erasure/erasure-list.js';
export { knownNames } from './erasure/called.queries.js';
export { defineTakenNames } from './erasure/taken-names.js';
export type { TakenNames } from './erasure/taken-names.js';
export { ReplayErasures } from './erasure/replay-erasures.js';
export { MemberDirectory } from './directory/member-directory.js';
export type { Looker } from './directory/member-directory.js';
export { classesOf, standingsOf } from './directory/standings.queries.js';
export { membershipErrors } from './membership.errors.js';
export type { MemberRecord } from './directory/member-directory.js';
export { MemberQueries } from './directory/member.queries.js';
export { memberView } from './member/member-view.js';
export { awayAmong, erasedAmong } from './member/erased.queries.js';
export type { MemberView } from './member/member-view.js';
export type { MemberOrder } from './member/member-list.store.js';
export type { MemberKind, MemberRow, VoterRow } from './member/member.store.js';
export { OpenAffairs } from './member/open-affairs.js';
export { PendingAnswers } from './application/pending-answers.js';
export type { AffairsAmong } from './member/open-affairs.js';
export { formsOf, isNamedWithin, pairsNear, waysToCall } from './name/forms.js';
export { RenameMember } from './pseudonym/rename-member.js';
export type { Audience, VisibleMember } from './member/visibility.js';
export { whyNotApply, whyNotAppoint, whyNotErase, whyNotMove } from './member/standing-reasons.js';
export { holdersAmong, holdersNow } from './role/holders.queries.js';
export { AppointRole } from './role/appoint-role.js';
export type { AppointRoleInput } from './role/appoint-role.js';
export { EndRole } from './role/end-role.js';
export { ResignRole } from './role/resign-role.js';
export type { EndRoleInput } from './role/end-role.js';
export type { RoleOrigin } from './role/role-term.js';
export type { RoleTermRow } from './role/role.store.js';
export type { Appointment } from './role/roles.js';
export { ChangeStanding } from './standing/change-standing.js';
export type { ChangeStandingInput } from './standing/change-standing.js';
export {
  MemberErased,
  PersonalDataDropped,
  StandingChanged,
  WorkingGroupClosed,
} from './membership.events.js';
export { endSuspension, foreseenReturn } from './standing/end-suspension.js';
export { LeaveCooperative } from './standing/leave-cooperative.js';
export type { Standing, StandingReason } from './member/standing.js';
export type { StandingChangeRow } from './standing/standing-change.store.js';
