import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  IsArray,
  IsOptional,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { BigIntScalar } from '../kit/value/scalars.js';

@InputType({ description: 'What is taken off an invoice.' })
export class InvoiceCreditInput {
  @Field(() => ID, { description: 'The invoice.' })
  @MaxLength(200)
  invoiceId!: string;

  @Field(() => BigIntScalar, { description: 'How much, in the smallest unit of its currency.' })
  @Allow()
  amountMinor!: bigint;

  @Field(() => String, { description: 'Why. For the member and clerks.' })
  @Length(1, 500)
  reason!: string;

  @Field(() => String, { description: 'The same key takes the same off once.' })
  @Length(1, 100)
  idempotencyKey!: string;
}

@InputType({ description: 'Which credit is paid out.' })
export class DuesCreditRefundInput {
  @Field(() => ID, { description: 'Whose.' })
  @MaxLength(200)
  memberId!: string;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'How much, in the smallest unit; all of it when left out.',
  })
  @IsOptional()
  amountMinor?: bigint | null;
}

@InputType({ description: 'Which credit is given to the co-operative.' })
export class DuesCreditWaiveInput {
  @Field(() => ID, { nullable: true, description: 'Whose; the viewer’s own when left out.' })
  @IsOptional()
  @MaxLength(200)
  memberId?: string | null;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'How much, in the smallest unit; all of it when left out.',
  })
  @IsOptional()
  amountMinor?: bigint | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the member and clerks. Asked of treasurers; members owe no reason.',
  })
  @IsOptional()
  @Length(1, 500)
  reason?: string | null;
}

@InputType({
  description: 'What an invoice or an account of the books gets of a bank line: one of them.',
})
export class BankLinePartInput {
  @Field(() => ID, { nullable: true, description: 'The invoice.' })
  @IsOptional()
  @MaxLength(200)
  invoiceId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The account that explains the part, such as donations.',
  })
  @IsOptional()
  @MaxLength(200)
  ledgerAccountId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Its key in the chart instead: `donation-income`. It is opened where nothing was booked to ' +
      'it yet.',
  })
  @IsOptional()
  @Length(1, 100)
  accountKey?: string | null;

  @Field(() => BigIntScalar, { description: 'How much, in the smallest unit of its currency.' })
  @Allow()
  amountMinor!: bigint;
}

@InputType({ description: 'How a bank line is shared out.' })
export class BankLineSplitInput {
  @Field(() => ID, { description: 'The line.' })
  @MaxLength(200)
  lineId!: string;

  @Field(() => [BankLinePartInput], { description: 'What each invoice or account gets of it.' })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => BankLinePartInput)
  parts!: BankLinePartInput[];

  @Field(() => ID, {
    nullable: true,
    description: 'The member whose credit the rest is; required when there is one.',
  })
  @IsOptional()
  @MaxLength(200)
  creditMemberId?: string | null;
}

@InputType({
  description: 'A part of a payment that comes back: of an invoice, of a credit, or of an account.',
})
export class BankLineReturnPartInput {
  @Field(() => ID, { nullable: true, description: 'The invoice that it had paid.' })
  @IsOptional()
  @MaxLength(200)
  invoiceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The member whose credit it had been.' })
  @IsOptional()
  @MaxLength(200)
  creditMemberId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The account that had got it.' })
  @IsOptional()
  @MaxLength(200)
  ledgerAccountId?: string | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'How much of it, in the smallest unit; all that is left of it when left out.',
  })
  @IsOptional()
  amountMinor?: bigint | null;
}
