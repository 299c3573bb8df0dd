import { Injectable } from '@nestjs/common';
import { daysLater, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { InvitationRevoked } from '../membership.events.js';
import { invitationKeptDays } from './invitation.js';
import { invitationStore } from './invitation.store.js';

/**
 * Forgets whom letters of invitation went to, once that is of no more use: an invitation that
 * nobody accepted is revoked, one that was accepted keeps the member and no address. So do those of
 * whoever asked to be erased: at night, as the instant would tell officers whose account it was.
 */
@Injectable()
export class SweepInvitations {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** How many were closed, and how many forgotten. @throws CodedError FORBIDDEN */
  async execute(actor: Actor): Promise<{ readonly closed: number; readonly forgotten: number }> {
    permit(actor, 'invitation.sweep');
    return this.unitOfWork.run(actor, async (tx) => {
      const before = daysLater(tx.now, -invitationKeptDays);
      const closed = await invitationStore.close(tx, before);
      for (const { id } of closed) tx.announce(InvitationRevoked.of(id, { invitationId: id }));
      return { closed: closed.length, forgotten: await invitationStore.forget(tx, before) };
    });
  }
}
