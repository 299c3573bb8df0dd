import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { FileStore, permit, platformErrors, sha256Hex, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { archiveKey, unknownTicket } from './archive.js';
import { archiveStore } from './archive.store.js';

export interface FetchedArchive {
  readonly bytes: Readable;
  readonly sizeBytes: bigint;
}

/** Hands a person their archive, once: whoever fetches it by the same ticket as well gets none. */
@Injectable()
export class FetchOwnArchive {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
  ) {}

  /** @throws CodedError FORBIDDEN, UNAUTHENTICATED, ARCHIVE_TICKET_UNKNOWN, UNAVAILABLE */
  async execute(actor: Actor, ticket: string): Promise<FetchedArchive> {
    permit(actor, 'member.export');
    const { accountId } = actor;
    if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
    const hash = sha256Hex(ticket);
    const found = await this.unitOfWork.read(actor, async (tx) => {
      const archive = await archiveStore.ofTicket(tx, accountId, hash);
      return archive === null ? null : { archive, key: archiveKey(tx.cooperativeId, archive.id) };
    });
    if (found === null) throw unknownTicket();
    // Opened before the ticket is taken: a store that does not answer costs nobody their archive.
    const bytes = await this.files.get(found.key);
    const isTaken = await this.unitOfWork.run(actor, (tx) =>
      archiveStore.takeTicket(tx, accountId, hash),
    );
    if (!isTaken) {
      bytes.destroy();
      throw unknownTicket();
    }
    return { bytes, sizeBytes: found.archive.sizeBytes ?? 0n };
  }
}
