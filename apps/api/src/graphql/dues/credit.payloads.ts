import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { DuesRefundType } from './credit.type.js';

@ObjectType({ description: 'The refund, or why there is none.' })
export class DuesRefundPayload extends Payload {
  @Field(() => DuesRefundType, { nullable: true, description: 'The refund.' })
  refund?: DuesRefundType | null;
}
