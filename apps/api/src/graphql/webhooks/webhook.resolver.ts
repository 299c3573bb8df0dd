import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { AddWebhook, RemoveWebhook, WebhookQueries } from '@rochdale/webhooks';
import type { Actor } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import {
  toWebhook,
  WebhookAddInput,
  WebhookAddPayload,
  WebhookRemovePayload,
  WebhookType,
} from './webhook.type.js';

@Resolver(() => WebhookType)
export class WebhookResolver {
  constructor(
    private readonly queries: WebhookQueries,
    private readonly addWebhook: AddWebhook,
    private readonly removeWebhook: RemoveWebhook,
  ) {}

  @Query(() => [WebhookType], { description: 'Programs that are told. For administrators.' })
  async webhooks(@Graph() graph: GraphContext): Promise<WebhookType[]> {
    return (await graph.read((tx) => this.queries.all(tx))).map(toWebhook);
  }

  @Mutation(() => WebhookAddPayload, { description: 'Tells another program what happens.' })
  async webhookAdd(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'Where to send which news.' }) input: WebhookAddInput,
  ): Promise<WebhookAddPayload> {
    const { endpoint, secret } = await this.addWebhook.execute(actor, input);
    return { webhook: toWebhook(endpoint), secret };
  }

  @Mutation(() => WebhookRemovePayload, { description: 'Stops telling a program.' })
  async webhookRemove(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID, description: 'The webhook.' }) id: string,
  ): Promise<WebhookRemovePayload> {
    const endpointId = fromGlobalId('Webhook', id, ['id']);
    return { webhook: toWebhook(await this.removeWebhook.execute(actor, { endpointId })) };
  }
}
