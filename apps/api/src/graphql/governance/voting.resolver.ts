import { Args, ID, Int, Mutation, Resolver, Subscription } from '@nestjs/graphql';
import {
  CancelProposal,
  DraftProposal,
  OpenProposal,
  SecondProposal,
  WithdrawProposal,
  WithholdProposal,
} from '@rochdale/governance';
import type { WithholdingReason } from '@rochdale/governance';
import { CastBallot, TakeBackBallot } from '@rochdale/voting';
import { audienceOf, heardPayload, permit } from '@rochdale/platform';
import type { Actor, IdAudience, OwnIdAudience, ProposalAction } from '@rochdale/platform';
import { FactFeed } from '../kit/fact-feed.js';
import { fromGlobalId, fromMemberId, optionalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { readJsonText } from '../kit/value/json-text.js';
import { BallotCastInput, ProposalActionInput, ProposalDraftInput } from './governance.inputs.js';
import {
  BallotCastPayload,
  BallotTakeBackPayload,
  ProposalPayload,
} from './governance.payloads.js';
import { ProposalWithholdingReasonEnum } from './decision.type.js';
import { saidBy } from './casting/ballot-said.js';
import { ProposalLoader } from './proposal.loader.js';
import { ProposalType, toBallot } from './proposal.type.js';
import { tallyFacts } from './tally.type.js';

const proposalIdOf = (globalId: string): string => fromGlobalId('Proposal', globalId, ['id']);
const whichText = 'Which `Proposal.version` was read: needed for a draft that was ever edited.';

/** What a member wants a proposal to do; which kinds they may ask for, the use case knows. */
export function actionOf(
  { kind, payloadJson }: ProposalActionInput,
  place: number,
  audience: IdAudience,
): ProposalAction {
  const sent = readJsonText(payloadJson, ['actions', String(place), 'payloadJson']);
  return { kind, payload: heardPayload(kind, sent, audience) as ProposalAction['payload'] };
}

/** Whom a vote is to be between. */
const candidatesOf = ({ candidates }: ProposalDraftInput, audience: OwnIdAudience): string[] =>
  (candidates ?? []).map((id, place) => fromMemberId(id, audience, ['candidates', String(place)]));

/** The proposal as it is after a change. */
export async function changedProposal(
  graph: GraphContext,
  loader: ProposalLoader,
  proposalId: string,
): Promise<ProposalPayload> {
  graph.forgetLoaded();
  return { proposal: await loader.proposals.one(graph, proposalId) };
}

/** A proposal's way to the vote. */
@Resolver()
export class ProposalMutationsResolver {
  constructor(
    private readonly draft: DraftProposal,
    private readonly open: OpenProposal,
    private readonly second: SecondProposal,
    private readonly withdraw: WithdrawProposal,
    private readonly cancel: CancelProposal,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, { description: 'Writes a proposal. For members.' })
  async proposalDraft(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The proposal.' }) input: ProposalDraftInput,
  ): Promise<ProposalPayload> {
    const { title, body, policyKey, windowHours = null, urgentReason = null } = input;
    const visibility = input.visibility ?? undefined;
    const actions = (input.actions ?? []).map((one, place) => actionOf(one, place, graph.audience));
    const { options = null, voteTermsJson = null } = input;
    const voteTerms =
      voteTermsJson === null ? null : Object(readJsonText(voteTermsJson, ['voteTermsJson']));
    const candidates = candidatesOf(input, audienceOf(graph.actor));
    const { topics = null, tags = null, workingGroup = null } = input;
    const filing = { topics: topics ?? [], tags: tags ?? [], workingGroup };
    const between = { options, candidates, voteTerms, ...filing };
    const asked = { title, body, policyKey, windowHours, urgentReason, ...between };
    const terms = { ...asked, ...(visibility === undefined ? {} : { visibility }), actions };
    const { proposalId } = await this.draft.execute(graph.actor, terms);
    return changedProposal(graph, this.loader, proposalId);
  }

  @Mutation(() => ProposalPayload, {
    description: 'Puts a draft to the vote, or announces it. For its proposer.',
  })
  async proposalOpen(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
  ): Promise<ProposalPayload> {
    const { proposalId } = await this.open.execute(graph.actor, { proposalId: proposalIdOf(id) });
    return changedProposal(graph, this.loader, proposalId);
  }

  @Mutation(() => ProposalPayload, { description: 'Seconds a draft. For other members.' })
  async proposalSecond(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('version', { type: () => Int, nullable: true, description: whichText })
    version: number | null = null,
  ): Promise<ProposalPayload> {
    const proposalId = proposalIdOf(id);
    await this.second.execute(graph.actor, { proposalId, version });
    return changedProposal(graph, this.loader, proposalId);
  }

  @Mutation(() => ProposalPayload, {
    description: 'Takes a proposal back before it is decided. For its proposer.',
  })
  async proposalWithdraw(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
  ): Promise<ProposalPayload> {
    const proposalId = proposalIdOf(id);
    await this.withdraw.execute(graph.actor, { proposalId });
    return changedProposal(graph, this.loader, proposalId);
  }

  @Mutation(() => ProposalPayload, {
    description: 'Stops a proposal before it is decided. For secretaries.',
  })
  async proposalCancel(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('reason', { type: () => String, description: 'Why. On the record.' }) reason: string,
  ): Promise<ProposalPayload> {
    const proposalId = proposalIdOf(id);
    await this.cancel.execute(graph.actor, { proposalId, reason });
    return changedProposal(graph, this.loader, proposalId);
  }
}

/** What strangers read no more. */
@Resolver()
export class ProposalWithholdingResolver {
  constructor(
    private readonly withhold: WithholdProposal,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => ProposalPayload, {
    description:
      'Takes a proposal from strangers, with its count and its recount file, for good: members ' +
      'read it as before. For secretaries.',
  })
  async proposalWithhold(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
    @Args('reason', {
      type: () => ProposalWithholdingReasonEnum,
      description: 'Why. On the record.',
    })
    reason: WithholdingReason,
  ): Promise<ProposalPayload> {
    const proposalId = proposalIdOf(id);
    await this.withhold.execute(graph.actor, { proposalId, reason });
    return changedProposal(graph, this.loader, proposalId);
  }
}

const votesOf = (payloads: readonly { readonly proposalId?: string | null }[]) =>
  payloads.map(({ proposalId = null }) => proposalId);
const asVotedOn = { nullable: true, description: 'The proposal, with its new tally.' } as const;

/** Voting: nothing is read back unless it is asked for. */
@Resolver(() => BallotCastPayload)
export class BallotCastResolver {
  constructor(
    private readonly castBallot: CastBallot,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => BallotCastPayload, {
    description: 'Casts a ballot, in place of an earlier one; in a detached vote once. For voters.',
  })
  async ballotCast(
    @CurrentActor() actor: Actor,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) proposalId: string,
    @Args('input', { description: 'The ballot.' }) input: BallotCastInput,
  ): Promise<BallotCastPayload> {
    const { reason = null, version = null } = input;
    const result = await this.castBallot.execute(actor, {
      proposalId: fromGlobalId('Proposal', proposalId, ['proposalId']),
      ...saidBy(actor, input),
      reason,
      version,
    });
    if ('isDetached' in result) return { ...result, ballot: null };
    const ballot = toBallot({ ...result, id: result.ballotId, reason, isReasonSealed: false });
    return { proposalId: result.proposalId, ballot, receipt: result.receipt };
  }

  @Relation(() => ProposalType, asVotedOn)
  proposal(payloads: readonly BallotCastPayload[], graph: GraphContext) {
    return this.loader.proposals.each(graph, votesOf(payloads));
  }
}

const which = 'The ballot that is meant, so that none that was cast since is taken back.';

/** Taking a ballot back. */
@Resolver(() => BallotTakeBackPayload)
export class BallotTakeBackResolver {
  constructor(
    private readonly takeBack: TakeBackBallot,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => BallotTakeBackPayload, {
    description:
      'Takes the own ballot back while voting is open, where the rule’s `mayTakeBack` lets ' +
      'voters: it counts no more, and another may be cast. Said again it answers the same.',
  })
  async ballotTakeBack(
    @CurrentActor() actor: Actor,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) proposalId: string,
    @Args('ballotId', { type: () => ID, nullable: true, description: which })
    ballotId?: string | null,
  ): Promise<BallotTakeBackPayload> {
    return this.takeBack.execute(actor, {
      proposalId: fromGlobalId('Proposal', proposalId, ['proposalId']),
      ballotId: optionalId('Ballot', ballotId, ['ballotId']),
    });
  }

  @Relation(() => ProposalType, asVotedOn)
  proposal(payloads: readonly BallotTakeBackPayload[], graph: GraphContext) {
    return this.loader.proposals.each(graph, votesOf(payloads));
  }
}

/** What members watch while a vote is open. */
@Resolver()
export class TallyFeedResolver {
  constructor(
    private readonly feed: FactFeed,
    private readonly loader: ProposalLoader,
  ) {}

  @Subscription(() => ProposalType, {
    description:
      'A proposal, each time that its tally or its status changes; a secret vote, while it is ' +
      'open, by its status alone. For members.',
    resolve: (payload: ProposalType) => payload,
  })
  async *proposalTallyChanged(
    @Graph() graph: GraphContext,
    @Args('id', {
      type: () => ID,
      nullable: true,
      description: 'Only this one; all that one may see when left out.',
    })
    id?: string | null,
  ): AsyncGenerator<ProposalType> {
    permit(graph.actor, 'proposal.read');
    const only = optionalId('Proposal', id, ['id']);
    for await (const notice of this.feed.notices(graph.actor, tallyFacts)) {
      if (only !== null && notice.subject.id !== only) continue;
      // What was loaded for the last change is old by now.
      graph.forgetLoaded();
      const proposal = await this.loader.proposals.one(graph, notice.subject.id);
      if (proposal !== null) yield proposal;
    }
  }
}
