import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { MeterRow, PartnerRow, PoolPolicyRow } from '@rochdale/partners';
import { toGlobalId } from '../kit/node/global-id.js';
import { MoneyType, toMoney } from '../kit/value/money.type.js';
import { NodeType } from '../kit/node/node.type.js';
import { DateScalar } from '../kit/value/scalars.js';
import { MeterAggregationEnum, SplitRuleEnum, UnusedGoesToEnum } from './partner-words.type.js';

@ObjectType('Partner', {
  implements: () => [NodeType],
  description: 'A business that hosts services for the members.',
})
export class PartnerType extends NodeType {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Where it is on the web.' })
  website!: string | null;

  @Field(() => DateScalar, { description: 'Since when it is a partner.' })
  agreedOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Until when it was.' })
  endedOn!: string | null;
}

@ObjectType('Meter', {
  implements: () => [NodeType],
  description: 'What is measured, and how its events add up.',
})
export class MeterType extends NodeType {
  @Field(() => String, { description: 'What events call it.' })
  key!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What its quantities are in.' })
  unit!: string;

  @Field(() => MeterAggregationEnum, { description: 'How events add up.' })
  aggregation!: string;
}

@ObjectType('PoolPolicy', {
  implements: () => [NodeType],
  description: 'How the pool of dues is shared. Versioned.',
})
export class PoolPolicyType extends NodeType {
  @Field(() => Int, { description: 'Counts up from 1.' })
  version!: number;

  @Field(() => SplitRuleEnum, { description: 'By which rule.' })
  rule!: string;

  @Field(() => String, { description: 'What stays with the co-operative, as a fraction: 3/10.' })
  coopShare!: string;

  @Field(() => String, { description: 'For the hybrid rule: the user-centric part, a fraction.' })
  lambda!: string;

  @Field(() => String, { description: 'The key of the meter that the rule weighs.' })
  meterKey!: string;

  @Field(() => String, { description: 'Which dues: three letters of ISO 4217.' })
  currency!: string;

  @Field(() => UnusedGoesToEnum, { description: 'Where dues of members without usage go.' })
  unusedGoesTo!: string;

  @Field(() => MoneyType, { description: 'Below this, money waits for the next statement.' })
  minimumPayout!: MoneyType;

  @Field(() => Int, { description: 'How many days after its end a period waits for events.' })
  graceDays!: number;

  @Field(() => Date, { description: 'When it was adopted.' })
  adoptedAt!: Date;
}

export function toPartner(row: PartnerRow): PartnerType {
  return { ...row, id: toGlobalId('Partner', row.id) };
}

export function toMeter(row: MeterRow): MeterType {
  return { ...row, id: toGlobalId('Meter', row.id) };
}

export function toPoolPolicy(row: PoolPolicyRow): PoolPolicyType {
  const { minimumPayoutMinor, ...rest } = row;
  return {
    ...rest,
    id: toGlobalId('PoolPolicy', row.id),
    minimumPayout: toMoney(minimumPayoutMinor, row.currency),
  };
}
