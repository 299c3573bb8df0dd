import { Field, ID, InputType } from '@nestjs/graphql';
import type { ExpenseCategory } from '@rochdale/expenses';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsEnum,
  IsJSON,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { BigIntScalar, DateScalar } from '../kit/value/scalars.js';
import { PayeeInput } from '../payments/payments.inputs.js';
import { ExpenseCategoryEnum } from './expense-words.type.js';

@InputType({ description: 'One thing that money was spent on.' })
export class ExpenseItemInput {
  @Field(() => String, { description: 'What it was.' })
  @Length(1, 500)
  description!: string;

  @Field(() => ExpenseCategoryEnum, { description: 'What for.' })
  @IsEnum(ExpenseCategoryEnum)
  category!: ExpenseCategory;

  @Field(() => DateScalar, { description: 'The day it was spent.' })
  @IsString()
  incurredOn!: string;

  @Field(() => BigIntScalar, { description: 'How much, in the smallest unit: cents for EUR.' })
  @Allow()
  amountMinor!: bigint;

  @Field(() => String, { nullable: true, description: 'The id that the upload of a file gave.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  receiptId?: string | null;
}

@InputType({ description: 'A bill that an expense pays: no other pays it as well.' })
export class ExpenseBillInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The partner who sent it. Left out where the partner is paid.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  partnerId?: string | null;

  @Field(() => String, { description: 'How the partner calls it.' })
  @Length(1, 60)
  number!: string;
}

@InputType({ description: 'An expense, as its submitter writes it.' })
export class ExpenseInput {
  @Field(() => String, { description: 'What it is for, in a line.' })
  @Length(1, 200)
  title!: string;

  @Field(() => String, { description: 'Three letters of ISO 4217, for all items.' })
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency!: string;

  @Field(() => PayeeInput, {
    nullable: true,
    description: 'Who is paid; the submitter when left out.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => PayeeInput)
  payee?: PayeeInput | null;

  @Field(() => ExpenseBillInput, {
    nullable: true,
    description:
      'The bill of a partner that it pays, where it pays one. Left out when an expense is ' +
      'revised, it stays as it was; null takes it out.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => ExpenseBillInput)
  bill?: ExpenseBillInput | null;

  @Field(() => [ExpenseItemInput], { description: 'What was bought.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ExpenseItemInput)
  items!: ExpenseItemInput[];
}

@InputType({ description: 'A rule of approval to adopt.' })
export class ApprovalRuleAdoptInput {
  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency!: string;

  @Field(() => String, {
    description:
      'The bands as JSON: [{"upToMinor": "50000", "band": {"kind": "role", "role": "treasurer", ' +
      '"approvals": 1}, "receipts": true}, {"upToMinor": null, "band": {"kind": "vote", ' +
      '"policyKey": "expense-standard"}, "receipts": true}].',
  })
  @IsJSON()
  @MaxLength(20_000)
  bandsJson!: string;
}
