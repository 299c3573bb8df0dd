import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  CreatePersonalToken,
  knownScopes,
  RevokeAllSessions,
  RevokePersonalToken,
  RevokeSession,
  SessionQueries,
} from '@rochdale/identity';
import type { Actor } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph } from '../kit/graph-context.js';
import type { GraphContext } from '../kit/graph-context.js';
import { PersonalTokenCreateInput } from './identity.inputs.js';
import {
  PersonalTokenCreatePayload,
  PersonalTokenPayload,
  SessionRevokeAllPayload,
  SessionRevokePayload,
} from './identity.payloads.js';
import { toPersonalToken } from './token.type.js';

@Resolver()
export class TokenResolver {
  constructor(
    private readonly revokeSession: RevokeSession,
    private readonly revokeAllSessions: RevokeAllSessions,
    private readonly createPersonalToken: CreatePersonalToken,
    private readonly revokePersonalToken: RevokePersonalToken,
    private readonly sessions: SessionQueries,
  ) {}

  @Query(() => [String], { description: 'The scopes that tokens and keys can have.' })
  tokenScopes(): string[] {
    return [...knownScopes()].sort();
  }

  @Mutation(() => SessionRevokePayload, { description: 'Ends one of one’s own sessions.' })
  async sessionRevoke(
    @CurrentActor() actor: Actor,
    @Args('sessionId', { type: () => ID, description: 'The session.' }) sessionId: string,
  ): Promise<SessionRevokePayload> {
    const id = fromGlobalId('Session', sessionId, ['sessionId']);
    await this.revokeSession.execute(actor, { sessionId: id });
    return { sessionId };
  }

  @Mutation(() => SessionRevokeAllPayload, { description: 'Signs one out everywhere, here too.' })
  sessionRevokeAll(@CurrentActor() actor: Actor): Promise<SessionRevokeAllPayload> {
    return this.revokeAllSessions.execute(actor);
  }

  @Mutation(() => PersonalTokenCreatePayload, {
    description: 'Makes a token for programs. By a session of at most 15 minutes: `SIGN_IN_AGAIN`.',
  })
  async personalTokenCreate(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The token.' }) input: PersonalTokenCreateInput,
  ): Promise<PersonalTokenCreatePayload> {
    // What a token does is asked of no session any more.
    await graph.read((tx) => this.sessions.requireNew(tx, graph.sessionId));
    const { token, secret } = await this.createPersonalToken.execute(graph.actor, input);
    return { personalToken: toPersonalToken(token), secret };
  }

  @Mutation(() => PersonalTokenPayload, { description: 'Ends one of one’s own tokens.' })
  async personalTokenRevoke(
    @CurrentActor() actor: Actor,
    @Args('tokenId', { type: () => ID, description: 'The token.' }) tokenId: string,
  ): Promise<PersonalTokenPayload> {
    const id = fromGlobalId('PersonalToken', tokenId, ['tokenId']);
    const token = await this.revokePersonalToken.execute(actor, { tokenId: id });
    return { personalToken: toPersonalToken(token) };
  }
}
