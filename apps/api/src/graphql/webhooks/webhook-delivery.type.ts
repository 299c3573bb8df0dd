import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsEnum, IsOptional, IsString, MaxLength } from 'class-validator';
import type { WebhookDeliveryView } from '@rochdale/webhooks';
import { Payload } from '../kit/error/user-error.type.js';
import { connectionOf } from '../kit/list/connection.js';
import { SpanInput } from '../kit/list/span.inputs.js';
import { toGlobalId } from '../kit/node/global-id.js';
import { NodeType } from '../kit/node/node.type.js';
import { VerdictType } from '../kit/verdict.type.js';

export const WebhookDeliveryStateEnum = {
  DELIVERED: 'delivered',
  DROPPED: 'dropped',
  GIVEN_UP: 'given-up',
  QUEUED: 'queued',
} as const;

registerEnumType(WebhookDeliveryStateEnum, {
  name: 'WebhookDeliveryState',
  description: 'What became of a delivery.',
  valuesMap: {
    DELIVERED: { description: 'The receiver took it.' },
    DROPPED: { description: 'The webhook was removed before.' },
    GIVEN_UP: { description: 'Nobody tries any more, unless somebody asks for it again.' },
    QUEUED: { description: 'It is to be told, for the first time or again.' },
  },
});

@ObjectType('WebhookDeliveryViewerCan', { description: 'What the viewer may do with a delivery.' })
export class WebhookDeliveryViewerCanType {
  @Field(() => VerdictType, { description: 'Have it told again.' })
  retry!: VerdictType;
}

@ObjectType('WebhookDelivery', {
  implements: () => [NodeType],
  description: 'A fact that a program is told of. What it says is for the receiver alone.',
})
export class WebhookDeliveryType extends NodeType {
  /** The row behind it, for resolvers; not part of the schema. */
  row!: WebhookDeliveryView;

  @Field(() => ID, { description: 'The webhook that is told, be it removed since.' })
  webhookId!: string;

  @Field(() => ID, { description: 'What is told: an entry of the audit trail.' })
  factId!: string;

  @Field(() => String, {
    description: 'What happened: room and fact; `forgotten` once nobody may know any more.',
  })
  factType!: string;

  @Field(() => WebhookDeliveryStateEnum, { description: 'What became of it.' })
  state!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How often the receiver was asked. Null where that was not counted yet.',
  })
  attempts!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The last HTTP status that the receiver answered; null when it did not.',
  })
  lastStatus!: number | null;

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the receiver was asked last.' })
  triedAt!: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Not before this moment it is asked next; null when it is not asked any more.',
  })
  nextAttemptAt!: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the receiver took it.' })
  deliveredAt!: Date | null;
}

export const WebhookDeliveryConnection = connectionOf('WebhookDelivery', WebhookDeliveryType);

@InputType({ description: 'Which deliveries to show: by when they were made, to whom, and state.' })
export class WebhookDeliveryFilterInput extends SpanInput {
  @Field(() => ID, { nullable: true, description: 'To this webhook, be it removed since.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  webhookId?: string | null;

  @Field(() => WebhookDeliveryStateEnum, { nullable: true, description: 'In this state.' })
  @IsOptional()
  @IsEnum(WebhookDeliveryStateEnum)
  state?: WebhookDeliveryView['state'] | null;
}

@ObjectType({ description: 'The delivery, or why it is not told again.' })
export class WebhookDeliveryRetryPayload extends Payload {
  @Field(() => WebhookDeliveryType, { nullable: true, description: 'The delivery, queued again.' })
  webhookDelivery?: WebhookDeliveryType | null;
}

export function toWebhookDelivery(row: WebhookDeliveryView): WebhookDeliveryType {
  const { factType, state, attempts, lastStatus } = row;
  const { createdAt, triedAt, nextAttemptAt, deliveredAt } = row;
  return {
    row,
    id: toGlobalId('WebhookDelivery', row.id),
    webhookId: toGlobalId('Webhook', row.endpointId),
    factId: toGlobalId('AuditEntry', row.factId),
    factType,
    state,
    attempts,
    lastStatus,
    createdAt,
    triedAt,
    nextAttemptAt,
    deliveredAt,
  };
}
