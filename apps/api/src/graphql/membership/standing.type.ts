import { registerEnumType } from '@nestjs/graphql';
import { standingsOf } from '@rochdale/membership';
import type { Standing } from '@rochdale/membership';
import type { LookedAt, Looks, LooksBehind } from '@rochdale/platform';

/** Where a member stands; the values are the words of the membership room. */
export const StandingEnum = {
  APPLICANT: 'applicant',
  ACTIVE: 'active',
  PAUSED: 'paused',
  IN_ARREARS: 'in-arrears',
  SUSPENDED: 'suspended',
  LEFT: 'left',
  EXPELLED: 'expelled',
} as const;

registerEnumType(StandingEnum, {
  name: 'Standing',
  description: 'Where a member stands with the co-operative.',
  valuesMap: {
    APPLICANT: { description: 'Has applied and waits for an answer.' },
    ACTIVE: { description: 'A member in good standing.' },
    PAUSED: { description: 'A member who takes a break.' },
    IN_ARREARS: { description: 'A member whose dues are overdue.' },
    SUSPENDED: { description: 'Without a member’s rights for now.' },
    LEFT: { description: 'Left, withdrew or was declined; may apply again.' },
    EXPELLED: { description: 'Expelled, for good.' },
  },
});

export const StandingReasonEnum = {
  APPLIED: 'applied',
  ADMITTED: 'admitted',
  DECLINED: 'declined',
  WITHDRAWN: 'withdrawn',
  FOUNDED: 'founded',
  REQUESTED: 'requested',
  RETURNED: 'returned',
  ARREARS: 'arrears',
  ARREARS_SETTLED: 'arrears-settled',
  CONDUCT: 'conduct',
  INACTIVE: 'inactive',
  RESIGNED: 'resigned',
  EXPELLED: 'expelled',
  APPEAL_UPHELD: 'appeal-upheld',
  OTHER: 'other',
} as const;

registerEnumType(StandingReasonEnum, {
  name: 'StandingReason',
  description: 'Why a standing changed.',
  valuesMap: {
    APPLIED: { description: 'Applied for membership.' },
    ADMITTED: { description: 'Was admitted.' },
    DECLINED: { description: 'The application was declined.' },
    WITHDRAWN: { description: 'The application was withdrawn.' },
    FOUNDED: { description: 'Founded the co-operative.' },
    REQUESTED: { description: 'The member asked for it.' },
    RETURNED: { description: 'Came back from a break or a suspension.' },
    ARREARS: { description: 'Dues were overdue.' },
    ARREARS_SETTLED: { description: 'Overdue dues were paid.' },
    CONDUCT: { description: 'The member’s conduct.' },
    INACTIVE: { description: 'Nothing was heard of the member.' },
    RESIGNED: { description: 'The member left.' },
    EXPELLED: { description: 'The member was expelled.' },
    APPEAL_UPHELD: { description: 'An appeal against an expulsion was upheld.' },
    OTHER: { description: 'Another reason, which the note tells.' },
  },
});

export const MemberKindEnum = { PERSON: 'person', ORGANISATION: 'organisation' } as const;

registerEnumType(MemberKindEnum, {
  name: 'MemberKind',
  description: 'What a member is.',
  valuesMap: {
    PERSON: { description: 'A natural person.' },
    ORGANISATION: { description: 'An organisation, perhaps another co-operative.' },
  },
});

export const AudienceEnum = { OFFICERS: 'officers', MEMBERS: 'members', PUBLIC: 'public' } as const;

registerEnumType(AudienceEnum, {
  name: 'Audience',
  description: 'Who may see something about a member; they themselves and the officers always may.',
  valuesMap: {
    OFFICERS: {
      description:
        'The officers only; what the audit trail tells of it, such as class and when somebody ' +
        'was admitted, auditors read as well.',
    },
    MEMBERS: { description: 'All current members.' },
    PUBLIC: { description: 'Everyone.' },
  },
});

/** What of a person it tells that they stand there; being in arrears is about what they paid. */
const told: ReadonlyMap<unknown, LookedAt> = new Map<Standing, LookedAt>([
  ['in-arrears', 'invoice'],
  ['paused', 'standing'],
  ['suspended', 'standing'],
  ['expelled', 'standing'],
]);

/** What is looked at where one is told that somebody stands, or stood, there. */
export function looksAtStanding(memberId: string, standings: readonly unknown[]) {
  return standings.flatMap((standing) => {
    const what = told.get(standing);
    return what === undefined ? [] : [{ what, memberId }];
  });
}

/** Puts on record that somebody is told where the member stands. */
export function lookAtStanding(looks: Looks, memberId: string, standing: unknown): void {
  for (const { what } of looksAtStanding(memberId, [standing])) looks.at(what, memberId);
}

/** At how members stand, where that is a look. */
export const behindStanding: LooksBehind = async (tx, memberIds) =>
  (await standingsOf(tx, memberIds)).flatMap(({ memberId, standing }) =>
    looksAtStanding(memberId, [standing]),
  );
