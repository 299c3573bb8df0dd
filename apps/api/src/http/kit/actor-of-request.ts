import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { Authenticator, IdentitySettings } from '@rochdale/identity';
import type { MetLimit, Principal } from '@rochdale/identity';
import { ActorResolver } from '@rochdale/membership';
import { plainIdIn, platformErrors } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { isFromForeignPage, ownPages } from './page-of-request.js';

/** What of a request says who asks and about which co-operative. */
export interface RequestCredentials {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
  readonly requestId: string;
  /** The co-operative that an address names, for whoever follows a link and sends no header. */
  readonly cooperative?: string;
  /** Where the limits that it meets are written down. */
  readonly met?: MetLimit[] | null;
}

/** Who asks, and by which session, where it is one. */
export interface Visitor {
  readonly actor: Actor;
  readonly sessionId: string | null;
}

const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A socket begins with a GET, and may do anything later. */
const mayChange = ({ method, headers }: RequestCredentials): boolean =>
  !safe.has(method) || headers.upgrade !== undefined;

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** Makes the actor of a request: who, in which co-operative, through what. */
@Injectable()
export class ActorOfRequest {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly actors: ActorResolver,
    private readonly settings: IdentitySettings,
  ) {}

  /**
   * @throws CodedError UNAUTHENTICATED for a token that is not valid, RATE_LIMITED, NOT_FOUND,
   * FORBIDDEN for a cookie that somebody else's page makes use of
   */
  async resolve(request: RequestCredentials): Promise<Actor> {
    return (await this.asking(request)).actor;
  }

  /**
   * As `resolve`, with the session.
   *
   * @param mayPresume for requests that only read: see `ActorResolver.resolve`
   * @throws CodedError UNAUTHENTICATED, RATE_LIMITED, NOT_FOUND, FORBIDDEN
   */
  async asking(request: RequestCredentials, mayPresume = false): Promise<Visitor> {
    const principal = await this.#principal(request);
    const cooperative = one(request.headers['x-cooperative']) ?? request.cooperative;
    const selector = cooperative === undefined ? null : plainIdIn('Cooperative', cooperative);
    const { requestId } = request;
    const actor = await this.actors.resolve(principal, selector, requestId, mayPresume);
    return { actor, sessionId: principal.sessionId };
  }

  /**
   * As `resolve`, in the co-operative that was asked about.
   *
   * @throws CodedError UNAUTHENTICATED, RATE_LIMITED, NOT_FOUND, FORBIDDEN
   */
  async visitor(request: RequestCredentials, cooperative: string | null): Promise<Visitor> {
    const principal = await this.#principal(request);
    const actor = await this.actors.resolve(principal, cooperative, request.requestId);
    return { actor, sessionId: principal.sessionId };
  }

  async #principal(request: RequestCredentials): Promise<Principal> {
    const { headers, address } = request;
    const bearer = /^Bearer (\S+)$/i.exec(one(headers.authorization) ?? '')?.[1];
    const principal = await this.authenticator.authenticate({
      bearer,
      cookie: one(headers.cookie),
      apiKey: one(headers['x-api-key']),
      address,
      met: request.met ?? [],
    });
    const isByCookie = bearer === undefined && principal.sessionId !== null;
    if (isByCookie && mayChange(request) && isFromForeignPage(headers, ownPages(this.settings))) {
      throw platformErrors.error('FORBIDDEN', 'This page may not act for whoever is signed in.');
    }
    return principal;
  }
}
