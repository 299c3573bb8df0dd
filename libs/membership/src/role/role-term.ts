import { roleNames } from '@rochdale/platform';
import type { Role } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';

export type RoleOrigin = 'appointed' | 'elected';

/** From when until when; without an end, until it is ended. The end itself is not included. */
export interface Term {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

/** @throws CodedError ROLE_UNKNOWN */
export function parseRole(text: string): Role {
  const role = roleNames.find((name) => name === text);
  if (role === undefined) {
    throw membershipErrors.error('ROLE_UNKNOWN', 'There is no such role.', { path: ['role'] });
  }
  return role;
}

export function covers({ startsAt, endsAt }: Term, moment: Date): boolean {
  return startsAt <= moment && (endsAt === null || endsAt > moment);
}

/** @throws CodedError ROLE_TERM_INVALID unless the end comes after the start and is not over */
export function checkedTerm(term: Term, now: Date): Term {
  const { startsAt, endsAt } = term;
  if (endsAt !== null && (endsAt <= startsAt || endsAt <= now)) {
    throw membershipErrors.error('ROLE_TERM_INVALID', 'A term ends after it starts, and not yet.', {
      path: ['endsAt'],
    });
  }
  return term;
}

/**
 * When a term really ends, asked to end at `wanted`: never before it started, never later than it
 * would have.
 *
 * @throws CodedError ROLE_TERM_ENDED when it is over already or ends no later anyway
 */
export function shortenedEnd(term: Term, wanted: Date, now: Date): Date {
  const over = term.endsAt !== null && term.endsAt <= now;
  const endsAt = wanted < term.startsAt ? term.startsAt : wanted;
  if (over || (term.endsAt !== null && endsAt >= term.endsAt)) {
    throw membershipErrors.error('ROLE_TERM_ENDED', 'This term ends no later anyway.', {
      path: ['termId'],
    });
  }
  return endsAt;
}
