import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { orderings } from '../kit/list/order-by.js';
import { SpanInput, textField } from '../kit/list/span.inputs.js';
import { DateScalar } from '../kit/value/scalars.js';

@InputType({ description: 'Which bank lines to show. Everything given has to hold.' })
export class BankLineFilterInput {
  @Field(() => ID, { nullable: true, description: 'On this account.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  bankAccountId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Booked on this day or later.' })
  @IsOptional()
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Booked before this day.' })
  @IsOptional()
  before?: string | null;

  @Field(() => String, textField)
  @IsOptional()
  @IsString()
  @MaxLength(200)
  text?: string | null;
}

@InputType({ description: 'Which statement files to show: by when they came.' })
export class StatementFileFilterInput extends SpanInput {}

@InputType({
  description: 'Which payment files to show: by when they were ordered, and from where.',
})
export class PaymentFileFilterInput extends SpanInput {
  @Field(() => ID, { nullable: true, description: 'From this account.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  bankAccountId?: string | null;
}

@InputType({ description: 'Which payouts to show: by when they were asked for, and for whom.' })
export class PayoutFilterInput extends SpanInput {
  @Field(() => ID, { nullable: true, description: 'To this member or partner.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  payeeId?: string | null;
}

export const payoutOrder = orderings({
  name: 'PayoutOrder',
  of: 'payouts',
  values: {
    ASKED: {
      value: 'asked',
      description: 'When they were asked for; narrowed by everything.',
    },
    AMOUNT: {
      value: 'amount',
      description: 'Currency and amount, the greatest first; narrowed by `state` only.',
    },
  },
});

export const bankLineOrder = orderings({
  name: 'BankLineOrder',
  of: 'bank lines',
  values: {
    BOOKED: {
      value: 'booked',
      description: 'The day they were booked; narrowed by everything.',
    },
    AMOUNT: {
      value: 'amount',
      description:
        'Currency and amount, what came in most first; narrowed by `state` and ' +
        '`bankAccountId` only.',
    },
  },
});
