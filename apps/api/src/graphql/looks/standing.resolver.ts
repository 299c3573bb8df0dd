import { Resolver } from '@nestjs/graphql';
import { Computed } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';
import { MemberType } from '../membership/member.type.js';
import { lookAtStanding, StandingEnum } from '../membership/standing.type.js';

/** Where somebody stands. */
@Resolver(() => MemberType)
export class StandingResolver {
  @Computed(() => StandingEnum, {
    nullable: true,
    description: 'Where the member stands; for themselves and the officers.',
  })
  standing({ standing, memberId }: MemberType, { looks }: GraphContext): string | null {
    lookAtStanding(looks, memberId, standing);
    return standing;
  }
}
