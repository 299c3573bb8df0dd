import { ArrayMaxSize, ArrayNotEmpty, IsString, MaxLength } from 'class-validator';
import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { WebhookEndpointRow } from '@rochdale/webhooks';
import { toGlobalId } from '../kit/node/global-id.js';
import { Payload } from '../kit/error/user-error.type.js';
import { NodeType } from '../kit/node/node.type.js';

@ObjectType('Webhook', {
  implements: () => [NodeType],
  description: 'Another program that is told what happens here.',
})
export class WebhookType extends NodeType {
  @Field(() => String, { description: 'Where the news goes.' })
  url!: string;

  @Field(() => [String], { description: 'The facts that it is told of, or * for all.' })
  types!: string[];

  @Field(() => Date, { description: 'Since when.' })
  createdAt!: Date;
}

@InputType({ description: 'Where to send which news.' })
export class WebhookAddInput {
  @Field(() => String, { description: 'An https address.' })
  @IsString()
  @MaxLength(500)
  url!: string;

  @Field(() => [String], { description: 'Facts such as governance.ProposalClosed, or *.' })
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  types!: string[];
}

@ObjectType({ description: 'The answer to adding a webhook.' })
export class WebhookAddPayload extends Payload {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook.' })
  webhook?: WebhookType | null;

  @Field(() => String, {
    nullable: true,
    description: 'Signs what is sent (Standard Webhooks). Shown this once.',
  })
  secret?: string | null;
}

@ObjectType({ description: 'The answer to removing a webhook.' })
export class WebhookRemovePayload extends Payload {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook that was.' })
  webhook?: WebhookType | null;
}

export function toWebhook(row: WebhookEndpointRow): WebhookType {
  return { ...row, id: toGlobalId('Webhook', row.id), types: [...row.types] };
}
