import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { mandatePeriods, takenUntil } from '@rochdale/expenses';
import type { MandateBillView, MandateView } from '@rochdale/expenses';
import { Allow, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { nestedConnectionOf } from '../../kit/list/connection.js';
import { MoneyType, toMoney } from '../../kit/value/money.type.js';
import { VerdictType } from '../../kit/verdict.type.js';
import { BigIntScalar, DateScalar } from '../../kit/value/scalars.js';
import { ExpenseCategoryEnum } from '../expense-words.type.js';

export const MandatePeriodEnum = Object.fromEntries(
  mandatePeriods.map((name) => [name.toUpperCase(), name]),
);
registerEnumType(MandatePeriodEnum, {
  name: 'MandatePeriod',
  description: 'For how long the cap of a mandate is, by the calendar.',
  valuesMap: {
    MONTH: { description: 'A calendar month.' },
    QUARTER: { description: 'A calendar quarter: January to March, and so on.' },
    YEAR: { description: 'A calendar year.' },
  },
});

@ObjectType('MandateBillViewerCan', { description: 'What the viewer may do with such a bill.' })
export class MandateBillViewerCanType {
  @Field(() => VerdictType, { description: 'Void it, as another than who entered it.' })
  void!: VerdictType;
}

@ObjectType('MandateViewerCan', { description: 'What the viewer may do under a mandate.' })
export class MandateViewerCanType {
  @Field(() => VerdictType, { description: 'Hand a bill of its days in today.' })
  submitBill!: VerdictType;
}

@ObjectType('MandateBill', { description: 'A bill that is owed by a mandate, or was.' })
export class MandateBillType {
  /** For resolvers, not part of the schema. */
  view!: MandateBillView;

  @Field(() => String, {
    nullable: true,
    description: 'How whoever sent it calls it; null where whoever entered it was erased.',
  })
  number!: string | null;

  @Field(() => DateScalar, { description: 'Its day, which says in which period it counts.' })
  billedOn!: string;

  @Field(() => DateScalar, { description: 'The day on which it was handed in.' })
  handedInOn!: string;

  @Field(() => Boolean, { description: 'Whether it was a mistake: it counts no more.' })
  isVoided!: boolean;
}

export const MandateBillConnection = nestedConnectionOf('MandateBill', MandateBillType);

@ObjectType('Mandate', {
  description: 'What members allow a partner to bill again and again, without a vote on each.',
})
export class MandateType {
  /** For resolvers, not part of the schema. */
  view!: MandateView;

  @Field(() => String, { description: 'Its short name, which never changes.' })
  key!: string;

  @Field(() => String, { description: 'What it is for.' })
  title!: string;

  @Field(() => ExpenseCategoryEnum, { description: 'As what its bills are booked.' })
  category!: string;

  @Field(() => MandatePeriodEnum, { description: 'For how long the cap is.' })
  period!: string;

  @Field(() => MoneyType, { description: 'The most for each period.' })
  cap!: MoneyType;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'The most in all; null for as much as the periods come to.',
  })
  total!: MoneyType | null;

  @Field(() => MoneyType, {
    description: 'What may still be billed in the period of today; nothing where it is over.',
  })
  left!: MoneyType;

  @Field(() => DateScalar, { description: 'Bills of this day or later come under it.' })
  startsOn!: string;

  @Field(() => DateScalar, { description: 'And of no later day than this.' })
  endsOn!: string;

  @Field(() => DateScalar, { description: 'Such bills are handed in until this day.' })
  takenUntil!: string;

  @Field(() => Boolean, { description: 'Whether bills are taken under it today.' })
  isInForce!: boolean;

  @Field(() => Date, { description: 'When members granted it.' })
  grantedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When members ended it before its last day; null where they did not.',
  })
  endedAt!: Date | null;
}

@InputType({ description: 'A bill under a mandate.' })
export class MandateBillInput {
  @Field(() => String, { description: 'The key of the mandate.' })
  @Length(1, 60)
  key!: string;

  @Field(() => String, { description: 'How whoever sent it calls it: paid once, whichever way.' })
  @Length(1, 60)
  number!: string;

  @Field(() => DateScalar, { description: 'Its day, which says in which period it counts.' })
  @IsString()
  billedOn!: string;

  @Field(() => BigIntScalar, { description: 'How much, in the smallest unit: cents for EUR.' })
  @Allow()
  amountMinor!: bigint;

  @Field(() => String, { nullable: true, description: 'The id that the upload of a file gave.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  receiptId?: string | null;
}

export const toMandateBill = (view: MandateBillView): MandateBillType => ({
  view,
  number: view.number,
  billedOn: view.billedOn,
  handedInOn: view.handedInOn,
  isVoided: view.isVoided,
});

export function toMandate(view: MandateView): MandateType {
  const { key, title, category, period, currency, totalMinor, isInForce } = view;
  const { startsOn, endsOn, grantedAt, endedAt } = view;
  return {
    view,
    key,
    title,
    category,
    period,
    cap: toMoney(view.capMinor, currency),
    total: totalMinor === null ? null : toMoney(totalMinor, currency),
    left: toMoney(view.leftMinor, currency),
    startsOn,
    endsOn,
    takenUntil: takenUntil(view),
    isInForce,
    grantedAt,
    endedAt,
  };
}
