import type { Tx } from '../db/tx.js';
import type { UnitOfWork } from '../db/unit-of-work.js';
import type { Actor } from '../kernel/actor.js';
import { permit } from '../kernel/permissions.js';
import type { Page, PageRequest } from '../list/page.js';
import '../platform.permissions.js';
import type { LookedAt } from './look.entity.js';
import { lookStore } from './look.store.js';
import type { Look, LookView } from './look.store.js';

/**
 * What one request looks at of other persons. It is put on record in one statement, before the
 * answer leaves: what cannot be recorded is not shown.
 */
export class Looks {
  readonly #seen = new Map<string, Look>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actor: Actor,
  ) {}

  /** One's own is nobody else's look. What is asked several times in a request is one look. */
  at(what: LookedAt, memberId: string | null): void {
    if (memberId === null || memberId === this.actor.memberId) return;
    this.#seen.set(`${what} ${memberId}`, { what, memberId });
  }

  /** @throws CodedError UNAVAILABLE, and FORBIDDEN for who is not in office any more */
  async record(): Promise<void> {
    const seen = [...this.#seen.values()];
    this.#seen.clear();
    if (seen.length === 0) return;
    await this.unitOfWork.run(this.actor, (tx) => lookStore.insert(tx, seen));
  }
}

/** Who looked at what is the reader's, the newest first. @throws CodedError FORBIDDEN */
export async function looksAtReader(tx: Tx, request: PageRequest): Promise<Page<LookView>> {
  permit(tx.actor, 'look.read-own');
  return lookStore.page(tx, request, tx.actor.memberId ?? '');
}
