import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Allow, Matches } from 'class-validator';
import { currencyExponent, formatDecimal, money } from '@rochdale/platform';
import type { Money } from '@rochdale/platform';
import { BigIntScalar } from './scalars.js';

@ObjectType('Money', { description: 'An exact amount of money.' })
export class MoneyType {
  @Field(() => BigIntScalar, { description: 'The amount in the smallest unit: cents for EUR.' })
  minor!: bigint;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  currency!: string;

  @Field(() => String, { description: 'The same amount as a decimal: 12.50.' })
  decimal!: string;
}

@InputType({ description: 'An exact amount of money.' })
export class MoneyInput {
  @Field(() => BigIntScalar, { description: 'The amount in the smallest unit: cents for EUR.' })
  @Allow()
  minor!: bigint;

  @Field(() => String, { description: 'Three letters of ISO 4217.' })
  @Matches(/^[A-Z]{3}$/, { message: 'a currency is three capital letters' })
  currency!: string;
}

export function toMoney(minor: bigint, currency: string): MoneyType {
  return { minor, currency, decimal: formatDecimal(minor, currency) };
}

/** @throws CodedError INVALID_CURRENCY, INVALID_AMOUNT */
export function fromMoneyInput(input: MoneyInput): Money {
  currencyExponent(input.currency);
  return money(input.minor, input.currency);
}
