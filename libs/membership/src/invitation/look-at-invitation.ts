import { Injectable } from '@nestjs/common';
import { permit, sha256Hex, systemActor, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { CooperativeQueries } from '../cooperative/cooperative.queries.js';
import { invitationState } from './invitation.js';
import { invitationStore } from './invitation.store.js';

/** To what a link invites: whoever has it reads that before they accept. */
@Injectable()
export class LookAtInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cooperatives: CooperativeQueries,
  ) {}

  /**
   * The name of the co-operative; null for every link that is not, or no more.
   *
   * @throws CodedError FORBIDDEN
   */
  async execute(actor: Actor, { token }: { readonly token: string }): Promise<string | null> {
    permit(actor, 'invitation.accept');
    const tokenHash = sha256Hex(token);
    const cooperativeId = await this.unitOfWork.read(actor, (tx) =>
      invitationStore.cooperativeOf(tx, tokenHash),
    );
    if (cooperativeId === null) return null;
    const service = systemActor(cooperativeId, 'job', actor.requestId);
    return this.unitOfWork.read(service, async (tx) => {
      const invitation = await invitationStore.findByToken(tx, tokenHash);
      const isOpen = invitation !== null && invitationState(invitation, tx.now) === 'open';
      return isOpen ? this.cooperatives.nameOf(tx) : null;
    });
  }
}
