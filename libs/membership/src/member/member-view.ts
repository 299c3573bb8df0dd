import type { Actor } from '@rochdale/platform';
import type { MemberKind, MemberRow } from './member.store.js';
import { asSeenBy, closeness } from './visibility.js';
import type { Audience, VisibleMember } from './visibility.js';

/** A member as this viewer may see them. What they may not see is null. */
export interface MemberView extends VisibleMember {
  readonly kind: MemberKind;
  /** Nobody any more: what they did is told without them. */
  readonly isErased: boolean;
  /** The member's own choices, for themselves and the officers. */
  readonly nameVisibleTo: Audience | null;
  readonly pseudonym: string | null;
  readonly pseudonymVisibleTo: Audience | null;
  readonly profileVisibleTo: Audience | null;
}

/**
 * Shows a member to this viewer. Field by field: a page names dozens, and to copy an object costs
 * ten times as much as to write one down.
 */
export function memberView(actor: Actor, row: MemberRow): MemberView {
  const close = actor.memberId === row.id || closeness(actor) === 'officers';
  const seen = asSeenBy(actor, row);
  return {
    id: seen.id,
    displayName: seen.displayName,
    isPseudonym: seen.isPseudonym,
    classKey: seen.classKey,
    admittedAt: seen.admittedAt,
    standing: seen.standing,
    kind: row.kind,
    isErased: row.erasedAt !== null,
    nameVisibleTo: close ? row.nameVisibleTo : null,
    pseudonym: close ? row.pseudonym : null,
    pseudonymVisibleTo: close ? row.pseudonymVisibleTo : null,
    profileVisibleTo: close ? row.profileVisibleTo : null,
  };
}
