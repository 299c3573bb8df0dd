import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { AssemblyQueries } from '@rochdale/governance';
import { Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, optionalId } from '../kit/node/global-id.js';
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
      'Who is present at an assembly, or was as it ended, and by whose word, in an order that ' +
      'tells nothing; or as one of its votes opened. For secretaries, membership officers, ' +
      'administrators and auditors.',
  })
  async attendances(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('assemblyId', { type: () => ID, description: 'The assembly.' }) assemblyId: string,
    @Args('proposalId', {
      type: () => ID,
      nullable: true,
      description: 'As the vote on this opened; as it is now where it is left out.',
    })
    proposalId?: string | null,
  ): Promise<Connection<AttendanceType>> {
    const where = {
      assemblyId: fromGlobalId('Assembly', assemblyId, ['assemblyId']),
      proposalId: optionalId('Proposal', proposalId ?? null, ['proposalId']),
    };
    const rows = await graph.read((tx) => this.queries.present(tx, where, page));
    return toConnection(rows, (view) => ({
      view,
      isViewer: view.memberId === graph.actor.memberId,
      isConfirmed: view.confirmedAt !== null,
    }));
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who, as the viewer may see them.' })
  member(attendances: readonly AttendanceType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, attendances, ({ view }) => view.memberId);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who checked them in: an officer, or they themselves; null where nobody knows.',
  })
  checkedInBy(attendances: readonly AttendanceType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, attendances, ({ view }) => view.checkedInBy);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'A second officer who says the same.',
  })
  secondedBy(attendances: readonly AttendanceType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, attendances, ({ view }) => view.secondedBy);
  }
}
