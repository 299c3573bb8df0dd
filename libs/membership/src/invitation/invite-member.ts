import { Injectable } from '@nestjs/common';
import { Accounts, checkedEmail } from '@rochdale/identity';
import { daysLater, newId, permit, UnitOfWork, violates } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { demandOpenClass } from '../member-class/open-class.js';
import { checkedDisplayName } from '../member/known-member.js';
import { membershipErrors } from '../membership.errors.js';
import { InvitationRevoked, MemberInvited } from '../membership.events.js';
import { InvitationPost } from './invitation-post.js';
import { checkedInvitationDays, invitationState, newInvitationToken } from './invitation.js';
import { invitationStore } from './invitation.store.js';
import type { InvitationRow } from './invitation.store.js';

export interface InviteMemberInput {
  readonly email: string;
  /** What the co-operative is going to call them, unless they say otherwise. */
  readonly name?: string | null;
  readonly classKey: string;
  /** 1 to 90. */
  readonly expiresInDays: number;
}

/**
 * An officer who may admit invites a person by their address. Whoever follows the letter's link is
 * a member, also where nobody may apply. Nothing tells whether the address has an account.
 */
@Injectable()
export class InviteMember {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly post: InvitationPost,
    private readonly accounts: Accounts,
  ) {}

  /**
   * @throws CodedError EMAIL_INVALID, MEMBER_NAME_INVALID, MEMBER_NAME_TAKEN,
   *   INVITATION_EXPIRY_INVALID,
   *   MEMBER_CLASS_UNKNOWN, MEMBER_CLASS_NOT_OPEN, INVITATION_OPEN, RATE_LIMITED
   */
  async execute(actor: Actor, input: InviteMemberInput): Promise<InvitationRow> {
    permit(actor, 'invitation.send');
    const email = checkedEmail(input.email);
    const name = input.name ? checkedDisplayName(input.name) : null;
    const days = checkedInvitationDays(input.expiresInDays);
    const { classKey } = input;
    await this.post.demandRoom(actor.cooperativeId ?? '', email);
    const { token, hash: tokenHash } = newInvitationToken();
    try {
      return await this.unitOfWork.run(actor, async (tx) => {
        // Before all else that is locked: who is erased meanwhile is not left written down here.
        await this.accounts.holdAddress(tx, email);
        await demandOpenClass(tx, { classKey, kind: 'person' });
        await dropExpired(tx, email);
        const expiresAt = daysLater(tx.now, days);
        const draft = { id: newId(), email, name, classKey, tokenHash, expiresAt };
        const invitation = await invitationStore.insert(tx, draft);
        tx.announce(MemberInvited.of(draft.id, { invitationId: draft.id, classKey }));
        await this.post.write(tx, { ...invitation, email }, token);
        return invitation;
      });
    } catch (error) {
      throw violates(error, 'invitations_open_unique') ? alreadyInvited() : error;
    }
  }
}

/** Who was invited before, and let the time go by, is invited anew. */
async function dropExpired(tx: Tx, email: string): Promise<void> {
  const known = await invitationStore.lockOpen(tx, email);
  if (known === null) return;
  if (invitationState(known, tx.now) === 'open') throw alreadyInvited();
  await invitationStore.revoke(tx, known.id);
  tx.announce(InvitationRevoked.of(known.id, { invitationId: known.id }));
}

const alreadyInvited = () =>
  membershipErrors.error('INVITATION_OPEN', 'This address is invited. Send the letter again.', {
    path: ['email'],
  });
