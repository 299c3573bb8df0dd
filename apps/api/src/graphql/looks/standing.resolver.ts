import { Resolver } from '@nestjs/graphql';
import { Computed } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';
import { MemberType } from '../membership/member.type.js';
import { looksAtStanding, StandingEnum } from '../membership/standing.type.js';

/** Where somebody stands. */
@Resolver(() => MemberType)
export class StandingResolver {
  @Computed(() => StandingEnum, {
    nullable: true,
    description: 'Where the member stands; for themselves and the officers.',
  })
  standing({ standing, memberId }: MemberType, { looks }: GraphContext): string | null {
    for (const { what } of looksAtStanding(memberId, [standing])) looks.at(what, memberId);
    return standing;
  }
}
