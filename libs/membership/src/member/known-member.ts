import { hasUnseen, parseId, platformErrors } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { nameTaken } from '../name/name-taken.js';
import { isReservedAsWritten } from '../name/name.js';
import { memberStore } from './member.store.js';
import type { MemberRow } from './member.store.js';

/** The member, locked. @throws CodedError INVALID_ID, MEMBER_UNKNOWN */
export async function lockedMember(tx: Tx, memberId: string): Promise<MemberRow> {
  const member = await memberStore.lock(tx, parseId(memberId, ['memberId']));
  if (member === null) {
    throw membershipErrors.error('MEMBER_UNKNOWN', 'There is no such member here.', {
      path: ['memberId'],
    });
  }
  return member;
}

/** The member that acts. @throws CodedError FORBIDDEN when the actor is none */
export function ownMemberId(actor: Actor): string {
  if (actor.memberId === null) {
    throw platformErrors.error('FORBIDDEN', 'You are no member of this co-operative.');
  }
  return actor.memberId;
}

const letterOrDigit = /[\p{L}\p{N}]/u;

/**
 * With single blanks between its words.
 *
 * @throws CodedError MEMBER_NAME_INVALID unless it has 1 to 200 characters, of which one sees each,
 *   and a letter or a digit; MEMBER_NAME_TAKEN where it is, word by word, one for an office, for
 *   nobody or for the service
 */
export function checkedDisplayName(name: string): string {
  const trimmed = name.replaceAll(/\s+/gu, ' ').trim();
  const isSeen = letterOrDigit.test(trimmed) && !hasUnseen(trimmed);
  if (trimmed.length < 1 || trimmed.length > 200 || !isSeen) {
    throw membershipErrors.error(
      'MEMBER_NAME_INVALID',
      'A name has 1 to 200 characters, letters or digits among them, and none that nobody sees.',
      { path: ['displayName'] },
    );
  }
  if (isReservedAsWritten(trimmed)) throw nameTaken();
  return trimmed;
}

/** Free words, or null for none. @throws CodedError NOTE_TOO_LONG over 5,000 characters */
export function checkedNote(note: string | null | undefined): string | null {
  const trimmed = note?.trim() ?? '';
  if (trimmed.length > 5000) {
    throw membershipErrors.error('NOTE_TOO_LONG', 'A note has at most 5,000 characters.', {
      path: ['note'],
    });
  }
  return trimmed === '' ? null : trimmed;
}
