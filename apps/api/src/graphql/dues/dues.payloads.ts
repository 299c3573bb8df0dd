import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { DuesPlanType, InvoiceType, PledgeType, WaiverType } from './dues.type.js';

@ObjectType({ description: 'A plan after a change, or why it was not changed.' })
export class DuesPlanPayload extends Payload {
  @Field(() => DuesPlanType, { nullable: true, description: 'The plan.' })
  duesPlan?: DuesPlanType | null;
}

@ObjectType({ description: 'The pledge, or why it was not taken.' })
export class PledgePayload extends Payload {
  @Field(() => PledgeType, { nullable: true, description: 'The pledge in force.' })
  pledge?: PledgeType | null;
}

@ObjectType({ description: 'How many invoices were issued, or why none was.' })
export class DuesInvoicesIssuePayload extends Payload {
  @Field(() => Int, { nullable: true, description: 'How many; zero when all were there.' })
  issued?: number | null;
}

@ObjectType({ description: 'A waiver after a change, or why it was not changed.' })
export class WaiverPayload extends Payload {
  @Field(() => WaiverType, { nullable: true, description: 'The waiver.' })
  waiver?: WaiverType | null;
}

@ObjectType({ description: 'The invoice that the line pays, or why it does not.' })
export class InvoicePayload extends Payload {
  @Field(() => InvoiceType, { nullable: true, description: 'The invoice.' })
  invoice?: InvoiceType | null;
}
