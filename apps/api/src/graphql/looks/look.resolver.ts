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
    description:
      'Who looked. Members, suspended or not, are told the name that members are shown; whoever ' +
      'applies or left is told the name that everybody is shown, and else none. Null when it was ' +
      'nobody of the co-operative, or somebody who was erased since.',
  })
  async by(looks: readonly LookType[], graph: GraphContext): Promise<(MemberType | null)[]> {
    const idOf = ({ row }: LookType) => row.byMemberId;
    const [found, called] = await Promise.all([
      this.members.members.ofEach(graph, looks, idOf),
      this.members.lookers.ofEach(graph, looks, idOf),
    ]);
    return found.map((member, nth) =>
      member === null ? null : Object.assign({}, member, called[nth]),
    );
  }
}
