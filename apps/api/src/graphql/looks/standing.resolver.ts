import { Resolver } from '@nestjs/graphql';
import { Computed } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';
import { MemberType } from '../membership/member.type.js';
import { StandingEnum } from '../membership/standing.type.js';

/** Where somebody stands; that they are in arrears is about what they have paid. */
@Resolver(() => MemberType)
export class StandingResolver {
  @Computed(() => StandingEnum, {
    nullable: true,
    description: 'Where the member stands; for themselves and the officers.',
  })
  standing({ standing, memberId }: MemberType, { looks }: GraphContext): string | null {
    if (standing === 'in-arrears') looks.at('invoice', memberId);
    return standing;
  }
}
