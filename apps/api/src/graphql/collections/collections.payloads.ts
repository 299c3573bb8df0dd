import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { MoneySourceType } from './money-source.type.js';

@ObjectType({ description: 'A money source after a change, or why it was not changed.' })
export class MoneySourcePayload extends Payload {
  @Field(() => MoneySourceType, { nullable: true, description: 'The money source.' })
  moneySource?: MoneySourceType | null;
}

@ObjectType({ description: 'The row that waits no more, or why it still does.' })
export class SourceRowClosePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The row.' })
  sourceRowId?: string | null;
}
