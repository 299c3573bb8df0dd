import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsBoolean,
  IsEnum,
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
import { BigIntScalar } from '../kit/value/scalars.js';
import { PayeeKindEnum, PaymentRailEnum } from './payment-words.type.js';

const bicPattern = /^[A-Z0-9]{8}([A-Z0-9]{3})?$/;

@InputType({ description: 'Who is paid.' })
export class PayeeInput {
  @Field(() => PayeeKindEnum, { description: 'A member or a partner.' })
  @IsEnum(PayeeKindEnum)
  kind!: 'member' | 'partner';

  @Field(() => ID, { description: 'Which one.' })
  @MaxLength(200)
  id!: string;
}

@InputType({ description: 'A bank account to register.' })
export class BankAccountRegisterInput {
  @Field(() => String, { description: 'What members call it.' })
  @Length(1, 100)
  label!: string;

  @Field(() => String, { description: 'Whom the bank names as its holder.' })
  @Length(1, 70)
  holderName!: string;

  @Field(() => String, { description: 'Its IBAN or number; spaces do not matter.' })
  @Length(1, 60)
  accountNumber!: string;

  @Field(() => String, { nullable: true, description: 'The BIC of the bank.' })
  @IsOptional()
  @Matches(bicPattern, { message: 'a BIC has 8 or 11 letters and digits' })
  bic?: string | null;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency!: string;

  @Field(() => PaymentRailEnum, { description: 'How money is to leave it.' })
  @IsEnum(PaymentRailEnum)
  rail!: string;
}

@InputType({ description: 'How careful to be with payouts.' })
export class PaymentSettingsChangeInput {
  @Field(() => Boolean, { description: 'Whoever approved the last step may not release as well.' })
  @IsBoolean()
  secondPersonReleases!: boolean;

  @Field(() => Int, { description: 'How long new bank details wait: 0 to 720 hours.' })
  @IsInt()
  @Min(0)
  @Max(720)
  coolingOffHours!: number;
}

@InputType({ description: 'What a bank line was for, by an account of the books.' })
export class BankLineAssignInput {
  @Field(() => ID, { description: 'The line.' })
  @MaxLength(200)
  lineId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The account that explains it: donations, bank fees. Either this or its key.',
  })
  @IsOptional()
  @MaxLength(200)
  ledgerAccountId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Its key in the chart, as `chartOfAccounts` has it: `bank-fees`, `expense:hosting`. It is ' +
      'opened where nothing was booked to it yet.',
  })
  @IsOptional()
  @Length(1, 100)
  accountKey?: string | null;

  @Field(() => String, { description: 'Why. Stands in the books.' })
  @Length(1, 200)
  because!: string;
}

@InputType({ description: 'Which payouts a bank debited in one line.' })
export class BankLineAssignToPayoutsInput {
  @Field(() => ID, { description: 'The line.' })
  @MaxLength(200)
  lineId!: string;

  @Field(() => [ID], { description: 'The payouts of its account that it is the sum of: 1 to 200.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  payoutIds!: string[];

  @Field(() => String, { description: 'Why it is these. Shown with the line.' })
  @Length(1, 200)
  because!: string;
}

@InputType({ description: 'Which payout a bank brought back.' })
export class BankLineAssignToPayoutReturnInput {
  @Field(() => ID, { description: 'The line that brought the money.' })
  @MaxLength(200)
  lineId!: string;

  @Field(() => ID, { description: 'The settled payout of its account.' })
  @MaxLength(200)
  payoutId!: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      'What the bank kept of it: what came back and this are the payout. Left out where all of ' +
      'it came, or where the line says it.',
  })
  @IsOptional()
  feeMinor?: bigint | null;

  @Field(() => String, { description: 'Why it is this one. Shown with the line.' })
  @Length(1, 200)
  because!: string;
}

@InputType({ description: 'What a line is that waits: another one told again, or its own.' })
export class BankLineDecideInput {
  @Field(() => ID, { description: 'The line.' })
  @MaxLength(200)
  lineId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The line that it is, told again. A line of its own when left out.',
  })
  @IsOptional()
  @MaxLength(200)
  sameAsLineId?: string | null;
}

@InputType({ description: 'Where to pay.' })
export class PayeeDetailsSetInput {
  @Field(() => PayeeInput, {
    nullable: true,
    description: 'Oneself when left out. Treasurers may enter a partner’s, never a member’s.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => PayeeInput)
  payee?: PayeeInput | null;

  @Field(() => String, { description: 'Whom the bank names as the account’s holder.' })
  @Length(1, 70)
  holderName!: string;

  @Field(() => String, { description: 'The IBAN or number; spaces do not matter.' })
  @Length(1, 60)
  accountNumber!: string;

  @Field(() => String, { nullable: true, description: 'The BIC of the bank.' })
  @IsOptional()
  @Matches(bicPattern, { message: 'a BIC has 8 or 11 letters and digits' })
  bic?: string | null;
}

@InputType({ description: 'Payouts to let go, all of them or none.' })
export class PayoutsReleaseInput {
  @Field(() => [ID], { description: 'The payouts: 1 to 200.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @IsString({ each: true })
  payoutIds!: string[];

  @Field(() => ID, { description: 'The bank account that pays.' })
  @MaxLength(200)
  bankAccountId!: string;
}
