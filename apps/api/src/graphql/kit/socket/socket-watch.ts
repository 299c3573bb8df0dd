import { CodedError } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import type { RequestCredentials } from '../../../http/kit/actor-of-request.js';
import type { Socket } from './hello.js';

/**
 * With the two seconds for which a recognised token is remembered, a socket ends within five of its
 * session, of its member's standing and of any role.
 */
const lookEveryMs = 1_500;

/** Numbers that graphql-transport-ws has for it: clients do not knock again with the same token. */
const closings = { unauthenticated: 4401, forbidden: 4403 } as const;

interface Watched {
  readonly actor: Actor;
  readonly credentials: RequestCredentials;
}

type Resolve = (credentials: RequestCredentials) => Promise<Actor>;

const keyOf = ({ headers }: RequestCredentials): string =>
  JSON.stringify(
    ['authorization', 'cookie', 'x-api-key', 'x-cooperative'].map((name) => headers[name] ?? null),
  );

/** Whether somebody may still all that they might. What came on top is heard by a new socket. */
export function isStill(before: Actor, now: Actor): boolean {
  const kept = ['kind', 'accountId', 'memberId', 'partnerId', 'cooperativeId', 'standing'] as const;
  if (kept.some((field) => before[field] !== now[field])) return false;
  if (![...before.roles].every((role) => now.roles.has(role))) return false;
  if (now.scopes === 'all') return true;
  const { scopes } = now;
  return before.scopes !== 'all' && [...before.scopes].every((scope) => scopes.has(scope));
}

/** Closes a socket that speaks for nobody. */
export function closeRefused(socket: Socket, reason: Error): void {
  const coded = reason instanceof CodedError ? reason : null;
  const isToken = coded?.kind === 'unauthenticated';
  const number = isToken ? closings.unauthenticated : closings.forbidden;
  socket.close(number, coded?.code ?? 'FORBIDDEN');
}

/** Looks again who sockets speak for, and closes those that outlived it. */
export class SocketWatch {
  readonly #watched = new Map<Socket, Watched>();
  #timer: NodeJS.Timeout | null = null;
  #isLooking = false;

  constructor(private readonly resolve: Resolve) {}

  watch(socket: Socket, watched: Watched): void {
    if (watched.actor.kind === 'anonymous' || this.#watched.has(socket)) return;
    this.#watched.set(socket, watched);
    socket.once('close', () => this.#forget(socket));
    this.#timer ??= setInterval(() => void this.#look(), lookEveryMs).unref();
  }

  #forget(socket: Socket): void {
    this.#watched.delete(socket);
    if (this.#watched.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  /** One question for all sockets of one token. */
  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const found = new Map<string, Actor | CodedError | null>();
    for (const [socket, { actor, credentials }] of this.#watched) {
      const key = keyOf(credentials);
      if (!found.has(key)) found.set(key, await this.#find(credentials));
      const now = found.get(key) ?? null;
      if (now !== null) end(socket, actor, now);
    }
    this.#isLooking = false;
  }

  /** Null while it cannot be told: nobody is closed out because the database is away. */
  async #find(credentials: RequestCredentials): Promise<Actor | CodedError | null> {
    try {
      return await this.resolve(credentials);
    } catch (error) {
      return error instanceof CodedError && error.kind !== 'unavailable' ? error : null;
    }
  }
}

function end(socket: Socket, before: Actor, found: Actor | CodedError): void {
  if (found instanceof CodedError) {
    closeRefused(socket, found);
    return;
  }
  if (isStill(before, found)) return;
  const isOver = found.kind === 'anonymous';
  const number = isOver ? closings.unauthenticated : closings.forbidden;
  socket.close(number, isOver ? 'UNAUTHENTICATED' : 'FORBIDDEN');
}
