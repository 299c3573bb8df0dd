import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { permit } from '../kernel/permissions.js';
import type { Page, PageRequest } from '../list/page.js';
import '../platform.permissions.js';
import type { LookedAt } from './look.entity.js';
import { lookStore } from './look.store.js';
import type { Look, LookView } from './look.store.js';

/** Finds whose things are that do not name their person themselves: all of a request at once. */
export type LooksBehind = (tx: Tx, ids: readonly string[]) => Promise<readonly Look[]>;

/**
 * What one request looks at of other persons. It is put on record in one statement, before the
 * answer leaves: what cannot be recorded is not shown.
 */
export class Looks {
  readonly #seen = new Map<string, Look>();
  readonly #behind = new Map<LooksBehind, Set<string>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actor: Actor,
  ) {}

  /** One's own is nobody else's look. What is asked several times in a request is one look. */
  at(what: LookedAt, memberId: string | null): void {
    if (memberId !== null) this.#add(this.#seen, { what, memberId });
  }

  /** At whoever turns out to be behind that thing. */
  behind(find: LooksBehind, id: string): void {
    const ids = this.#behind.get(find) ?? new Set();
    this.#behind.set(find, ids.add(id));
  }

  /** Whether anything is to be put on record. */
  get areThere(): boolean {
    return this.#seen.size > 0 || this.#behind.size > 0;
  }

  /** What was to be shown was shown to nobody. */
  forget(): void {
    this.#seen.clear();
    this.#behind.clear();
  }

  /** @throws CodedError UNAVAILABLE, and FORBIDDEN for who is not in office any more */
  async record(): Promise<void> {
    const seen = new Map(this.#seen);
    const behind = [...this.#behind];
    this.forget();
    if (seen.size === 0 && behind.length === 0) return;
    await this.unitOfWork.run(this.actor, async (tx) => {
      const found = await Promise.all(behind.map(([find, ids]) => find(tx, [...ids])));
      for (const look of found.flat()) this.#add(seen, look);
      if (seen.size > 0) await lookStore.insert(tx, [...seen.values()]);
    });
  }

  #add(seen: Map<string, Look>, { what, memberId }: Look): void {
    if (memberId !== this.actor.memberId) seen.set(`${what} ${memberId}`, { what, memberId });
  }
}

/** Who looked at what is the reader's, the newest first. @throws CodedError FORBIDDEN */
export async function looksAtReader(tx: Tx, request: PageRequest): Promise<Page<LookView>> {
  permit(tx.actor, 'look.read-own');
  return lookStore.page(tx, request, tx.actor.memberId ?? '');
}
