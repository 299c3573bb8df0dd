import { platformErrors } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { identityErrors } from '../identity.errors.js';

/** The account that acts. @throws CodedError UNAUTHENTICATED when there is none */
export function ownAccountId(actor: Actor): string {
  if (actor.accountId === null) {
    throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
  }
  return actor.accountId;
}

/** A token may not make tokens: that takes the person. @throws CodedError SESSION_REQUIRED */
export function demandPresence(actor: Actor): void {
  if (actor.via === 'personal-token' || actor.via === 'api-key') {
    throw identityErrors.error('SESSION_REQUIRED', 'Sign in yourself to do this.');
  }
}
