import { parseId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';
import { invitationState, whyNotResend } from './invitation.js';
import { invitationStore } from './invitation.store.js';
import type { InvitationRow } from './invitation.store.js';

/**
 * The invitation, locked, and neither accepted nor revoked.
 *
 * @throws CodedError INVALID_ID, INVITATION_UNKNOWN, INVITATION_OVER
 */
export async function lockedOpenInvitation(tx: Tx, id: string): Promise<InvitationRow> {
  const invitation = await invitationStore.lock(tx, parseId(id, ['invitationId']));
  if (invitation === null) {
    throw membershipErrors.error('INVITATION_UNKNOWN', 'There is no such invitation here.', {
      path: ['invitationId'],
    });
  }
  const reason = whyNotResend(invitationState(invitation, tx.now));
  if (reason !== null) throw reason;
  return invitation;
}
