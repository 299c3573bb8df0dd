import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { audienceOf } from '@rochdale/platform';
import { EndRepresentative, NameRepresentative, RepresentativeQueries } from '@rochdale/voting';
import { Relation } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromMemberId } from '../kit/node/global-id.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import {
  RepresentativeEndInput,
  RepresentativesPayload,
  RepresentativeType,
  toRepresentative,
} from './representative.type.js';

/** Who votes for which organisation, to the two of them. */
@Resolver(() => RepresentativeType)
export class RepresentativeResolver {
  constructor(
    private readonly queries: RepresentativeQueries,
    private readonly naming: NameRepresentative,
    private readonly ending: EndRepresentative,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => [RepresentativeType], {
    description:
      'Whom the viewer named to cast its vote, and for which organisations they may cast one. ' +
      'For members.',
  })
  async representatives(@Graph() graph: GraphContext): Promise<RepresentativeType[]> {
    return (await graph.read((tx) => this.queries.own(tx))).map(toRepresentative);
  }

  @Mutation(() => RepresentativesPayload, {
    description:
      'Names a member who may cast the vote of the viewer, beside itself and the others that it ' +
      'named: it has one vote, and the last ballot counts. For members that are organisations.',
  })
  async representativeName(
    @Graph() graph: GraphContext,
    @Args('memberId', { type: () => ID, description: 'Who.' }) id: string,
  ): Promise<RepresentativesPayload> {
    const memberId = fromMemberId(id, audienceOf(graph.actor), ['memberId']);
    await this.naming.execute(graph.actor, { memberId });
    return { representatives: await this.representatives(graph) };
  }

  @Mutation(() => RepresentativesPayload, {
    description:
      'Has somebody cast the vote of an organisation no more; what they cast stands. For the ' +
      'organisation, and for them.',
  })
  async representativeEnd(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Who, and for which organisation.' })
    input: RepresentativeEndInput,
  ): Promise<RepresentativesPayload> {
    const audience = audienceOf(graph.actor);
    await this.ending.execute(graph.actor, {
      organisationId: fromMemberId(input.organisationId, audience, ['organisationId']),
      memberId: fromMemberId(input.memberId, audience, ['memberId']),
    });
    return { representatives: await this.representatives(graph) };
  }

  @Relation(() => MemberType, { nullable: true, description: 'Whose vote it is.' })
  organisation(rows: readonly RepresentativeType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, rows, ({ view }) => view.organisationId);
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who may cast it.' })
  member(rows: readonly RepresentativeType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, rows, ({ view }) => view.memberId);
  }
}
