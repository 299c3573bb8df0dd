import { z } from 'zod';
import { defineJob, defineSchedule } from '../catalogue/job.js';
import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { daysLater } from '../kernel/day.js';
import { isId, madeAt } from '../kernel/id.js';
import { platformErrors } from '../kernel/errors.js';
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
  /** Those of these ids whose row says that the bytes are to go. */
  readonly ended?: (tx: Tx, ids: readonly string[]) => Promise<readonly string[]>;
}

/** Keys whose bytes go. */
interface Looked {
  readonly ended: readonly string[];
  readonly lost: readonly string[];
}

const declared: KeptFiles[] = [];

/** Declares where a room keeps files, beside the use case that writes them. */
export function defineKeptFiles(kept: KeptFiles): void {
  declared.push(kept);
}

/**
 * What is younger may be waiting for its row; or the row may be in another database, of which this
 * one is a copy, or an older dump that was put back by mistake: there is time to see it.
 */
const waitedForDays = 30;
const askedAtOnce = 1_000;
/** More in one night are not of processes that died: store and database do not belong together. */
const mostANight = 100;

/**
 * Bytes without a row are of a process that died before it wrote it, or of a day that a restored
 * dump does not know: nothing leads to them, so that no erasure would ever find them. They go when
 * they have lain for thirty days; those whose row says so, the same night.
 */
export class SweepFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: FileStore,
  ) {}

  /**
   * @throws CodedError FORBIDDEN unless the system asks; FILES_UNKNOWN where so many have no row
   *   that nothing is removed; UNAVAILABLE: it is tried again
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'file.remove');
    const lost: string[] = [];
    for (const kept of declared) {
      const keys = await this.store.list(kept.folder(actor.cooperativeId ?? ''));
      for (let from = 0; from < keys.length; from += askedAtOnce) {
        const found = await this.#look(actor, kept, keys.slice(from, from + askedAtOnce));
        for (const key of found.ended) await this.store.remove(key);
        lost.push(...found.lost);
      }
    }
    if (lost.length > mostANight) {
      const message = `${lost.length} files have no row: is it the database that they belong to?`;
      throw platformErrors.error('FILES_UNKNOWN', message);
    }
    for (const key of lost) await this.store.remove(key);
  }

  async #look(actor: Actor, { known, ended }: KeptFiles, keys: readonly string[]): Promise<Looked> {
    const keyOf = new Map(keys.map((key) => [key.slice(key.lastIndexOf('/') + 1), key]));
    const ids = [...keyOf.keys()].filter((id) => isId(id));
    return this.unitOfWork.read(actor, async (tx) => {
      const longAgo = daysLater(tx.now, -waitedForDays);
      const found = new Set(ids.length === 0 ? [] : await known(tx, ids));
      const over = ids.length === 0 || ended === undefined ? [] : await ended(tx, ids);
      const lost = ids.filter((id) => !found.has(id) && madeAt(id) < longAgo);
      const keysOf = (some: readonly string[]) => some.flatMap((id) => keyOf.get(id) ?? []);
      return { ended: keysOf(over), lost: keysOf(lost) };
    });
  }
}
