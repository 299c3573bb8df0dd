import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { orderings } from '../kit/list/order-by.js';
import { SpanInput, textField } from '../kit/list/span.inputs.js';

@InputType({
  description:
    'Which expenses to show: by when they were made, for whom, and by words of the title.',
})
export class ExpenseFilterInput extends SpanInput {
  @Field(() => ID, { nullable: true, description: 'To this member or partner.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  payeeId?: string | null;

  @Field(() => String, textField)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text?: string | null;
}

export const expenseOrder = orderings({
  name: 'ExpenseOrder',
  of: 'expenses',
  values: {
    MADE: {
      value: 'made',
      description: 'When they were made; narrowed by everything.',
    },
    AMOUNT: {
      value: 'amount',
      description: 'Currency and amount, the greatest first; narrowed by `statuses` only.',
    },
  },
});
