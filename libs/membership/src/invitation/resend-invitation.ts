import { Injectable } from '@nestjs/common';
import { daysLater, parseId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { InvitationPost } from './invitation-post.js';
import { checkedInvitationDays, newInvitationToken } from './invitation.js';
import { invitationStore } from './invitation.store.js';
import type { InvitationRow } from './invitation.store.js';
import { lockedOpenInvitation } from './known-invitation.js';

export interface ResendInvitationInput {
  readonly invitationId: string;
  /** 1 to 90, from now. */
  readonly expiresInDays: number;
}

/** Writes the letter of an invitation again; the link in the earlier one ends. */
@Injectable()
export class ResendInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly post: InvitationPost,
  ) {}

  /**
   * @throws CodedError INVALID_ID, INVITATION_UNKNOWN, INVITATION_OVER,
   *   INVITATION_EXPIRY_INVALID, RATE_LIMITED
   */
  async execute(actor: Actor, input: ResendInvitationInput): Promise<InvitationRow> {
    permit(actor, 'invitation.send');
    const days = checkedInvitationDays(input.expiresInDays);
    const { token, hash } = newInvitationToken();
    await this.#demandRoom(actor, parseId(input.invitationId, ['invitationId']));
    return this.unitOfWork.run(actor, async (tx) => {
      const { id, email } = await lockedOpenInvitation(tx, input.invitationId);
      const renewed = await invitationStore.renew(tx, id, hash, daysLater(tx.now, days));
      await this.post.write(tx, { ...renewed, email: email ?? '' }, token);
      return renewed;
    });
  }
  async #demandRoom(actor: Actor, id: string): Promise<void> {
    const [known] = await this.unitOfWork.read(actor, (tx) => invitationStore.findMany(tx, [id]));
    if (known === undefined || known.email === null) return;
    await this.post.demandRoom(actor.cooperativeId ?? '', known.email);
  }
}
