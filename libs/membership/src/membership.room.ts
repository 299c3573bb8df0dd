import type { Room } from '@rochdale/platform';
import { ApplicationEntity } from './application/application.entity.js';
import { ArchiveEntity } from './archive/archive.entity.js';
import { CooperativeEntity } from './cooperative/cooperative.entity.js';
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
    InvitationEntity,
    MemberClassEntity,
    MemberEntity,
    PseudonymEntity,
    RoleTermEntity,
    StandingChangeEntity,
  ],
};
