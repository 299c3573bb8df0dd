import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  Attachments,
  CodedError,
  FileStore,
  hoursLater,
  keptStream,
  newId,
  permit,
  PersonalDataSources,
  UnitOfWork,
  withoutIds,
  zipStream,
} from '@rochdale/platform';
import type { Actor, Attachment, PersonOfData, Tx, ZipEntry } from '@rochdale/platform';
import { cooperativeStore } from '../cooperative/cooperative.store.js';
import { OwnData } from '../directory/own-data.js';
import { ArchivePost } from './archive-post.js';
import { archiveFiles, receiptName } from './archive-files.js';
import type { ArchiveMatter } from './archive-files.js';
import { archiveKey, archiveKeptHours, archivePurpose } from './archive.js';
import { archiveStore } from './archive.store.js';

interface Matter extends ArchiveMatter {
  readonly files: readonly Attachment[];
}

/** Puts everything that is kept about a person into one archive, and writes to them. */
@Injectable()
export class MakeArchive {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly own: OwnData,
    private readonly sources: PersonalDataSources,
    private readonly attachments: Attachments,
    private readonly store: FileStore,
    private readonly post: ArchivePost,
  ) {}

  /**
   * Once, however often it runs, and by however many at once: each run writes a file of its own,
   * and the first that is done is the one that is handed over. A person who was erased meanwhile
   * gets none.
   *
   * @throws CodedError FORBIDDEN, UNAVAILABLE
   */
  async execute(actor: Actor, { archiveId }: { readonly archiveId: string }): Promise<void> {
    permit(actor, 'archive.make');
    const matter = await this.unitOfWork.run(actor, (tx) => this.#matter(tx, archiveId));
    if (matter === null) return;
    const runId = newId();
    const key = archiveKey(actor.cooperativeId ?? '', archiveId, runId);
    const sizeBytes = await this.#keep(key, zipStream(this.#entries(actor, matter)));
    const isNamed = await this.unitOfWork.run(actor, (tx) =>
      this.#ready(tx, archiveId, { runId, sizeBytes }),
    );
    // What cannot be removed now, or is of a run that was killed, is removed by the sweep.
    if (!isNamed) await this.store.remove(key).catch(() => undefined);
  }

  /** Sealed on its way: in the clear it is nowhere. Returns how long it is to who opens it. */
  async #keep(key: string, zip: Readable): Promise<number> {
    let sizeBytes = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of zip as AsyncIterable<Uint8Array>) {
        sizeBytes += chunk.length;
        yield chunk;
      }
    };
    const sealed = Readable.from(keptStream.seal(archivePurpose, key, counted()), {
      highWaterMark: 1,
    });
    // What nobody begins to read has no end that would close what it is read from.
    sealed.once('close', () => zip.destroy());
    await this.store.put(key, sealed, 'application/octet-stream');
    return sizeBytes;
  }

  /** The receipts come one by one, from the store into the archive: there may be many. */
  async *#entries(actor: Actor, { files, ...matter }: Matter): AsyncGenerator<ZipEntry> {
    const receipts: string[] = [];
    const lost: string[] = [];
    for (const { id, name } of files) {
      const content = await this.#bytes(actor, id);
      if (content === null) lost.push(name);
      else {
        const path = receiptName(name, receipts.length);
        receipts.push(path);
        yield { name: path, content };
      }
    }
    yield* archiveFiles(matter, { receipts, lost });
  }

  async #matter(tx: Tx, archiveId: string): Promise<Matter | null> {
    const archive = await archiveStore.find(tx, archiveId);
    if (archive?.state !== 'asked') return null;
    const { accountId } = archive;
    if (!(await this.post.isAnybodyThere(tx, accountId))) {
      await archiveStore.dropUnmade(tx, accountId);
      return null;
    }
    const memberId = await archiveStore.memberOf(tx, accountId);
    const person: PersonOfData = { accountId, memberId, inFull: true };
    const [cooperative] = await cooperativeStore.findMany(tx, [tx.cooperativeId]);
    return {
      cooperative: cooperative?.name ?? '',
      data: await this.own.of(tx, person),
      rows: withoutIds(person, await this.sources.rows(tx, person)),
      files: await this.#files(tx, person),
    };
  }

  /** What they handed in, and what others did that is about them. */
  async #files(tx: Tx, person: PersonOfData): Promise<Attachment[]> {
    const own = await this.attachments.ofPerson(tx, person);
    const known = new Set(own.map(({ id }) => id));
    const others = await this.sources.filesOfOthers(tx, person);
    const beside = others.filter((id) => !known.has(id));
    return [...own, ...(await this.attachments.findMany(tx, beside))];
  }

  /** Null when the store has it no more: the rest is handed over all the same. */
  async #bytes(actor: Actor, id: string): Promise<Readable | null> {
    try {
      return await this.attachments.read(actor, id);
    } catch (error) {
      if (error instanceof CodedError && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  /** False where another run of the job was faster, or there is nobody to hand it over to. */
  async #ready(
    tx: Tx,
    archiveId: string,
    made: { readonly runId: string; readonly sizeBytes: number },
  ): Promise<boolean> {
    const archive = await archiveStore.find(tx, archiveId);
    if (archive?.state !== 'asked') return false;
    if (!(await this.post.holdsAnybody(tx, archive.accountId))) {
      await archiveStore.dropUnmade(tx, archive.accountId);
      return false;
    }
    const keptUntil = hoursLater(tx.now, archiveKeptHours);
    if (!(await archiveStore.markReady(tx, archiveId, { ...made, keptUntil }))) return false;
    await this.post.write(tx, archive.accountId);
    return true;
  }
}
