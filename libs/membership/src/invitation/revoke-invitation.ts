import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { InvitationRevoked } from '../membership.events.js';
import { invitationStore } from './invitation.store.js';
import type { InvitationRow } from './invitation.store.js';
import { lockedOpenInvitation } from './known-invitation.js';

/** Takes an invitation back: its link ends, and the name and the address are forgotten. */
@Injectable()
export class RevokeInvitation {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws CodedError INVALID_ID, INVITATION_UNKNOWN, INVITATION_OVER */
  async execute(actor: Actor, input: { invitationId: string }): Promise<InvitationRow> {
    permit(actor, 'invitation.revoke');
    return this.unitOfWork.run(actor, async (tx) => {
      const { id } = await lockedOpenInvitation(tx, input.invitationId);
      const revoked = await invitationStore.revoke(tx, id);
      tx.announce(InvitationRevoked.of(id, { invitationId: id }));
      return revoked;
    });
  }
}
