import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { FileStore, permit, platformErrors, sha256Hex, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { archiveKey, unknownTicket } from './archive.js';
import { archiveStore } from './archive.store.js';

export interface FetchedArchive {
  readonly bytes: Readable;
  readonly sizeBytes: bigint;
}

/**
 * Hands a person their archive, once: whoever fetches it by the same ticket as well gets none. Its
 * last bytes leave when it is gone from here. Broken off before, it waits for another ticket.
 */
@Injectable()
export class FetchOwnArchive {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
  ) {}

  /**
   * What is read of it fails where another was faster, its time ran out, or its person is erased.
   *
   * @throws CodedError FORBIDDEN, UNAUTHENTICATED, ARCHIVE_TICKET_UNKNOWN, UNAVAILABLE
   */
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
    // Opened before the ticket is taken: a store that does not answer costs nobody their ticket.
    const bytes = await this.files.get(found.key);
    let isTaken = false;
    try {
      isTaken = await this.unitOfWork.run(actor, (tx) =>
        archiveStore.takeTicket(tx, accountId, hash),
      );
    } finally {
      if (!isTaken) bytes.destroy();
    }
    if (!isTaken) throw unknownTicket();
    const { id, sizeBytes } = found.archive;
    const handOver = async (): Promise<void> => {
      const isTheirs = await this.unitOfWork.run(actor, (tx) =>
        archiveStore.handOver(tx, accountId, id),
      );
      if (!isTheirs) throw unknownTicket();
      // What cannot be removed now is removed by the sweep.
      await this.files.remove(found.key).catch(() => undefined);
    };
    const handed = Readable.from(beforeItsEnd(bytes, handOver), { highWaterMark: 1 });
    // What nobody begins to read has no end that would close what it is read from.
    handed.once('close', () => bytes.destroy());
    return { bytes: handed, sizeBytes: sizeBytes ?? 0n };
  }
}

/** The bytes; of these the last when that is done. Who reads no further has not come so far. */
async function* beforeItsEnd(
  bytes: Readable,
  done: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    if (held !== null) yield held;
    held = chunk;
  }
  await done();
  if (held !== null) yield held;
}
