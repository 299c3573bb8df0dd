import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import {
  daysLater,
  FileStore,
  hoursLater,
  isId,
  permit,
  Turns,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { archiveKnownDays, archiveOfKey, archivesFolder, ticketHours } from './archive.js';
import { archiveStore } from './archive.store.js';

/**
 * Takes archives away that were fetched, or waited long enough, or whose person is erased: of them
 * it is not known any more that there was one. And what is left of those that were being written
 * when a process was killed.
 */
@Injectable()
export class SweepArchives {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
    private readonly accounts: Accounts,
  ) {}

  /**
   * What cannot be removed keeps no other from going, and is tried again.
   *
   * @throws CodedError FORBIDDEN, UNAVAILABLE; Error of what could not
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'archive.sweep');
    const ids = await this.unitOfWork.run(actor, async (tx) => {
      await archiveStore.end(tx);
      // An account is erased in one co-operative, and may have asked in others, also as a stranger.
      const erased = await this.accounts.erasedAmong(tx, await archiveStore.accounts(tx));
      if (erased.length > 0) await archiveStore.endOfErased(tx, erased);
      // Who fetches one just now reads it to its end.
      return archiveStore.ended(tx, hoursLater(tx.now, -ticketHours));
    });
    const turns = new Turns();
    const stuck = await this.#removeBytes(actor, new Set(ids), turns);
    const swept = ids.filter((id) => !stuck.has(id));
    await turns.each([this.files], async (files) => {
      await files.sweepDrafts();
      return 1;
    });
    await this.unitOfWork.run(actor, async (tx) => {
      await archiveStore.noteSwept(tx, swept);
      // Only what has no bytes any more is forgotten.
      await archiveStore.forget(tx, swept, daysLater(tx.now, -archiveKnownDays));
    });
    turns.end();
  }

  /**
   * Also what a run of the job wrote that was killed, or lost to another; and what one wrote that
   * was killed when its archive was forgotten already: bytes come after their row, so that what has
   * none any more is nobody's.
   *
   * @returns which could not be removed
   */
  async #removeBytes(
    actor: Actor,
    ended: ReadonlySet<string>,
    turns: Turns,
  ): Promise<ReadonlySet<string>> {
    const keys = await this.files.list(archivesFolder(actor.cooperativeId ?? ''));
    const ids = [...new Set(keys.map(archiveOfKey))].filter((id) => isId(id));
    if (ids.length === 0) return new Set();
    const rows = await this.unitOfWork.read(actor, (tx) => archiveStore.known(tx, ids));
    const known = new Set(rows);
    const over = keys.filter((key) => {
      const id = archiveOfKey(key);
      return ended.has(id) || !known.has(id);
    });
    const stuck = new Set(over);
    await turns.each(over, async (key) => {
      await this.files.remove(key);
      stuck.delete(key);
      return 1;
    });
    return new Set([...stuck].map(archiveOfKey));
  }
}
