import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { CsvProfileRow } from '@rochdale/banking';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';
import { Payload } from '../../kit/error/user-error.type.js';

const column = { nullable: true } as const;

@InputType({ description: 'Which column of a bank’s CSV export means what, by its header.' })
export class CsvProfileSaveInput {
  @Field(() => String, { description: 'What to call it: small letters, digits and dashes.' })
  @Length(1, 60)
  name!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether 01/02/2026 is the second of January, where the file does not tell.',
  })
  @IsOptional()
  @IsBoolean()
  monthFirst?: boolean | null;

  @Field(() => String, { ...column, description: 'What parts the columns; found out otherwise.' })
  @IsOptional()
  @Length(1, 1)
  delimiter?: string | null;

  @Field(() => String, { description: 'The column of the day.' })
  @Length(1, 200)
  bookingDate!: string;

  @Field(() => String, { ...column, description: 'The column of the value day.' })
  @IsOptional()
  @Length(1, 200)
  valueDate?: string | null;

  @Field(() => String, { ...column, description: 'The column of amounts; or credit and debit.' })
  @IsOptional()
  @Length(1, 200)
  amount?: string | null;

  @Field(() => String, { ...column, description: 'The column of what came in.' })
  @IsOptional()
  @Length(1, 200)
  credit?: string | null;

  @Field(() => String, { ...column, description: 'The column of what went out.' })
  @IsOptional()
  @Length(1, 200)
  debit?: string | null;

  @Field(() => String, { ...column, description: 'The column that says which way money went.' })
  @IsOptional()
  @Length(1, 200)
  direction?: string | null;

  @Field(() => [String], { ...column, description: 'Its words for money that came in.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Length(1, 60, { each: true })
  creditWords?: string[] | null;

  @Field(() => [String], { ...column, description: 'Its words for money that went out.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Length(1, 60, { each: true })
  debitWords?: string[] | null;

  @Field(() => Boolean, { ...column, description: 'Amounts are what is owed, as on cards.' })
  @IsOptional()
  @IsBoolean()
  owed?: boolean | null;

  @Field(() => String, { ...column, description: 'Three letters of ISO 4217, for all rows.' })
  @IsOptional()
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency?: string | null;

  @Field(() => String, { ...column, description: 'The column that says the currency.' })
  @IsOptional()
  @Length(1, 200)
  currencyColumn?: string | null;

  @Field(() => String, { ...column, description: 'The column of the balance after the row.' })
  @IsOptional()
  @Length(1, 200)
  balance?: string | null;

  @Field(() => String, { ...column, description: 'The column of the own account.' })
  @IsOptional()
  @Length(1, 200)
  account?: string | null;

  @Field(() => String, { ...column, description: 'The column of the other side’s name.' })
  @IsOptional()
  @Length(1, 200)
  counterpartyName?: string | null;

  @Field(() => String, { ...column, description: 'The column of the other side’s account.' })
  @IsOptional()
  @Length(1, 200)
  counterpartyAccount?: string | null;

  @Field(() => [String], { ...column, description: 'Columns of what was written.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Length(1, 200, { each: true })
  remittance?: string[] | null;

  @Field(() => String, { ...column, description: 'The column of the bank’s own reference.' })
  @IsOptional()
  @Length(1, 200)
  bankReference?: string | null;
}

@InputType({ description: 'A saved CSV profile to remove.' })
export class CsvProfileRemoveInput {
  @Field(() => String, { description: 'Its name.' })
  @IsString()
  @Length(1, 60)
  name!: string;
}

@ObjectType('CsvProfile', { description: 'How a bank’s CSV export is read. Saved by treasurers.' })
export class CsvProfileType {
  @Field(() => String, { description: 'Its name, to be given as csvProfile with a file.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether days that read both ways have the month first.' })
  monthFirst!: boolean;

  @Field(() => String, { description: 'Which column means what: JSON, as it was saved.' })
  mapping!: string;

  @Field(() => Date, { description: 'When it was saved.' })
  savedAt!: Date;
}

export function toCsvProfile(row: CsvProfileRow): CsvProfileType {
  const { name, monthFirst, mapping, savedAt } = row;
  return { name, monthFirst, mapping: JSON.stringify(mapping), savedAt };
}

@ObjectType({ description: 'The CSV profile, or why it was not saved or removed.' })
export class CsvProfilePayload extends Payload {
  @Field(() => CsvProfileType, { nullable: true, description: 'The profile.' })
  csvProfile?: CsvProfileType | null;
}
