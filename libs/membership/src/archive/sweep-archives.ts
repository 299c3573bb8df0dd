import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import { daysLater, FileStore, hoursLater, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { archiveKey, archiveKnownDays, ticketHours } from './archive.js';
import { archiveStore } from './archive.store.js';

/**
 * Takes archives away that were fetched, or waited long enough, or whose person is erased, and what
 * is left of those that were being written when a process was killed.
 */
@Injectable()
export class SweepArchives {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
    private readonly accounts: Accounts,
  ) {}

  /** @throws CodedError FORBIDDEN, UNAVAILABLE */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'archive.sweep');
    const keys = await this.unitOfWork.run(actor, async (tx) => {
      await archiveStore.end(tx);
      for (const { id, accountId } of await archiveStore.waiting(tx)) {
        // Nobody fetches for a person who is erased.
        if ((await this.accounts.find(tx, accountId)) === null) await archiveStore.endOne(tx, id);
      }
      // Who fetches one just now reads it to its end.
      const done = await archiveStore.ended(tx, hoursLater(tx.now, -ticketHours));
      return done.map((id) => archiveKey(tx.cooperativeId, id));
    });
    for (const key of keys) await this.files.remove(key);
    await this.files.sweepDrafts();
    // Only what has no bytes any more is forgotten.
    await this.unitOfWork.run(actor, (tx) =>
      archiveStore.forget(tx, daysLater(tx.now, -archiveKnownDays)),
    );
  }
}
