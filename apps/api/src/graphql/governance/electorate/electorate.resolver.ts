import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { ElectorateQueries } from '@rochdale/governance';
import { Relation } from '../../kit/field/row-fields.js';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { PageArgs, toConnection } from '../../kit/list/connection.js';
import type { Connection } from '../../kit/list/connection.js';
import { fromGlobalId } from '../../kit/node/global-id.js';
import { MemberLoader } from '../../membership/member.loader.js';
import { MemberType } from '../../membership/member.type.js';
import {
  ElectorateType,
  ElectorateVoterConnection,
  ElectorateVoterType,
  toElectorate,
  toVoter,
} from './electorate.type.js';

const idOf = (globalId: string): string => fromGlobalId('Proposal', globalId, ['proposalId']);

/** Who may vote on something, since it opened. */
@Resolver(() => ElectorateVoterType)
export class ElectorateResolver {
  constructor(
    private readonly queries: ElectorateQueries,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => ElectorateType, {
    description: 'The fingerprint of an electorate, and what it is of. For members.',
  })
  async electorate(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) proposalId: string,
  ): Promise<ElectorateType> {
    const id = idOf(proposalId);
    return toElectorate(await graph.read((tx) => this.queries.places(tx, id)));
  }

  @Query(() => ElectorateVoterConnection, {
    description:
      'Who may vote on a proposal, in an order that tells nothing. For auditors, administrators, ' +
      'membership officers and treasurers; for members where the rule’s `electorateList` says ' +
      'so, but of no hearing.',
  })
  async electorateVoters(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) proposalId: string,
  ): Promise<Connection<ElectorateVoterType>> {
    const id = idOf(proposalId);
    const { page: rows, show } = await graph.read((tx) => this.queries.voters(tx, id, page));
    return toConnection(rows, (row) => toVoter(show(row)));
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who, as the viewer may see them.' })
  member(voters: readonly ElectorateVoterType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, voters, ({ memberId }) => memberId);
  }
}
