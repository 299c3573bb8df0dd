import type { AsyncLocalStorage } from 'node:async_hooks';
import {
  getCurrentAuthContextAsyncLocalStorage,
  getCurrentDBAdapterAsyncLocalStorage,
  getRequestStateAsyncLocalStorage,
} from '@better-auth/core/context';

type Ambient = Pick<AsyncLocalStorage<unknown>, 'disable'>;

/**
 * better-auth says in ambient contexts what a request of its own is about. Up to Node 22 one such
 * context, once entered, makes every promise of the process run hooks for ever, which costs a page
 * several times what it needs. So they are put away whenever no such request is under way.
 */
export class AuthContexts {
  #underWay = 0;

  /** @param own more of the kind, to be put away as well */
  constructor(private readonly own: readonly Ambient[]) {}

  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      await this.#putAway();
    }
  }

  async #putAway(): Promise<void> {
    const contexts = await Promise.all([
      getCurrentAuthContextAsyncLocalStorage(),
      getRequestStateAsyncLocalStorage(),
      getCurrentDBAdapterAsyncLocalStorage(),
    ]);
    // Asked only now: another request may have begun while we waited.
    if (this.#underWay > 0) return;
    for (const context of [...contexts, ...this.own]) context.disable();
  }
}
