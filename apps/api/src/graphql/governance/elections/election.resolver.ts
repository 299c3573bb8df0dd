import { Args, Field, ID, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { AnswerNomination, ElectionQueries, NominateMember } from '@rochdale/governance';
import { audienceOf, may } from '@rochdale/platform';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { Graph, GraphContext } from '../../kit/graph-context.js';
import { Keyed } from '../../kit/keyed.js';
import { fromGlobalId, fromMemberId } from '../../kit/node/global-id.js';
import { Relation } from '../../kit/field/row-fields.js';
import { MemberLoader } from '../../membership/member.loader.js';
import { MemberType } from '../../membership/member.type.js';
import { ProposalPayload } from '../governance.payloads.js';
import { ProposalLoader } from '../proposal.loader.js';
import { ProposalType } from '../proposal.type.js';
import { changedProposal } from '../voting.resolver.js';
import {
  ElectionCandidateType,
  ElectionNominationType,
  ElectionType,
  toElection,
} from './election.type.js';

@InputType({ description: 'Whom to nominate.' })
export class MemberNominateInput {
  @Field(() => ID, { description: 'Oneself, or another member whom the viewer may see.' })
  @MaxLength(200)
  memberId!: string;
}

@InputType({ description: 'What who is nominated answers.' })
export class NominationAnswerInput {
  @Field(() => Boolean, { description: 'Whether they stand; anew until nominations close.' })
  @IsBoolean()
  accepts!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Of who accepts, to voters: plain text. It goes with their erasure.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(5000)
  statement?: string | null;
}

/** Nominations, and who stands. */
@Resolver(() => ProposalType)
export class ElectionResolver {
  readonly #elections = new Keyed(
    async (tx, ids) =>
      new Map((await this.queries.of(tx, ids)).map((view) => [view.proposalId, view])),
  );

  constructor(
    private readonly nominate: NominateMember,
    private readonly answer: AnswerNomination,
    private readonly queries: ElectionQueries,
    private readonly loader: ProposalLoader,
    private readonly members: MemberLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Nominates a member in an election that was called: they are told, and stand only if they ' +
      'accept. Whether somebody else did so before, or they declined, is not told. For members.',
  })
  async memberNominate(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The election.' }) id: string,
    @Args('input', { description: 'Whom.' }) input: MemberNominateInput,
  ): Promise<ProposalPayload> {
    const memberId = fromMemberId(input.memberId, audienceOf(graph.actor), ['memberId']);
    const asked = { proposalId: fromGlobalId('Proposal', id, ['proposalId']), memberId };
    const { proposalId } = await this.nominate.execute(graph.actor, asked);
    return changedProposal(graph, this.loader, proposalId);
  }

  @Mutation(() => ProposalPayload, {
    description: 'Accepts to stand, or declines. For whoever is nominated.',
  })
  async nominationAnswer(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The election.' }) id: string,
    @Args('input', { description: 'The answer.' }) input: NominationAnswerInput,
  ): Promise<ProposalPayload> {
    const { accepts, statement = null } = input;
    const asked = { accepts, statement, proposalId: fromGlobalId('Proposal', id, ['proposalId']) };
    const { proposalId } = await this.answer.execute(graph.actor, asked);
    return changedProposal(graph, this.loader, proposalId);
  }

  @Relation(() => ElectionType, {
    nullable: true,
    description: 'Who stands in it, where members are elected; null elsewhere, and for strangers.',
  })
  async election(proposals: readonly ProposalType[], graph: GraphContext) {
    const isInside = may(graph.actor, 'proposal.read').allowed;
    const ids = proposals.map(({ view }) =>
      isInside && view.rule.elects !== undefined ? view.id : null,
    );
    const found = await this.#elections.each(graph, ids);
    return proposals.map(({ view }, nth) => {
      const election = found[nth] ?? null;
      const until = view.state === 'notice' ? view.noticeUntil : null;
      return election === null ? null : toElection(election, until);
    });
  }
}

@Resolver(() => ElectionCandidateType)
export class ElectionCandidateResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, { nullable: true, description: 'Who it is, as the viewer may see.' })
  member(candidates: readonly ElectionCandidateType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, candidates, ({ memberId }) => memberId);
  }
}

@Resolver(() => ElectionNominationType)
export class ElectionNominationResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, { nullable: true, description: 'Who is nominated.' })
  member(nominations: readonly ElectionNominationType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, nominations, ({ memberId }) => memberId);
  }

  @Relation(() => MemberType, { nullable: true, description: 'By whom.' })
  nominatedBy(nominations: readonly ElectionNominationType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, nominations, ({ nominatedBy }) => nominatedBy);
  }
}
