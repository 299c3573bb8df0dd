import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { AssemblyQueries } from '@rochdale/governance';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { listsBy } from '../kit/keyed.js';
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

/** Assemblies, and what they decide. */
@Resolver(() => AssemblyType)
export class AssemblyResolver {
  readonly #votes = listsBy(
    (tx, ids) => this.queries.votesOf(tx, ids),
    ({ assemblyId }) => assemblyId,
    ({ proposalId }) => proposalId,
  );

  constructor(
    private readonly queries: AssemblyQueries,
    private readonly proposalLoader: ProposalLoader,
  ) {}

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

  @Relation(() => [ProposalType], { description: 'What was put to the vote in it.' })
  async proposals(assemblies: readonly AssemblyType[], graph: GraphContext) {
    const ids = assemblies.map(({ view }) => view.id);
    const votes = (await this.#votes.each(graph, ids)).map((some) => some ?? []);
    const found = await this.proposalLoader.proposals.each(graph, votes.flat());
    const byId = new Map(votes.flat().map((id, nth) => [id, found[nth] ?? null]));
    return votes.map((some) => some.flatMap((id) => byId.get(id) ?? []));
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
