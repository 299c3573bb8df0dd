import { defineFact, idOf, roleNames } from '@rochdale/platform';
import { z } from 'zod';
import { standingNames, standingReasons } from './member/standing.js';
import { audiences } from './member/visibility.js';

declare module '@rochdale/platform' {
  interface SubjectKinds {
    application: true;
    invitation: true;
    member: true;
  }
}

const time = z.iso.datetime();
const standing = z.enum(standingNames);

export const CooperativeFounded = defineFact({
  type: 'membership.CooperativeFounded',
  version: 1,
  subject: 'cooperative',
  visibility: 'public',
  data: z.object({ cooperativeId: idOf('Cooperative'), slug: z.string(), currency: z.string() }),
});

export const CooperativeChanged = defineFact({
  type: 'membership.CooperativeChanged',
  version: 1,
  subject: 'cooperative',
  visibility: 'public',
  data: z.object({ cooperativeId: idOf('Cooperative'), changed: z.array(z.string()) }),
});

export const MemberClassDefined = defineFact({
  type: 'membership.MemberClassDefined',
  version: 1,
  subject: 'cooperative',
  visibility: 'public',
  data: z.object({ classKey: z.string(), mayVote: z.boolean(), votes: z.number() }),
});

export const MembershipApplied = defineFact({
  type: 'membership.MembershipApplied',
  version: 1,
  subject: 'application',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    applicationId: idOf('Application'),
    memberId: idOf('Member'),
    classKey: z.string(),
  }),
});

export const MemberAdmitted = defineFact({
  type: 'membership.MemberAdmitted',
  version: 1,
  subject: 'member',
  visibility: 'members',
  data: z.object({
    memberId: idOf('Member'),
    applicationId: idOf('Application').nullable(),
    classKey: z.string(),
  }),
});

export const ApplicationDeclined = defineFact({
  type: 'membership.ApplicationDeclined',
  version: 1,
  subject: 'application',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ applicationId: idOf('Application'), memberId: idOf('Member') }),
});

export const ApplicationWithdrawn = defineFact({
  type: 'membership.ApplicationWithdrawn',
  version: 1,
  subject: 'application',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ applicationId: idOf('Application'), memberId: idOf('Member') }),
});

export const MemberInvited = defineFact({
  type: 'membership.MemberInvited',
  version: 1,
  subject: 'invitation',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ invitationId: idOf('Invitation'), classKey: z.string() }),
});

export const InvitationRevoked = defineFact({
  type: 'membership.InvitationRevoked',
  version: 1,
  subject: 'invitation',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ invitationId: idOf('Invitation') }),
});

export const InvitationAccepted = defineFact({
  type: 'membership.InvitationAccepted',
  version: 1,
  subject: 'invitation',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ invitationId: idOf('Invitation'), memberId: idOf('Member') }),
});

export const StandingChanged = defineFact({
  type: 'membership.StandingChanged',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    memberId: idOf('Member'),
    from: standing.nullable(),
    to: standing,
    reason: z.enum(standingReasons),
  }),
});

/** Of which class somebody is, they show to whom they choose. */
export const MemberClassChanged = defineFact({
  type: 'membership.MemberClassChanged',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ memberId: idOf('Member'), from: z.string(), to: z.string() }),
});

export const RoleAppointed = defineFact({
  type: 'membership.RoleAppointed',
  version: 1,
  subject: 'member',
  visibility: 'members',
  data: z.object({
    termId: idOf('RoleTerm'),
    memberId: idOf('Member'),
    role: z.enum(roleNames),
    origin: z.enum(['appointed', 'elected']),
    startsAt: time,
    endsAt: time.nullable(),
  }),
});

export const RoleEnded = defineFact({
  type: 'membership.RoleEnded',
  version: 1,
  subject: 'member',
  visibility: 'members',
  data: z.object({
    termId: idOf('RoleTerm'),
    memberId: idOf('Member'),
    role: z.enum(roleNames),
    endsAt: time,
  }),
});

const group = { key: z.string(), name: z.string() };
const ofGroup = { key: z.string(), memberId: idOf('Member') };

export const WorkingGroupOpened = defineFact({
  type: 'membership.WorkingGroupOpened',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object(group),
});

export const WorkingGroupClosed = defineFact({
  type: 'membership.WorkingGroupClosed',
  version: 1,
  subject: 'cooperative',
  visibility: 'members',
  data: z.object(group),
});

export const GroupJoined = defineFact({
  type: 'membership.GroupJoined',
  version: 1,
  subject: 'member',
  visibility: 'members',
  data: z.object(ofGroup),
});

/** By their own wish: of who leaves the co-operative nothing is said here. */
export const GroupLeft = defineFact({
  type: 'membership.GroupLeft',
  version: 1,
  subject: 'member',
  visibility: 'members',
  data: z.object(ofGroup),
});

export const VisibilityChosen = defineFact({
  type: 'membership.VisibilityChosen',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ memberId: idOf('Member'), name: z.enum(audiences), profile: z.enum(audiences) }),
});

/** Whether there is one now, and who reads it; never which. */
export const PseudonymChosen = defineFact({
  type: 'membership.PseudonymChosen',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({
    memberId: idOf('Member'),
    isSet: z.boolean(),
    visibleTo: z.enum(audiences),
  }),
});

export const MemberRenamed = defineFact({
  type: 'membership.MemberRenamed',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ memberId: idOf('Member') }),
});

/** For whoever was told of the member, by webhook among others: they forget them as well. */
export const MemberErased = defineFact({
  type: 'membership.MemberErased',
  version: 1,
  subject: 'member',
  visibility: 'members',
  data: z.object({ memberId: idOf('Member') }),
});

/** How much was dropped at the end of its term, and never what. */
export const PersonalDataDropped = defineFact({
  type: 'membership.PersonalDataDropped',
  version: 1,
  subject: 'cooperative',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ table: z.string(), term: z.string(), rows: z.number() }),
});

/** That somebody who left was told that something is owed to them, for want of which they stay. */
export const FormerMemberOwed = defineFact({
  type: 'membership.FormerMemberOwed',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ memberId: idOf('Member') }),
});

/** That somebody who left was told when they are erased. */
export const FormerMemberTold = defineFact({
  type: 'membership.FormerMemberTold',
  version: 1,
  subject: 'member',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ memberId: idOf('Member'), lastDay: z.iso.date() }),
});
