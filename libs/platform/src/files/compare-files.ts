import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { daysLater } from '../kernel/day.js';
import { isId, madeAt } from '../kernel/id.js';
import { permit } from '../kernel/permissions.js';
import type { FileStore } from './file-store.js';
import { aboutToGo, allKeptFiles, waitedForDays } from './sweep-files.js';
import type { KeptFiles } from './sweep-files.js';

/** A law that takes the file store to ask: Postgres alone does not see what lies there. */
export const filesLaw = {
  name: 'platform.files-as-rows-say',
  describes: 'The bytes of every file that a row speaks of are there, and no others for long.',
} as const;

/** What is there of a file without the other: by the key of its bytes in the store. */
export interface Astray {
  readonly key: string;
  readonly missing: 'bytes' | 'row';
}

/** The night takes what lay for thirty days; then another day may pass. */
const surelySweptDays = waitedForDays + 1;
/** As many as a law names. */
const most = 100;

/**
 * Compares the rows of files with their bytes. A row without bytes is one that a store or a restore
 * lost: nobody reads that receipt any more. Bytes without a row are of no co-operative’s books, and
 * of nobody’s erasure: those of a process that died lie for thirty days before a night takes them.
 */
export class CompareFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: FileStore,
  ) {}

  /** A hundred at most of each. @throws CodedError FORBIDDEN unless the system asks, UNAVAILABLE */
  async execute(actor: Actor): Promise<readonly Astray[]> {
    permit(actor, 'file.compare');
    const found: Astray[] = [];
    for (const kept of allKeptFiles()) found.push(...(await this.#compare(actor, kept)));
    return found;
  }

  async #compare(actor: Actor, kept: KeptFiles): Promise<Astray[]> {
    // Bytes come before their row and go after it: between two looks at the rows none is amiss.
    const before = await this.unitOfWork.read(actor, (tx) => kept.whole(tx));
    const keys = await this.store.list(kept.folder(actor.cooperativeId ?? ''));
    const stored = new Map(keys.map((key) => [key.slice(key.lastIndexOf('/') + 1), key]));
    const { after, known, longAgo } = await this.unitOfWork.read(actor, async (tx) => {
      const ids = [...stored.keys()].filter((id) => isId(id));
      const rows = new Set([
        ...(ids.length === 0 ? [] : await kept.known(tx, ids)),
        ...(await aboutToGo(tx)),
      ]);
      const until = daysLater(tx.now, -surelySweptDays).getTime();
      return { after: new Set(await kept.whole(tx)), known: rows, longAgo: until };
    });
    const folder = kept.folder(actor.cooperativeId ?? '');
    const bare = before
      .filter((id) => after.has(id) && !stored.has(id))
      .map((id): Astray => ({ key: `${folder}/${id}`, missing: 'bytes' }));
    const lost = [...stored]
      .filter(([id]) => isId(id) && !known.has(id) && madeAt(id).getTime() < longAgo)
      .map(([, key]): Astray => ({ key, missing: 'row' }));
    return [...bare.slice(0, most), ...lost.slice(0, most)];
  }
}
