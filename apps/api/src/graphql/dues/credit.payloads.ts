import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { CreditEntryType, DuesRefundType } from './credit.type.js';

@ObjectType({ description: 'The refund, or why there is none.' })
export class DuesRefundPayload extends Payload {
  @Field(() => DuesRefundType, { nullable: true, description: 'The refund.' })
  refund?: DuesRefundType | null;
}

@ObjectType({ description: 'The credit that was given, or why it was not.' })
export class DuesCreditWaivePayload extends Payload {
  @Field(() => CreditEntryType, { nullable: true, description: 'How it went.' })
  entry?: CreditEntryType | null;
}
