import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { orderings } from '../kit/list/order-by.js';
import { SpanInput } from '../kit/list/span.inputs.js';

@InputType({ description: 'Which invoices to show: by when they were issued, plan and reference.' })
export class InvoiceFilterInput extends SpanInput {
  @Field(() => ID, { nullable: true, description: 'Of this plan.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  planId?: string | null;

  @Field(() => String, { nullable: true, description: 'With exactly this reference.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reference?: string | null;
}

export const invoiceOrder = orderings({
  name: 'InvoiceOrder',
  of: 'invoices',
  values: {
    ISSUED: {
      value: 'issued',
      description: 'When they were issued; narrowed by everything.',
    },
    DUE: {
      value: 'due',
      description:
        'The day they are due, the soonest first; narrowed by `state` and `memberId` only.',
    },
  },
});
