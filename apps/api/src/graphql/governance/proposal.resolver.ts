import { Args, ID, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { ProposalQueries } from '@rochdale/governance';
import type { ProposalOrder, ProposalState } from '@rochdale/governance';
import { hasEverybodyVote, isDetached, mayEndWith } from '@rochdale/voting';
import { Clock, may } from '@rochdale/platform';
import type { PageRequest } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, optionalId, optionalMemberId, toIdOfKind } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { NodeType } from '../kit/node/node.type.js';
import { BigIntScalar } from '../kit/value/scalars.js';
import { askedBeneath } from '../kit/field/asked-beneath.js';
import { Computed, NestedConnection, Relation } from '../kit/field/row-fields.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { ProposalStatusEnum } from './decision.type.js';
import { ProposalFilterInput, proposalOrder } from './proposal-filter.inputs.js';
import { ProposalLoader } from './proposal.loader.js';
import {
  BallotConnection,
  BallotType,
  ProposalActionType,
  ProposalConnection,
  ProposalType,
  toProposal,
} from './proposal.type.js';
import { TallyType, toTally } from './tally.type.js';
import { hasPapers, ofPapers } from './verdicts/paper-verdicts.js';
import { ProposalViewerCanType } from './verdicts/proposal-viewer-can.type.js';
import { isVotedOn, mayTakeBack, ofDraft, viewerCan } from './verdicts/proposal-verdicts.js';

@Resolver(() => ProposalType)
export class ProposalResolver {
  constructor(
    private readonly queries: ProposalQueries,
    private readonly loader: ProposalLoader,
    private readonly members: MemberLoader,
    private readonly nodes: NodeRegistry,
    private readonly clock: Clock,
  ) {}

  @Query(() => ProposalConnection, {
    description: 'Proposals, the newest first. Strangers see public decisions.',
  })
  async proposals(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('statuses', {
      type: () => [ProposalStatusEnum],
      nullable: true,
      description: 'Only these; all when left out.',
    })
    statuses?: ProposalState[] | null,
    @Args('policyKey', { type: () => String, nullable: true, description: 'Of this policy only.' })
    policyKey?: string | null,
    @Args('filter', { type: () => ProposalFilterInput, nullable: true, description: 'Which ones.' })
    filter?: ProposalFilterInput | null,
    @Args('orderBy', proposalOrder) orderBy?: ProposalOrder | null,
  ): Promise<Connection<ProposalType>> {
    const { proposerId = null, assemblyId = null, ...others } = filter ?? {};
    const named = optionalMemberId(proposerId, graph.audience, ['filter', 'proposerId']);
    const wanted = {
      ...others,
      states: statuses ?? null,
      policyKey: policyKey ?? null,
      proposerMemberId: await this.members.heard(graph, named),
      assemblyId: optionalId('Assembly', assemblyId, ['filter', 'assemblyId']),
    };
    const rows = await graph.read((tx) => this.queries.page(tx, wanted, page, orderBy ?? 'made'));
    return toConnection(rows, toProposal);
  }

  @Query(() => ProposalType, {
    nullable: true,
    description: 'A proposal by its id, or null when it is not there for the viewer.',
  })
  async proposal(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ProposalType | null> {
    const proposalId = fromGlobalId('Proposal', id, ['id']);
    if (may(graph.actor, 'proposal.read').allowed) {
      this.loader.ahead(graph, proposalId, askedBeneath(info));
    }
    return this.loader.proposals.one(graph, proposalId);
  }

  @Relation(() => TallyType, {
    nullable: true,
    description: 'The count; null before voting opens.',
  })
  async tally(proposals: readonly ProposalType[], graph: GraphContext) {
    const opened = proposals.map(({ view }) => (view.openedAt === null ? null : view.id));
    const [tallies, names] = await Promise.all([
      this.loader.tallies.each(graph, opened),
      this.loader.namesOfCandidates(graph, proposals),
    ]);
    return proposals.map(({ view }, nth) => {
      const tally = tallies[nth] ?? null;
      return tally === null ? null : toTally(view, tally, names[nth] ?? new Map());
    });
  }

  @Relation(() => [String], {
    description:
      'What the vote is between, in order of its numbers on ballots, from 1; none where it is ' +
      'not between options. Members as the viewer may see them, or as `Candidate` and the number.',
  })
  options(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.optionsOf(graph, proposals);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who proposed it, as the viewer may see them.',
  })
  proposer(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, proposals, ({ view }) => view.proposerMemberId);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote to which its equal sides were put again, by a rule of `run-off`.',
  })
  runOff(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.proposals.ofEach(graph, proposals, ({ view }) => view.runOffId);
  }

  @Relation(() => ProposalType, {
    nullable: true,
    description: 'The vote whose equal sides it puts again.',
  })
  runOffOf(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.proposals.ofEach(graph, proposals, ({ view }) =>
      view.followsAs === null ? view.runOffOfId : null,
    );
  }

  @Computed(() => NodeType, {
    nullable: true,
    description: 'What it is about, if the viewer may see it.',
  })
  async subject({ view }: ProposalType, graph: GraphContext): Promise<object | null> {
    const { subjectKind, subjectId } = view;
    if (subjectKind === null || subjectId === null) return null;
    return this.nodes.find(graph, toIdOfKind(subjectKind, subjectId, graph.audience));
  }

  @Relation(() => [ProposalActionType], { description: 'What it does when it passes.' })
  actions(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.actions.each(graph, idsOf(proposals));
  }

  @NestedConnection(() => BallotConnection, {
    nullable: true,
    description:
      'The current ballots, the latest first; none while it is secret. Where some vote for ' +
      'others, none before it closed, and then without voters and in no order. For members.',
  })
  async ballots(proposals: readonly ProposalType[], page: PageRequest, graph: GraphContext) {
    if (!may(graph.actor, 'proposal.read').allowed) return proposals.map(() => null);
    return this.loader.ballots.ofEach(graph, page, proposals, ({ view }) => view.id);
  }

  @Relation(() => BallotType, { nullable: true, description: 'The viewer’s own ballot.' })
  viewerBallot(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.ownBallots.each(graph, idsOf(proposals));
  }

  @Relation(() => Boolean, {
    description:
      'Whether the viewer has voted. Of a detached vote this is all that is known of them.',
  })
  async viewerHasVoted(proposals: readonly ProposalType[], graph: GraphContext) {
    const voted = await this.loader.ownVoted.each(graph, idsOf(proposals));
    return voted.map((one) => one === true);
  }

  @Relation(() => BigIntScalar, {
    nullable: true,
    description: 'What the viewer’s vote weighs; null outside the electorate.',
  })
  viewerWeight(proposals: readonly ProposalType[], graph: GraphContext) {
    return this.loader.ownWeights.each(graph, idsOf(proposals));
  }

  @Relation(() => Boolean, {
    description:
      'Whether the viewer’s next ballot may end the vote before its time, by its rule’s ' +
      '`earlyClose`: then nobody changes theirs any more. Of a secret vote it says only that the ' +
      'rule has votes end so; and so it does, to who is not told how many pause or are in ' +
      'arrears, where those have no vote.',
  })
  async viewerBallotMayEndVote(proposals: readonly ProposalType[], graph: GraphContext) {
    const now = this.clock.now();
    const isTold = may(graph.actor, 'electorate.read').allowed;
    const inVote = proposals.map(({ view }) =>
      view.rule.earlyClose !== null && isVotedOn(view, now) ? view.id : null,
    );
    const [weights, tallies, ballots] = await Promise.all([
      this.loader.ownWeights.each(graph, inVote),
      this.loader.tallies.each(graph, inVote),
      this.loader.ownBallots.each(graph, inVote),
    ]);
    return proposals.map(({ view }, nth) => {
      const weight = weights[nth] ?? null;
      if (weight === null || view.electorateWeight === null) return false;
      const { electorateWeight, activeMembersWeight } = view;
      const size = { electorateWeight, activeMembersWeight: activeMembersWeight ?? 0n };
      const voter = { weight, markJson: ballots[nth]?.markJson ?? null };
      // When the vote is certain to go on would tell how many it waits for.
      const isKnown = isTold || hasEverybodyVote(view.rule);
      const groups = isKnown ? (tallies[nth]?.groups ?? null) : null;
      return mayEndWith(view.rule, groups, size, voter);
    });
  }

  @Relation(() => ProposalViewerCanType, { description: 'What the viewer may do.' })
  async viewerCan(proposals: readonly ProposalType[], graph: GraphContext) {
    const now = this.clock.now();
    const inVote = proposals.map(({ view }) => (isVotedOn(view, now) ? view.id : null));
    const mayRead = may(graph.actor, 'proposal.read').allowed;
    const drafts = proposals.map(({ view }) =>
      mayRead && view.state === 'draft' ? view.id : null,
    );
    const mayGoBack = proposals.map(({ view }, nth) =>
      view.rule.mayTakeBack === true ? (inVote[nth] ?? null) : null,
    );
    const once = proposals.map(({ view }, nth) =>
      isDetached(view.rule) ? (inVote[nth] ?? null) : null,
    );
    const withPapers = proposals.map(({ view }) => (hasPapers(view) ? view.id : null));
    const [weights, ballots, seconds, voted, papers, onPaper] = await Promise.all([
      this.loader.ownWeights.each(graph, inVote),
      this.loader.ownBallots.each(graph, mayGoBack),
      this.loader.seconds.each(graph, drafts),
      this.loader.ownVoted.each(graph, once),
      this.loader.papers.each(graph, withPapers),
      this.loader.ownPapers.each(
        graph,
        withPapers.map((id, nth) => (id === null ? null : (inVote[nth] ?? null))),
      ),
    ]);
    const standsFor = (nth: number) =>
      onPaper[nth] === true ? 'PAPER_HANDED_OUT' : voted[nth] === true ? 'BALLOT_STANDS' : null;
    return proposals.map(({ view }, nth) => ({
      ...viewerCan(graph.actor, view, now, weights[nth] ?? null, standsFor(nth)),
      ...ofPapers(graph.actor, view, now, {
        papers: papers[nth] ?? null,
        isOnPaper: onPaper[nth] === true,
      }),
      takeBackBallot: mayTakeBack(graph.actor, view, now, {
        weight: weights[nth] ?? null,
        hasBallot: (ballots[nth] ?? null) !== null,
      }),
      ...ofDraft(graph.actor, view, seconds[nth] ?? { count: 0, isOwn: false }),
    }));
  }
}

const idsOf = (proposals: readonly ProposalType[]): string[] =>
  proposals.map(({ view }) => view.id);

@Resolver(() => BallotType)
export class BallotResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Whose ballot it is, as the viewer may see them; null where some vote for others.',
  })
  voter(ballots: readonly BallotType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, ballots, ({ memberId }) => memberId);
  }
}
