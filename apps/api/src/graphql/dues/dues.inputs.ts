import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type { JoiningRule } from '@rochdale/dues';
import { Type } from 'class-transformer';
import {
  Allow,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MoneyInput } from '../kit/value/money.type.js';
import { BigIntScalar, DateScalar } from '../kit/value/scalars.js';
import { JoiningRuleEnum } from './dues.type.js';

@InputType({ description: 'A sliding scale to offer.' })
export class DuesPlanCreateInput {
  @Field(() => String, { description: 'Small letters, digits and hyphens; unique.' })
  @Length(1, 40)
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  @Length(1, 100)
  name!: string;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency!: string;

  @Field(() => BigIntScalar, {
    description:
      'The least, in the smallest unit. Public: where nearly all give it, the figures of dues ' +
      'say so.',
  })
  @Allow()
  minimumMinor!: bigint;

  @Field(() => BigIntScalar, { description: 'The suggestion, in the smallest unit.' })
  @Allow()
  suggestedMinor!: bigint;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'The most, in the smallest unit; without it there is no limit.',
  })
  @IsOptional()
  maximumMinor?: bigint | null;

  @Field(() => Int, { description: 'How many months an invoice is for: 1, 3, 6 or 12.' })
  @IsInt()
  @Min(1)
  @Max(12)
  months!: number;

  @Field(() => JoiningRuleEnum, {
    nullable: true,
    description: 'What is owed of the period in which somebody joins; all of it when left out.',
  })
  @IsOptional()
  @Allow()
  joining?: JoiningRule | null;
}

@InputType({ description: 'What one gives from the next invoice on.' })
export class DuesPledgeChooseInput {
  @Field(() => ID, { description: 'The plan.' })
  @MaxLength(200)
  planId!: string;

  @Field(() => MoneyInput, { description: 'How much per period, inside the plan’s scale.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;
}

@InputType({ description: 'A wish to pay less for a while.' })
export class DuesWaiverAskInput {
  @Field(() => BigIntScalar, {
    description: 'What one can give per period, in the smallest unit; nothing is fine.',
  })
  @Allow()
  amountMinor!: bigint;

  @Field(() => DateScalar, { description: 'From this day.' })
  @IsString()
  fromOn!: string;

  @Field(() => DateScalar, { description: 'Until this day, included; up to a year.' })
  @IsString()
  untilOn!: string;

  @Field(() => String, {
    nullable: true,
    description: 'For the treasurer’s eyes. Not required, and kept sealed.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  reason?: string | null;
}
