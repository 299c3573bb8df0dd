import { Field, ObjectType } from '@nestjs/graphql';
import type { Standing, StandingReason } from '@rochdale/membership';
import { StandingEnum, StandingReasonEnum } from './standing.type.js';

@ObjectType('StandingChange', { description: 'A step in how a member came to stand as they do.' })
export class StandingChangeType {
  /** Whose it is, for resolvers; not part of the schema. */
  memberId!: string;

  /** What the resolver shows of it is on record. */
  note!: string | null;

  @Field(() => StandingEnum, { nullable: true, description: 'From here; null at the beginning.' })
  from!: Standing | null;

  @Field(() => StandingEnum, { description: 'To here.' })
  to!: Standing;

  @Field(() => StandingReasonEnum, { description: 'Why.' })
  reason!: StandingReason;

  @Field(() => Date, { description: 'When.' })
  changedAt!: Date;
}
