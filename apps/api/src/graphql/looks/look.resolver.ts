import { Args, Query, Resolver } from '@nestjs/graphql';
import { looksAtReader } from '@rochdale/platform';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { LookConnection, LookType, toLook } from './look.type.js';

/** Who looked at what is one's own. */
@Resolver(() => LookType)
export class LookResolver {
  constructor(private readonly members: MemberLoader) {}

  @Query(() => LookConnection, {
    description:
      'Who looked at the viewer’s dues, bank details, and reasons, the newest first; of the last ' +
      'two years.',
  })
  async looksAtMe(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
  ): Promise<Connection<LookType>> {
    return toConnection(await graph.read((tx) => looksAtReader(tx, page)), toLook);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who looked. Null when it was nobody of the co-operative.',
  })
  by(looks: readonly LookType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, looks, ({ row }) => row.byMemberId);
  }
}
