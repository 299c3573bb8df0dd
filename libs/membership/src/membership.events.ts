import { defineFact, roleNames } from '@rochdale/platform';
import { z } from 'zod';
import { standingNames, standingReasons } from './standing/standing.js';
import { audiences } from './member/visibility.js';

const id = z.uuid();
const time = z.iso.datetime();
const standing = z.enum(standingNames);

export const CooperativeFounded = defineFact(
  'membership.CooperativeFounded',
  1,
  z.object({ cooperativeId: id, slug: z.string(), currency: z.string() }),
);

export const CooperativeChanged = defineFact(
  'membership.CooperativeChanged',
  1,
  z.object({ cooperativeId: id, changed: z.array(z.string()) }),
);

export const MemberClassDefined = defineFact(
  'membership.MemberClassDefined',
  1,
  z.object({ classKey: z.string(), mayVote: z.boolean(), votes: z.number() }),
);

export const MembershipApplied = defineFact(
  'membership.MembershipApplied',
  1,
  z.object({ applicationId: id, memberId: id, classKey: z.string() }),
);

export const MemberAdmitted = defineFact(
  'membership.MemberAdmitted',
  1,
  z.object({ memberId: id, applicationId: id.nullable(), classKey: z.string() }),
);

export const ApplicationDeclined = defineFact(
  'membership.ApplicationDeclined',
  1,
  z.object({ applicationId: id, memberId: id }),
);

export const ApplicationWithdrawn = defineFact(
  'membership.ApplicationWithdrawn',
  1,
  z.object({ applicationId: id, memberId: id }),
);

export const StandingChanged = defineFact(
  'membership.StandingChanged',
  1,
  z.object({
    memberId: id,
    from: standing.nullable(),
    to: standing,
    reason: z.enum(standingReasons),
  }),
);

export const RoleAppointed = defineFact(
  'membership.RoleAppointed',
  1,
  z.object({
    termId: id,
    memberId: id,
    role: z.enum(roleNames),
    origin: z.enum(['appointed', 'elected']),
    startsAt: time,
    endsAt: time.nullable(),
  }),
);

export const RoleEnded = defineFact(
  'membership.RoleEnded',
  1,
  z.object({ termId: id, memberId: id, role: z.enum(roleNames), endsAt: time }),
);

export const VisibilityChosen = defineFact(
  'membership.VisibilityChosen',
  1,
  z.object({ memberId: id, name: z.enum(audiences), profile: z.enum(audiences) }),
);

export const MemberRenamed = defineFact('membership.MemberRenamed', 1, z.object({ memberId: id }));

export const MemberErased = defineFact('membership.MemberErased', 1, z.object({ memberId: id }));
