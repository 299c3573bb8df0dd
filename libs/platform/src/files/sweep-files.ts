import { z } from 'zod';
import { defineJob, defineSchedule } from '../catalogue/job.js';
import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { isId, madeAt } from '../kernel/id.js';
import { permit } from '../kernel/permissions.js';
import type { FileStore } from './file-store.js';

/** Removes the bytes of files that no row knows of: every night, of each co-operative. */
export const SweepFilesJob = defineJob({
  name: 'platform.sweep-files',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  attempts: 3,
  concurrency: 1,
});

defineSchedule({ job: SweepFilesJob, dailyAt: '04:30', perCooperative: true });

/** Files whose bytes are written before their row, each by the id that its row has. */
interface KeptFiles {
  readonly folder: (cooperativeId: string) => string;
  /** Those of these ids that have a row. */
  readonly known: (tx: Tx, ids: readonly string[]) => Promise<readonly string[]>;
}

const declared: KeptFiles[] = [];

/** Declares where a room keeps files, beside the use case that writes them. */
export function defineKeptFiles(kept: KeptFiles): void {
  declared.push(kept);
}

/** What is younger may be waiting for its row. */
const writtenWithinMs = 3_600_000;
const askedAtOnce = 1_000;

/**
 * Bytes without a row are of a process that died before it wrote it, of a person who was erased
 * meanwhile, or of a day that a restored dump does not know: nothing leads to them, so that no
 * erasure would ever find them.
 */
export class SweepFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: FileStore,
  ) {}

  /** @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE: it is tried again */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'file.remove');
    for (const kept of declared) {
      const keys = await this.store.list(kept.folder(actor.cooperativeId ?? ''));
      for (let from = 0; from < keys.length; from += askedAtOnce) {
        await this.#sweep(actor, kept, keys.slice(from, from + askedAtOnce));
      }
    }
  }

  async #sweep(actor: Actor, { known }: KeptFiles, keys: readonly string[]): Promise<void> {
    const byId = new Map(keys.map((key) => [key.slice(key.lastIndexOf('/') + 1), key]));
    const lost = await this.unitOfWork.read(actor, async (tx) => {
      const written = tx.now.getTime() - writtenWithinMs;
      const old = [...byId.keys()].filter((id) => isId(id) && madeAt(id).getTime() < written);
      const found = new Set(old.length === 0 ? [] : await known(tx, old));
      return old.filter((id) => !found.has(id));
    });
    for (const id of lost) await this.store.remove(byId.get(id) ?? '');
  }
}
