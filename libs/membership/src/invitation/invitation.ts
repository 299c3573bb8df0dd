import { randomBytes } from 'node:crypto';
import { sha256Hex } from '@rochdale/platform';
import type { CodedError } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';

/** Where an invitation stands: `expired` is an open one whose time is over. */
export type InvitationState = 'open' | 'expired' | 'accepted' | 'revoked';

/** So long after an invitation is over, or accepted, it is known to whom its letter went. */
export const invitationKeptDays = 30;

interface Invitation {
  readonly state: 'open' | 'accepted' | 'revoked';
  readonly expiresAt: Date;
}

/** @param now the unit of work's time */
export function invitationState({ state, expiresAt }: Invitation, now: Date): InvitationState {
  return state === 'open' && expiresAt <= now ? 'expired' : state;
}

/** Why nothing more is done with an invitation that stands there; null when something is. */
export function whyNotResend(state: InvitationState): CodedError | null {
  if (state === 'open' || state === 'expired') return null;
  const message = 'This invitation was accepted or revoked already.';
  return membershipErrors.error('INVITATION_OVER', message, { path: ['invitationId'] });
}

/** What a link that leads nowhere any more is answered with, whatever the reason. */
export function invitationOver(): CodedError {
  const message = 'This invitation was used or revoked, or its time is over. Ask for another one.';
  return membershipErrors.error('INVITATION_OVER', message, { path: ['token'] });
}

/** @throws CodedError INVITATION_EXPIRY_INVALID unless it is a whole number of days from 1 to 90 */
export function checkedInvitationDays(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= 90) return days;
  throw membershipErrors.error('INVITATION_EXPIRY_INVALID', 'An invitation stands 1 to 90 days.', {
    path: ['expiresInDays'],
  });
}

/** 32 random bytes behind a prefix that secret scanners can recognise, and what is kept of them. */
export function newInvitationToken(): { readonly token: string; readonly hash: string } {
  const token = `rci_${randomBytes(32).toString('base64url')}`;
  return { token, hash: sha256Hex(token) };
}
