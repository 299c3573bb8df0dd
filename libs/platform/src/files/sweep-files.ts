import { z } from 'zod';
import { defineJob, defineSchedule } from '../catalogue/job.js';
import { sql } from '../db/statement.js';
import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { daysLater } from '../kernel/day.js';
import { isId, madeAt } from '../kernel/id.js';
import { platformErrors } from '../kernel/errors.js';
import type { CodedError } from '../kernel/errors.js';
import { permit } from '../kernel/permissions.js';
import { Turns } from '../turn/turns.js';
import type { FileStore } from './file-store.js';

/** Removes the bytes of files that no row knows of: every night, of each co-operative. */
export const SweepFilesJob = defineJob({
  name: 'platform.sweep-files',
  payload: z.object({ cooperativeId: z.uuid(), slot: z.string() }),
  // What is left is told once, and taken by the nights that follow.
  attempts: 1,
  concurrency: 1,
});

defineSchedule({ job: SweepFilesJob, dailyAt: '04:30', perCooperative: true });

/** Files whose bytes are written before their row, each by the id that its row has. */
export interface KeptFiles {
  readonly folder: (cooperativeId: string) => string;
  /** Those of these ids that have a row. */
  readonly known: (tx: Tx, ids: readonly string[]) => Promise<readonly string[]>;
  /** All ids of a co-operative whose row says that there are bytes. */
  readonly whole: (tx: Tx) => Promise<readonly string[]>;
  /** Those of these ids whose row says that the bytes are to go. */
  readonly ended?: (tx: Tx, ids: readonly string[]) => Promise<readonly string[]>;
}

/** What was found of some files. */
interface Looked {
  /** Keys whose row says that their bytes go. */
  readonly ended: readonly string[];
  readonly lost: readonly Lost[];
  /** When the files were made that have their row. */
  readonly known: readonly number[];
}

/** Without a row, and since when. */
interface Lost {
  readonly key: string;
  readonly madeAt: number;
}

// Of rows that went in one night there may be thousands: what waits is not lost.
const leaving = sql(
  'platform.list-files-about-to-go',
  `select jsonb_array_elements_text(payload -> 'fileIds') as id from platform.jobs
   where cooperative_id = $1 and name = 'platform.remove-files'
     and status in ('queued', 'running')`,
);
const idOf = ({ id }: { readonly id: string }): string => id;

const declared: KeptFiles[] = [];

/** What all rooms declared. */
export function allKeptFiles(): readonly KeptFiles[] {
  return declared;
}

/** Files that a job is about to remove. */
export async function aboutToGo(tx: Tx): Promise<readonly string[]> {
  return (await tx.rows<{ id: string }>(leaving, [tx.cooperativeId])).map(idOf);
}

/** Declares where a room keeps files, beside the use case that writes them. */
export function defineKeptFiles(kept: KeptFiles): void {
  declared.push(kept);
}

/**
 * What is younger may be waiting for its row; or the row may be in another database, of which this
 * one is a copy, or an older dump that was put back by mistake: there is time to see it.
 */
export const waitedForDays = 30;
/** As long a row may be on its way, or the clock of a machine be wrong. */
const surelyWrittenDays = 1;
const askedAtOnce = 1_000;
/** Where many have no row, store and database may not belong together: there is time to see it. */
const mostANight = 100;

/** So many a process that died now and then may have left since anything was written last. */
const aHandful = 5;

/**
 * Those that were made after the last file that has a row. Whoever restored an older dump has all
 * files of the days that it does not know; a process that died leaves one. Where no file has a row
 * there is nothing to compare with.
 */
function newerThanRows({ lost, known }: Looked, now: Date): readonly Lost[] {
  if (known.length === 0) return [];
  const newest = known.reduce((one, other) => Math.max(one, other));
  const written = daysLater(now, -surelyWrittenDays).getTime();
  return lost.filter(({ madeAt: made }) => made > newest && made < written);
}

const unknown = (message: string, left: number): CodedError =>
  platformErrors.error('FILES_UNKNOWN', message, { data: { left } });

/**
 * Bytes without a row are of a process that died before it wrote it, or of a day that a restored
 * dump does not know: nothing leads to them, so that no erasure would ever find them. They go when
 * they have lain for thirty days, the oldest first, a hundred a night; those whose row says so, the
 * same night. What a job is about to remove is left to it. Where more than a handful are
 * newer than the newest row of their kind the database is an older one than the store, and none
 * without a row goes.
 */
export class SweepFiles {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: FileStore,
  ) {}

  /**
   * @throws CodedError FORBIDDEN unless the system asks; FILES_UNKNOWN where more have no row than
   *   a night takes, with how many are left, or where the database is older than the store, with
   *   how many files are newer than its rows: then none of them was; UNAVAILABLE: the next night
   *   tries again; Error of what could not be removed, AggregateError where it was several things
   */
  async execute(actor: Actor): Promise<void> {
    permit(actor, 'file.remove');
    const now = await this.unitOfWork.read(actor, async (tx) => tx.now);
    const ended: string[] = [];
    const lost: Lost[] = [];
    const newer: Lost[] = [];
    for (const kept of declared) {
      const found = await this.#lookAtAll(actor, kept);
      ended.push(...found.ended);
      lost.push(...found.lost);
      newer.push(...newerThanRows(found, now));
    }
    const turns = new Turns();
    // Of those a row speaks: it is the database that they belong to.
    await turns.each(ended, (key) => this.#remove(key));
    if (newer.length > aHandful) {
      const message =
        `${newer.length} files are newer than the newest row of a file, so that none without a ` +
        `row was removed: is it the database that they belong to, or an older one of before?`;
      turns.also(unknown(message, newer.length));
    } else await this.#removeOldest(lost, now, turns);
    turns.end();
  }

  async #remove(key: string): Promise<number> {
    await this.store.remove(key);
    return 1;
  }

  async #removeOldest(lost: readonly Lost[], now: Date, turns: Turns): Promise<void> {
    const longAgo = daysLater(now, -waitedForDays).getTime();
    const old = lost.filter(({ madeAt: made }) => made < longAgo);
    const oldestFirst = old.toSorted((one, other) => one.madeAt - other.madeAt);
    const tonight = oldestFirst.slice(0, mostANight);
    const gone = await turns.each(tonight, ({ key }) => this.#remove(key));
    if (old.length <= mostANight) return;
    const left = old.length - gone;
    const message =
      `${gone} files that have no row were removed, and ${left} are left for the nights ` +
      `that follow: is it the database that they belong to?`;
    turns.also(unknown(message, left));
  }

  async #lookAtAll(actor: Actor, kept: KeptFiles): Promise<Looked> {
    const keys = await this.store.list(kept.folder(actor.cooperativeId ?? ''));
    const all: Looked[] = [];
    for (let from = 0; from < keys.length; from += askedAtOnce) {
      all.push(await this.#look(actor, kept, keys.slice(from, from + askedAtOnce)));
    }
    return {
      ended: all.flatMap(({ ended }) => ended),
      lost: all.flatMap(({ lost }) => lost),
      known: all.flatMap(({ known }) => known),
    };
  }

  async #look(actor: Actor, { known, ended }: KeptFiles, keys: readonly string[]): Promise<Looked> {
    const keyOf = new Map(keys.map((key) => [key.slice(key.lastIndexOf('/') + 1), key]));
    const ids = [...keyOf.keys()].filter((id) => isId(id));
    return this.unitOfWork.read(actor, async (tx) => {
      const found = new Set(ids.length === 0 ? [] : await known(tx, ids));
      const over = ids.length === 0 || ended === undefined ? [] : await ended(tx, ids);
      const going = new Set(await aboutToGo(tx));
      const unknown = ids.filter((id) => !found.has(id) && !going.has(id));
      return {
        ended: over.flatMap((id) => keyOf.get(id) ?? []),
        lost: unknown.map((id) => ({ key: keyOf.get(id) ?? '', madeAt: madeAt(id).getTime() })),
        known: [...found].map((id) => madeAt(id).getTime()),
      };
    });
  }
}
