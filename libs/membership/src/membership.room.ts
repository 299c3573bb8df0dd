import type { Room } from '@rochdale/platform';
import { AdmitMemberAction } from './application/admit.action.js';
import { AppointRoleAction } from './role/appoint.action.js';
import { ElectRoleAction } from './role/elect.action.js';
import { ChangeClassAction } from './standing/change-class.action.js';
import { EndRoleAction } from './role/end.action.js';
import { ExpelMemberAction } from './standing/expel.action.js';
import { SuspendMemberAction } from './standing/suspend.action.js';
import { ApplicationEntity } from './application/application.entity.js';
import { ArchiveEntity } from './archive/archive.entity.js';
import { CooperativeEntity } from './cooperative/cooperative.entity.js';
import { CloseGroupAction } from './group/close.action.js';
import { GroupMemberEntity } from './group/group-member.entity.js';
import { OpenGroupAction } from './group/open.action.js';
import { WorkingGroupEntity } from './group/working-group.entity.js';
import { ErasureEntity } from './erasure/erasure.entity.js';
import { membershipHandlers } from './membership.handlers.js';
import { membershipInvariants } from './membership.invariants.js';
import { InvitationEntity } from './invitation/invitation.entity.js';
import { MemberClassEntity } from './member-class/member-class.entity.js';
import { MemberEntity } from './member/member.entity.js';
import { membershipLetters } from './membership.letters.js';
import { MembershipModule } from './membership.module.js';
import { membershipPermissions } from './membership.permissions.js';
import { PseudonymEntity } from './pseudonym/pseudonym.entity.js';
import { RoleTermEntity } from './role/role-term.entity.js';
import { StandingChangeEntity } from './standing/standing-change.entity.js';
import { membershipPersonalData } from './membership.personal-data.js';

export const membershipRoom: Room = {
  name: 'membership',
  module: MembershipModule,
  actions: [
    AdmitMemberAction,
    AppointRoleAction,
    ElectRoleAction,
    ChangeClassAction,
    CloseGroupAction,
    EndRoleAction,
    ExpelMemberAction,
    OpenGroupAction,
    SuspendMemberAction,
  ],
  permissions: membershipPermissions,
  handlers: membershipHandlers,
  letters: membershipLetters,
  invariants: membershipInvariants,
  personalData: membershipPersonalData,
  entities: [
    ApplicationEntity,
    ArchiveEntity,
    CooperativeEntity,
    ErasureEntity,
    GroupMemberEntity,
    InvitationEntity,
    MemberClassEntity,
    MemberEntity,
    PseudonymEntity,
    RoleTermEntity,
    StandingChangeEntity,
    WorkingGroupEntity,
  ],
};
