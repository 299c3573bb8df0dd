import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hoursLater, permit, platformErrors, sha256Hex, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { notReady, ticketHours } from './archive.js';
import { archiveStore } from './archive.store.js';

/** A ticket that opens one's archive once, for as long as a browser needs to follow a link. */
@Injectable()
export class IssueArchiveTicket {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Returns the ticket, this once; only its hash is kept. Those before it open nothing any more.
   *
   * @throws CodedError FORBIDDEN, UNAUTHENTICATED, ARCHIVE_NOT_READY
   */
  async execute(actor: Actor): Promise<{ readonly ticket: string; readonly expiresAt: Date }> {
    permit(actor, 'member.export');
    const { accountId } = actor;
    if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
    const ticket = randomBytes(32).toString('base64url');
    return this.unitOfWork.run(actor, async (tx) => {
      const expiresAt = hoursLater(tx.now, ticketHours);
      const hash = sha256Hex(ticket);
      if (!(await archiveStore.keepTicket(tx, accountId, hash, expiresAt))) throw notReady();
      return { ticket, expiresAt };
    });
  }
}
