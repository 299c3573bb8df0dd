import { Injectable } from '@nestjs/common';
import { permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import type { InvitationState } from './invitation.js';
import { invitationStore } from './invitation.store.js';
import type { InvitationRow } from './invitation.store.js';

/** Invitations, for officers. */
@Injectable()
export class InvitationQueries {
  /** The newest first. @throws CodedError INVALID_CURSOR, INVALID_INPUT */
  async page(
    tx: Tx,
    request: PageRequest,
    state: InvitationState | null = null,
  ): Promise<Page<InvitationRow>> {
    permit(tx.actor, 'invitation.read');
    return invitationStore.page(tx, request, state);
  }

  async findMany(tx: Tx, ids: readonly string[]): Promise<InvitationRow[]> {
    permit(tx.actor, 'invitation.read');
    return invitationStore.findMany(tx, ids);
  }
}
