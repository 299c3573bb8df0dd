import { Injectable } from '@nestjs/common';
import { daysLater, permit, rowsAtOnce, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
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

  /**
   * How many were closed, and how many forgotten. One that cannot be keeps none of the others.
   *
   * @throws CodedError FORBIDDEN; Error of those that could not, after all had their turn
   */
  async execute(actor: Actor): Promise<{ readonly closed: number; readonly forgotten: number }> {
    permit(actor, 'invitation.sweep');
    const { before, ids } = await this.unitOfWork.read(actor, async (tx) => {
      const by = daysLater(tx.now, -invitationKeptDays);
      return { before: by, ids: await invitationStore.longOver(tx, by) };
    });
    const turns = new Turns();
    const run = (work: (tx: Tx) => Promise<number>) => this.unitOfWork.run(actor, work);
    const closed = await turns.some(ids, rowsAtOnce, (some) =>
      run((tx) => close(tx, some, before)),
    );
    const forgotten = await turns.some(ids, rowsAtOnce, (some) =>
      run((tx) => invitationStore.forget(tx, some, before)),
    );
    turns.end();
    return { closed, forgotten };
  }
}

async function close(tx: Tx, ids: readonly string[], before: Date): Promise<number> {
  const closed = await invitationStore.close(tx, ids, before);
  for (const { id } of closed) tx.announce(InvitationRevoked.of(id, { invitationId: id }));
  return closed.length;
}
