import { Field, InputType, Int } from '@nestjs/graphql';
import type { MeterAggregation, SplitRule } from '@rochdale/partners';
import {
  Allow,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { BigIntScalar } from '../kit/value/scalars.js';
import { MeterAggregationEnum, SplitRuleEnum, UnusedGoesToEnum } from './partner-words.type.js';

const fraction = /^\d{1,9}([/.]\d{1,9})?$/;

@InputType({ description: 'A business to take in.' })
export class PartnerRegisterInput {
  @Field(() => String, { description: 'Its name; unique.' })
  @Length(1, 100)
  name!: string;

  @Field(() => String, { nullable: true, description: 'Where it is on the web: https://…' })
  @IsOptional()
  @IsString()
  @MaxLength(210)
  website?: string | null;
}

@InputType({ description: 'What to measure.' })
export class MeterDefineInput {
  @Field(() => String, { description: 'Small letters, digits and hyphens; unique.' })
  @Length(1, 40)
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  @Length(1, 100)
  name!: string;

  @Field(() => String, { description: 'What its quantities are in: GB-hours, requests.' })
  @Length(1, 40)
  unit!: string;

  @Field(() => MeterAggregationEnum, { description: 'How events add up.' })
  @IsEnum(MeterAggregationEnum)
  aggregation!: MeterAggregation;
}

@InputType({ description: 'How to share the pool from the next period that closes.' })
export class PoolPolicyAdoptInput {
  @Field(() => SplitRuleEnum, { description: 'By which rule.' })
  @IsEnum(SplitRuleEnum)
  rule!: SplitRule;

  @Field(() => String, { description: 'What stays with the co-operative: 3/10 or 0.3.' })
  @Matches(fraction, { message: 'a share is written 3/10 or 0.3' })
  coopShare!: string;

  @Field(() => String, {
    defaultValue: '0',
    description: 'For the hybrid rule: the user-centric part, 1/2 or 0.5.',
  })
  @Matches(fraction, { message: 'lambda is written 1/2 or 0.5' })
  lambda!: string;

  @Field(() => String, { description: 'The key of the meter that the rule weighs.' })
  @Length(1, 40)
  meterKey!: string;

  @Field(() => String, { description: 'Which dues: three letters of ISO 4217.' })
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency!: string;

  @Field(() => UnusedGoesToEnum, { description: 'Where dues of members without usage go.' })
  @IsEnum(UnusedGoesToEnum)
  unusedGoesTo!: 'solidarity' | 'co-operative';

  @Field(() => BigIntScalar, {
    description: 'Below this, money waits for the next statement; in the smallest unit.',
  })
  @Allow()
  minimumPayoutMinor!: bigint;

  @Field(() => Int, { description: 'How many days a period waits for events: 0 to 60.' })
  @IsInt()
  @Min(0)
  @Max(60)
  graceDays!: number;
}
