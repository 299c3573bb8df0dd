import { Injectable } from '@nestjs/common';
import type { Principal } from './principal.js';

/** Well under the five seconds in which a revoked token must stop working on every process. */
const rememberedMs = 2_000;
const mostRemembered = 10_000;

/**
 * Whom this process has recognised within the last two seconds, by a key that their token has. Who
 * ends a token here makes it forget, so that the end counts at once; other processes follow when
 * their two seconds are over.
 */
@Injectable()
export class KnownPrincipals {
  readonly #known = new Map<string, { principal: Principal; until: number }>();

  /** The principal behind the key, unless that is too long ago. */
  recall(key: string): Principal | null {
    const known = this.#known.get(key);
    if (known === undefined) return null;
    if (known.until > performance.now()) return known.principal;
    this.#known.delete(key);
    return null;
  }

  /** `askedAt`: the machine's monotonic time, in ms; this is about how old a memory is. */
  remember(key: string, principal: Principal, askedAt: number): void {
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(key, { principal, until: askedAt + rememberedMs });
  }

  forget(): void {
    this.#known.clear();
  }
}
