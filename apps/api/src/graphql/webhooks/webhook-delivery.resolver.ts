import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { may } from '@rochdale/platform';
import { retryRefusal, RetryWebhookDelivery, WebhookDeliveryQueries } from '@rochdale/webhooks';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, optionalId } from '../kit/node/global-id.js';
import { Computed } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import {
  toWebhookDelivery,
  WebhookDeliveryConnection,
  WebhookDeliveryFilterInput,
  WebhookDeliveryRetryPayload,
  WebhookDeliveryType,
  WebhookDeliveryViewerCanType,
} from './webhook-delivery.type.js';

/** What became of the news that other programs are told. */
@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveryResolver {
  constructor(
    private readonly queries: WebhookDeliveryQueries,
    private readonly retry: RetryWebhookDelivery,
  ) {}

  @Query(() => WebhookDeliveryConnection, {
    description: 'What programs were told or not, the newest first. For administrators.',
  })
  async webhookDeliveries(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('filter', {
      type: () => WebhookDeliveryFilterInput,
      nullable: true,
      description: 'Which ones.',
    })
    filter?: WebhookDeliveryFilterInput | null,
  ): Promise<Connection<WebhookDeliveryType>> {
    const { webhookId, state = null, from = null, before = null } = filter ?? {};
    const endpointId = optionalId('Webhook', webhookId, ['filter', 'webhookId']);
    const rows = await graph.read((tx) =>
      this.queries.page(tx, page, { endpointId, state, from, before }),
    );
    return toConnection(rows, toWebhookDelivery);
  }

  @Mutation(() => WebhookDeliveryRetryPayload, {
    description:
      'Has a delivery told again that was given up: at once, then for hours. For administrators.',
  })
  async webhookDeliveryRetry(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The delivery.' }) id: string,
  ): Promise<WebhookDeliveryRetryPayload> {
    const deliveryId = fromGlobalId('WebhookDelivery', id, ['id']);
    const row = await this.retry.execute(graph.actor, { deliveryId });
    return { webhookDelivery: toWebhookDelivery(row) };
  }

  @Computed(() => WebhookDeliveryViewerCanType, { description: 'What the viewer may do.' })
  viewerCan({ row }: WebhookDeliveryType, { actor }: GraphContext): WebhookDeliveryViewerCanType {
    return { retry: verdict(may(actor, 'webhook.retry'), retryRefusal(row)) };
  }
}
