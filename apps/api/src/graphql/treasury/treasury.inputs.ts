import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  ArrayMinSize,
  IsDate,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MoneyInput } from '../kit/value/money.type.js';
import { BigIntScalar, DateScalar } from '../kit/value/scalars.js';

@InputType({ description: 'A fund to open.' })
export class FundCreateInput {
  @Field(() => String, { description: 'Small letters, digits and hyphens; unique.' })
  @Length(1, 60)
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  @Length(1, 200)
  name!: string;

  @Field(() => String, { description: 'What the money is for.' })
  @Length(1, 2000)
  purpose!: string;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  @Length(3, 3)
  currency!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'The most it may hold, in the smallest unit of its currency.',
  })
  @IsOptional()
  limitMinor?: bigint | null;
}

@InputType({ description: 'Money to set aside in a fund, or to give back.' })
export class FundAllocateInput {
  @Field(() => MoneyInput, { description: 'Positive sets aside, negative gives back.' })
  @ValidateNested()
  @Type(() => MoneyInput)
  amount!: MoneyInput;

  @Field(() => String, { description: 'Why. Members read it.' })
  @Length(1, 500)
  description!: string;

  @Field(() => String, { description: 'Your own key: the same one never moves money twice.' })
  @Length(1, 200)
  idempotencyKey!: string;
}

@InputType({ description: 'The books to close.' })
export class AccountingPeriodCloseInput {
  @Field(() => DateScalar, {
    description: 'The last day that is closed: it is over where the co-operative is.',
  })
  @IsString()
  endsOn!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many bank lines up to that day are not in the books, when they are closed over; none ' +
      'when left out. Any other number than that of those that wait is refused.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  acknowledgedUnbookedLines?: number | null;
}

@InputType({ description: 'One line of a journal entry.' })
export class JournalLineInput {
  @Field(() => String, { description: 'An account of the chart: `bank-fees`, `expense:rent`.' })
  @Length(1, 100)
  accountKey!: string;

  @Field(() => BigIntScalar, { description: 'In the smallest unit; positive is debit.' })
  @Allow()
  amountMinor!: bigint;

  @Field(() => String, { nullable: true, description: 'A note on this line. Members read it.' })
  @IsOptional()
  @Length(1, 500)
  memo?: string | null;
}

@InputType({ description: 'A journal entry to record.' })
export class JournalEntryRecordInput {
  @Field(() => String, { description: 'Your own key: the same one is never recorded twice.' })
  @Length(1, 190)
  idempotencyKey!: string;

  @Field(() => Date, {
    nullable: true,
    description:
      'When it took effect, up to the end of today where the co-operative is; now when left out.',
  })
  @IsOptional()
  @IsDate()
  effectiveAt?: Date | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which it took effect, in place of a moment.',
  })
  @IsOptional()
  @IsString()
  effectiveOn?: string | null;

  @Field(() => String, { description: 'What it is for. Members read it.' })
  @Length(1, 500)
  description!: string;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  @Length(3, 3)
  currency!: string;

  @Field(() => [JournalLineInput], { description: 'At least two lines that sum to zero.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => JournalLineInput)
  lines!: JournalLineInput[];
}

@InputType({ description: 'A journal entry to take back.' })
export class JournalEntryReverseInput {
  @Field(() => ID, { description: 'The transaction to reverse.' })
  @MaxLength(200)
  transactionId!: string;

  @Field(() => String, { description: 'Why. Members read it.' })
  @Length(1, 500)
  reason!: string;

  @Field(() => String, { description: 'Your own key: the same one is never recorded twice.' })
  @Length(1, 200)
  idempotencyKey!: string;
}

@InputType({ description: 'How far an account may go down.' })
export class LedgerAccountFloorSetInput {
  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'The least that may be available, in the smallest unit; null lifts the floor.',
  })
  @IsOptional()
  floorMinor?: bigint | null;
}
