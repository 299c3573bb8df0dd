import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { audienceOf } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { ConfirmPapers, EnterPapers, HandOutPapers, PaperQueries } from '@rochdale/voting';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, fromMemberId } from '../kit/node/global-id.js';
import { readJsonText } from '../kit/value/json-text.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType } from '../governance/proposal.type.js';
import { hasPapers } from '../governance/verdicts/paper-verdicts.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import {
  PapersConfirmInput,
  PapersEnterInput,
  PapersHandOutInput,
  PapersPayload,
  PapersType,
  PaperVoterConnection,
  PaperVoterType,
  toPapers,
} from './paper.type.js';

const voteOf = (globalId: string): string => fromGlobalId('Proposal', globalId, ['proposalId']);

/** Papers beside ballots: handed out, entered, and confirmed by another. */
@Resolver(() => PapersPayload)
export class PapersResolver {
  constructor(
    private readonly handOut: HandOutPapers,
    private readonly enter: EnterPapers,
    private readonly confirm: ConfirmPapers,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => PapersPayload, {
    description:
      'Hands papers to voters who have not voted, who then vote by them alone; or takes unused ' +
      'ones back. Said again it does nothing. For membership officers and administrators.',
  })
  async papersHandOut(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'Who, and in which vote.' }) input: PapersHandOutInput,
  ): Promise<PapersPayload> {
    const audience = audienceOf(actor);
    return this.handOut.execute(actor, {
      proposalId: voteOf(input.proposalId),
      memberIds: input.memberIds.map((id, nth) =>
        fromMemberId(id, audience, ['memberIds', String(nth)]),
      ),
      isTakenBack: input.isTakenBack ?? false,
    });
  }

  @Mutation(() => PapersPayload, {
    description:
      'Enters papers as they were counted when voting was over, in place of what nobody ' +
      'confirmed. Nothing of it counts before another person confirms it. For membership ' +
      'officers and administrators.',
  })
  async papersEnter(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'What they say.' }) input: PapersEnterInput,
  ): Promise<PapersPayload> {
    const proposalId = voteOf(input.proposalId);
    const { protocol, handedOut } = input;
    const ballots = input.ballots.map((one, nth) => ({
      mark: readJsonText(one.markJson, ['ballots', String(nth), 'markJson']),
      ballots: one.ballots,
    }));
    await this.enter.execute(actor, { proposalId, protocol, handedOut, ballots });
    return { proposalId };
  }

  @Mutation(() => PapersPayload, {
    description:
      'Confirms papers that somebody else entered: they count, for good, and the vote is decided ' +
      'right after. For membership officers, secretaries, auditors and administrators.',
  })
  async papersConfirm(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'What was read.' }) input: PapersConfirmInput,
  ): Promise<PapersPayload> {
    const { contentHash } = input;
    return this.confirm.execute(actor, { proposalId: voteOf(input.proposalId), contentHash });
  }

  @Relation(() => ProposalType, { nullable: true, description: 'The proposal, with its papers.' })
  proposal(payloads: readonly PapersPayload[], graph: GraphContext) {
    return this.loader.proposals.ofEach(graph, payloads, ({ proposalId = null }) => proposalId);
  }
}

/** What is known of the papers of a vote. */
@Resolver(() => ProposalType)
export class ProposalPapersResolver {
  constructor(private readonly loader: ProposalLoader) {}

  @Relation(() => PapersType, {
    nullable: true,
    description: 'Papers beside ballots; null where nobody votes on paper. For members.',
  })
  async papers(proposals: readonly ProposalType[], graph: GraphContext) {
    const ids = proposals.map(({ view }) => (hasPapers(view) ? view.id : null));
    const found = await this.loader.papers.each(graph, ids);
    return found.map((papers) => (papers === null ? null : toPapers(papers)));
  }
}

/** Who was handed a paper. */
@Resolver(() => PaperVoterType)
export class PaperVoterResolver {
  constructor(
    private readonly queries: PaperQueries,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => PaperVoterConnection, {
    description:
      'Who was handed a paper and votes by it, in an order that tells nothing; nobody in a vote ' +
      'without papers. For membership officers, auditors and administrators.',
  })
  async paperVoters(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) proposalId: string,
  ): Promise<Connection<PaperVoterType>> {
    const id = voteOf(proposalId);
    const rows = await graph.read((tx) => this.queries.voters(tx, id, page));
    const isViewer = (memberId: string) => memberId === graph.actor.memberId;
    return toConnection(rows, ({ memberId }) => ({ memberId, isViewer: isViewer(memberId) }));
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who, as the viewer may see them.' })
  member(voters: readonly PaperVoterType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, voters, ({ memberId }) => memberId);
  }
}
