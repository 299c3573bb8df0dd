import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../kit/error/user-error.type.js';
import { MeterType, PartnerType, PoolPolicyType } from './partner.type.js';
import { UsagePeriodType, UsageStatementType } from './usage.type.js';

@ObjectType({ description: 'The partner, or why it was not taken in.' })
export class PartnerPayload extends Payload {
  @Field(() => PartnerType, { nullable: true, description: 'The partner.' })
  partner?: PartnerType | null;
}

@ObjectType({ description: 'The meter, or why it was not defined.' })
export class MeterPayload extends Payload {
  @Field(() => MeterType, { nullable: true, description: 'The meter.' })
  meter?: MeterType | null;
}

@ObjectType({ description: 'The policy, or why it was not adopted.' })
export class PoolPolicyPayload extends Payload {
  @Field(() => PoolPolicyType, { nullable: true, description: 'The policy in force.' })
  poolPolicy?: PoolPolicyType | null;
}

@ObjectType({ description: 'The closed period, or why none was closed.' })
export class UsagePeriodPayload extends Payload {
  @Field(() => UsagePeriodType, {
    nullable: true,
    description: 'The period; null when none is due yet.',
  })
  usagePeriod?: UsagePeriodType | null;
}

@ObjectType({ description: 'A statement after a change, or why it was not changed.' })
export class UsageStatementPayload extends Payload {
  @Field(() => UsageStatementType, { nullable: true, description: 'The statement.' })
  usageStatement?: UsageStatementType | null;
}
