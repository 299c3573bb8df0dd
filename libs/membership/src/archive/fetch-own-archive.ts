import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  CodedError,
  FileStore,
  keptStream,
  permit,
  platformErrors,
  SealBroken,
  sha256Hex,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { archiveKey, archivePurpose, notReady, unknownTicket } from './archive.js';
import { archiveStore } from './archive.store.js';

export interface FetchedArchive {
  readonly bytes: Readable;
  readonly sizeBytes: bigint;
}

/** What is read of an archive, from what it is read of the store. */
interface Opened {
  readonly sealed: Readable;
  /** Read already, so that one that does not open is refused before anything of it leaves. */
  readonly first: IteratorResult<Uint8Array, unknown>;
  readonly rest: AsyncGenerator<Uint8Array>;
}

/**
 * Hands a person their archive, once: whoever fetches it by the same ticket as well gets none. Its
 * last bytes leave when it is gone from here. Broken off before, it waits for another ticket. One
 * that is not as it was sealed is over at once, so that another may be asked for.
 */
@Injectable()
export class FetchOwnArchive {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileStore,
  ) {}

  /**
   * What is read of it fails where another was faster, its time ran out, its person is erased, or
   * it does not open to its end.
   *
   * @throws CodedError FORBIDDEN, UNAUTHENTICATED, ARCHIVE_TICKET_UNKNOWN, UNAVAILABLE;
   *   ARCHIVE_NOT_READY where it is lost, or does not open
   */
  async execute(actor: Actor, ticket: string): Promise<FetchedArchive> {
    permit(actor, 'member.export');
    const { accountId } = actor;
    if (accountId === null) throw platformErrors.error('UNAUTHENTICATED', 'Sign in to do this.');
    const hash = sha256Hex(ticket);
    const found = await this.unitOfWork.read(actor, async (tx) => {
      const archive = await archiveStore.ofTicket(tx, accountId, hash);
      return archive === null
        ? null
        : { ...archive, key: archiveKey(tx.cooperativeId, archive.id, archive.runId) };
    });
    if (found === null) throw unknownTicket();
    // Opened before the ticket is taken: a store that does not answer costs nobody their ticket.
    const opened = await this.#open(actor, found);
    let isTaken = false;
    try {
      isTaken = await this.unitOfWork.run(actor, (tx) =>
        archiveStore.takeTicket(tx, accountId, hash),
      );
    } finally {
      if (!isTaken) opened.sealed.destroy();
    }
    if (!isTaken) throw unknownTicket();
    const { id, key, sizeBytes } = found;
    const handOver = async (): Promise<void> => {
      const isTheirs = await this.unitOfWork.run(actor, (tx) =>
        archiveStore.handOver(tx, accountId, id),
      );
      if (!isTheirs) throw unknownTicket();
      // What cannot be removed now is removed by the sweep.
      await this.files.remove(key).catch(() => undefined);
    };
    const whole = this.#endedWhereBroken(actor, id, opened);
    const handed = Readable.from(beforeItsEnd(whole, handOver), { highWaterMark: 1 });
    // What nobody begins to read has no end that would close what it is read from.
    handed.once('close', () => opened.sealed.destroy());
    return { bytes: handed, sizeBytes: sizeBytes ?? 0n };
  }

  /** A back-up brings back the row alone; bytes of before they were sealed do not open. */
  async #open(actor: Actor, { id, key }: { id: string; key: string }): Promise<Opened> {
    let sealed: Readable | null = null;
    try {
      sealed = await this.files.get(key);
      const rest = keptStream.open(archivePurpose, key, sealed);
      return { sealed, rest, first: await rest.next() };
    } catch (error) {
      sealed?.destroy();
      const isLost = error instanceof CodedError && error.code === 'NOT_FOUND';
      if (!isLost && !(error instanceof SealBroken)) throw error;
      await this.#end(actor, id);
      throw notReady();
    }
  }

  async *#endedWhereBroken(
    actor: Actor,
    id: string,
    { first, rest }: Opened,
  ): AsyncGenerator<Uint8Array> {
    try {
      if (first.done !== true) yield first.value;
      yield* rest;
    } catch (error) {
      if (error instanceof SealBroken) await this.#end(actor, id);
      throw error;
    }
  }

  #end(actor: Actor, id: string): Promise<boolean> {
    return this.unitOfWork.run(actor, (tx) => archiveStore.endOne(tx, id));
  }
}

/** The bytes; of these the last when that is done. Who reads no further has not come so far. */
async function* beforeItsEnd(
  bytes: AsyncIterable<Uint8Array>,
  done: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  for await (const chunk of bytes) {
    if (held !== null) yield held;
    held = chunk;
  }
  await done();
  if (held !== null) yield held;
}
