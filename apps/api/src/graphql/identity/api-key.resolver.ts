import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ApiKeyQueries, IssueApiKey, RevokeApiKey, RotateApiKey } from '@rochdale/identity';
import type { Actor } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { ApiKeyIssueInput } from './identity.inputs.js';
import { ApiKeyPayload, ApiKeySecretPayload } from './identity.payloads.js';
import { ApiKeyType, toApiKey } from './token.type.js';

function keyIdOf(globalId: string): string {
  return fromGlobalId('ApiKey', globalId, ['apiKeyId']);
}

@Resolver()
export class ApiKeyResolver {
  constructor(
    private readonly queries: ApiKeyQueries,
    private readonly issueApiKey: IssueApiKey,
    private readonly rotateApiKey: RotateApiKey,
    private readonly revokeApiKey: RevokeApiKey,
  ) {}

  @Query(() => [ApiKeyType], { description: 'The keys of a partner, also those that ended.' })
  async apiKeys(
    @Graph() graph: GraphContext,
    @Args('partnerId', { type: () => ID, description: 'The partner.' }) partnerId: string,
  ): Promise<ApiKeyType[]> {
    const id = fromGlobalId('Partner', partnerId, ['partnerId']);
    return (await graph.read((tx) => this.queries.ofPartner(tx, id))).map(toApiKey);
  }

  @Mutation(() => ApiKeySecretPayload, { description: 'Gives a partner a key.' })
  async apiKeyIssue(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'The key.' }) input: ApiKeyIssueInput,
  ): Promise<ApiKeySecretPayload> {
    const partnerId = fromGlobalId('Partner', input.partnerId, ['partnerId']);
    const { name, scopes, expiresAt = null } = input;
    const wanted = { partnerId, name, scopes, expiresAt };
    const { apiKey, secret } = await this.issueApiKey.execute(actor, wanted);
    return { apiKey: toApiKey(apiKey), secret };
  }

  @Mutation(() => ApiKeySecretPayload, { description: 'Replaces a key, with an overlap.' })
  async apiKeyRotate(
    @CurrentActor() actor: Actor,
    @Args('apiKeyId', { type: () => ID, description: 'The old key.' }) apiKeyId: string,
    @Args('overlapHours', {
      type: () => Int,
      defaultValue: 72,
      description: 'How long the old key goes on: 0 to 720 hours.',
    })
    overlapHours: number,
  ): Promise<ApiKeySecretPayload> {
    const input = { apiKeyId: keyIdOf(apiKeyId), overlapHours };
    const { apiKey, replaced, secret } = await this.rotateApiKey.execute(actor, input);
    return { apiKey: toApiKey(apiKey), replaced: toApiKey(replaced), secret };
  }

  @Mutation(() => ApiKeyPayload, { description: 'Ends a key at once.' })
  async apiKeyRevoke(
    @CurrentActor() actor: Actor,
    @Args('apiKeyId', { type: () => ID, description: 'The key.' }) apiKeyId: string,
  ): Promise<ApiKeyPayload> {
    const key = await this.revokeApiKey.execute(actor, { apiKeyId: keyIdOf(apiKeyId) });
    return { apiKey: toApiKey(key) };
  }
}
