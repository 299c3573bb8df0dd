import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { Authenticator } from '@rochdale/identity';
import { ActorResolver } from '@rochdale/membership';
import type { Actor } from '@rochdale/platform';

/** What of a request says who asks and about which co-operative. */
export interface RequestCredentials {
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
  readonly requestId: string;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** Makes the actor of a request: who, in which co-operative, through what. */
@Injectable()
export class ActorOfRequest {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly actors: ActorResolver,
  ) {}

  /** @throws CodedError UNAUTHENTICATED for a token that is not valid, RATE_LIMITED, NOT_FOUND */
  async resolve({ headers, address, requestId }: RequestCredentials): Promise<Actor> {
    const bearer = /^Bearer (\S+)$/i.exec(one(headers.authorization) ?? '')?.[1];
    const principal = await this.authenticator.authenticate({
      bearer,
      cookie: one(headers.cookie),
      apiKey: one(headers['x-api-key']),
      address,
    });
    return this.actors.resolve(principal, one(headers['x-cooperative']) ?? null, requestId);
  }
}
