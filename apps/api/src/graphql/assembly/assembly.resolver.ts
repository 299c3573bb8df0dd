import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { AssemblyQueries } from '@rochdale/governance';
import { Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import {
  AssemblyConnection,
  AssemblyType,
  AttendanceConnection,
  AttendanceType,
  toAssembly,
} from './assembly.type.js';

/** Assemblies. */
@Resolver(() => AssemblyType)
export class AssemblyResolver {
  constructor(private readonly queries: AssemblyQueries) {}

  @Query(() => AssemblyConnection, {
    description: 'Assemblies, the latest first. For members and officers.',
  })
  async assemblies(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
  ): Promise<Connection<AssemblyType>> {
    return toConnection(await graph.read((tx) => this.queries.list(tx, page)), toAssembly);
  }

  @Query(() => AssemblyType, {
    nullable: true,
    description: 'An assembly; null where there is none. For members and officers.',
  })
  async assembly(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'Which.' }) globalId: string,
  ): Promise<AssemblyType | null> {
    const id = fromGlobalId('Assembly', globalId, ['id']);
    const [view] = await graph.read((tx) => this.queries.byIds(tx, [id]));
    return view === undefined ? null : toAssembly(view);
  }
}

/** Who is present. */
@Resolver(() => AttendanceType)
export class AttendanceResolver {
  constructor(
    private readonly queries: AssemblyQueries,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => AttendanceConnection, {
    description:
      'Who is present at an assembly, or was as it ended, in an order that tells nothing. For ' +
      'secretaries, membership officers and administrators.',
  })
  async attendances(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('assemblyId', { type: () => ID, description: 'The assembly.' }) assemblyId: string,
  ): Promise<Connection<AttendanceType>> {
    const id = fromGlobalId('Assembly', assemblyId, ['assemblyId']);
    const rows = await graph.read((tx) => this.queries.present(tx, id, page));
    const isViewer = (memberId: string) => memberId === graph.actor.memberId;
    return toConnection(rows, ({ memberId }) => ({ memberId, isViewer: isViewer(memberId) }));
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who, as the viewer may see them.' })
  member(attendances: readonly AttendanceType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, attendances, ({ memberId }) => memberId);
  }
}
