import { Resolver } from '@nestjs/graphql';
import { whyNotErase } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import { Relation } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';
import { verdict, VerdictType } from '../kit/verdict.type.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberViewerCanType } from '../membership/member.type.js';

/** Whether somebody can be erased, or is owed something. */
@Resolver(() => MemberViewerCanType)
export class ErasingResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => VerdictType, { description: 'Erase what is personal about the member.' })
  async erase(asked: readonly MemberViewerCanType[], graph: GraphContext) {
    const { actor, looks } = graph;
    const permissionOf = ({ memberId }: MemberViewerCanType) =>
      may(actor, memberId === actor.memberId ? 'member.erase-own' : 'member.erase');
    const askedOf = asked.map((one) =>
      permissionOf(one).allowed && whyNotErase(one.standing) === null ? one.memberId : null,
    );
    const affairs = await this.members.whyNotErase.each(graph, askedOf);
    return asked.map((one, nth) => {
      // Whether there is credit is told by either answer.
      looks.at('credit', askedOf[nth] ?? null);
      return verdict(permissionOf(one), whyNotErase(one.standing)?.code ?? affairs[nth]);
    });
  }
}
