import type { Actor } from '@rochdale/platform';
import { belongs } from './standing.js';
import { membershipErrors } from '../membership.errors.js';

/** Who may see a thing about a member: always themselves and the officers, at most everyone. */
export const audiences = ['officers', 'members', 'public'] as const;
export type Audience = (typeof audiences)[number];

/** What only officers read is, of what others are called, no word that anybody is told of. */
export const beyondOfficers: readonly Audience[] = ['members', 'public'];

const officerRoles = ['administrator', 'membership-officer', 'secretary', 'treasurer'] as const;

/** How close an actor is to the members of the co-operative that they act in. */
export function closeness(actor: Actor): Audience {
  if (actor.kind === 'system') return 'officers';
  if (!belongs(actor.standing ?? '')) return 'public';
  return officerRoles.some((role) => actor.roles.has(role)) ? 'officers' : 'members';
}

/** Whether a viewer who is this close sees what was opened to that audience. */
export function sees(viewer: Audience, openTo: Audience): boolean {
  return audiences.indexOf(viewer) <= audiences.indexOf(openTo);
}

/** @throws CodedError VISIBILITY_UNKNOWN */
export function parseAudience(text: string, path: readonly string[]): Audience {
  const audience = audiences.find((name) => name === text);
  if (audience === undefined) {
    throw membershipErrors.error('VISIBILITY_UNKNOWN', 'Choose officers, members or public.', {
      path,
    });
  }
  return audience;
}

/** What is known of a member before anybody asks who is looking. */
export interface MemberFacts {
  readonly id: string;
  readonly displayName: string | null;
  readonly nameVisibleTo: Audience;
  readonly pseudonym: string | null;
  readonly pseudonymVisibleTo: Audience;
  readonly profileVisibleTo: Audience;
  readonly classKey: string;
  readonly standing: string;
  readonly admittedAt: Date | null;
}

/** A member as one viewer may see them; what they may not see is null. */
export interface VisibleMember {
  readonly id: string;
  /** The name, or the pseudonym where that is what the viewer is told. */
  readonly displayName: string | null;
  readonly isPseudonym: boolean;
  readonly classKey: string | null;
  readonly admittedAt: Date | null;
  /** Arrears and suspensions are between a member and the officers. */
  readonly standing: string | null;
}

/**
 * A partner has an id of its own for each member: by a pseudonym that others read as well, what two
 * partners know could be put together.
 */
export const isToldPseudonyms = ({ partnerId }: Actor): boolean => partnerId === null;

/** What the viewer calls the member by. */
function calledBy(
  actor: Actor,
  viewer: Audience,
  member: MemberFacts,
): Pick<VisibleMember, 'displayName' | 'isPseudonym'> {
  const { displayName, nameVisibleTo, pseudonym, pseudonymVisibleTo } = member;
  if (sees(viewer, nameVisibleTo)) return { displayName, isPseudonym: false };
  if (pseudonym !== null && isToldPseudonyms(actor) && sees(viewer, pseudonymVisibleTo)) {
    return { displayName: pseudonym, isPseudonym: true };
  }
  return { displayName: null, isPseudonym: false };
}

export function asSeenBy(actor: Actor, member: MemberFacts): VisibleMember {
  const own = actor.memberId === member.id;
  const viewer = own ? 'officers' : closeness(actor);
  const profile = sees(viewer, member.profileVisibleTo);
  const { displayName, isPseudonym } = calledBy(actor, viewer, member);
  return {
    id: member.id,
    displayName,
    isPseudonym,
    classKey: profile ? member.classKey : null,
    admittedAt: profile ? member.admittedAt : null,
    standing: viewer === 'officers' ? member.standing : null,
  };
}
