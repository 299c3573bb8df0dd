/** Co-operatives, their members, standing, roles and privacy: as whom somebody acts. */
export { MembershipModule } from './membership.module.js';
export { membershipRoom } from './membership.room.js';
export { AdmitMember } from './application/admit-member.js';
export type { DecideApplicationInput } from './application/admit-member.js';
export { ApplicationQueries } from './application/application.queries.js';
export type { ApplicationRow, ApplicationState } from './application/application.store.js';
export { ApplyForMembership } from './application/apply-for-membership.js';
export type {
  AppliedMembership,
  ApplyForMembershipInput,
} from './application/apply-for-membership.js';
export { DeclineApplication } from './application/decline-application.js';
export { WithdrawApplication } from './application/withdraw-application.js';
export { ChangeCooperative } from './cooperative/change-cooperative.js';
export type { ChangeCooperativeInput } from './cooperative/change-cooperative.js';
export type { CooperativeSettings } from './cooperative/cooperative.js';
export { CooperativeQueries } from './cooperative/cooperative.queries.js';
export type { CooperativeRow } from './cooperative/cooperative.store.js';
export { timeZoneOf } from './cooperative/time-zone.js';
export { FoundCooperative } from './founding/found-cooperative.js';
export type {
  FoundCooperativeInput,
  FoundedCooperative,
  Founder,
} from './founding/found-cooperative.js';
export { DefineMemberClass } from './member-class/define-member-class.js';
export type { ClassOpenTo, MemberClass } from './member-class/member-class.js';
export { ActorResolver } from './member/actor-resolver.js';
export { ChooseVisibility } from './member/choose-visibility.js';
export type { ChooseVisibilityInput } from './member/choose-visibility.js';
export { EraseMember } from './member/erase-member.js';
export { ExportOwnData } from './directory/export-own-data.js';
export type { PersonalDataExport } from './directory/export-own-data.js';
export { MemberDirectory } from './directory/member-directory.js';
export type { MemberRecord } from './directory/member-directory.js';
export { MemberQueries } from './directory/member.queries.js';
export { memberView } from './member/member-view.js';
export type { MemberView } from './member/member-view.js';
export type { MemberKind, MemberRow, VoterRow } from './member/member.store.js';
export { PersonalDataSources } from './directory/personal-data.js';
export type { PersonalDataSource, PersonOfData } from './directory/personal-data.js';
export { RenameMember } from './member/rename-member.js';
export type { Audience, VisibleMember } from './member/visibility.js';
export { whyNotApply, whyNotErase } from './member/standing-reasons.js';
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
export { LeaveCooperative } from './standing/leave-cooperative.js';
export type { Standing, StandingReason } from './member/standing.js';
export type { StandingChangeRow } from './standing/standing-change.store.js';
