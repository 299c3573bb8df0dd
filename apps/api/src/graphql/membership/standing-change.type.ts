import { Field, ObjectType } from '@nestjs/graphql';
import type { Standing, StandingReason } from '@rochdale/membership';
import { StandingEnum, StandingReasonEnum } from './standing.type.js';

@ObjectType('StandingChange', { description: 'A step in how a member came to stand as they do.' })
export class StandingChangeType {
  @Field(() => StandingEnum, { nullable: true, description: 'From here; null at the beginning.' })
  from!: Standing | null;

  @Field(() => StandingEnum, { description: 'To here.' })
  to!: Standing;

  @Field(() => StandingReasonEnum, { description: 'Why.' })
  reason!: StandingReason;

  @Field(() => String, { nullable: true, description: 'What the officer wrote about it.' })
  note!: string | null;

  @Field(() => Date, { description: 'When.' })
  changedAt!: Date;
}
