import type { Type } from '@nestjs/common';
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import {
  ConfirmPapers,
  DisownPaper,
  EnterPapers,
  HandOutPapers,
  PaperQueries,
  ReturnPapers,
  TakePapersBack,
} from '@rochdale/voting';
import type { HandedPaperState } from '@rochdale/voting';
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
  PaperDisownInput,
  PaperEntryType,
  PapersConfirmInput,
  PapersEnterInput,
  PapersHandOutInput,
  PapersPayload,
  PapersReturnInput,
  PapersType,
  toPaperEntry,
  toPapers,
} from './paper.type.js';
import {
  PaperStatusEnum,
  PaperVoterConnection,
  PaperVoterType,
  toPaperVoter,
} from './paper-voter.type.js';

const voteOf = (globalId: string): string => fromGlobalId('Proposal', globalId, ['proposalId']);

/** In the order in which they were given, so that a refusal says which one. */
const membersIn = (graph: GraphContext, ids: readonly string[]): string[] =>
  ids.map((id, nth) => fromMemberId(id, graph.audience, ['memberIds', String(nth)]));

/** What becomes of papers on the list of who was handed one. */
@Resolver(() => PapersPayload)
export class HandedPapersResolver {
  constructor(
    private readonly handOut: HandOutPapers,
    private readonly takeBack: TakePapersBack,
    private readonly giveBack: ReturnPapers,
    private readonly disown: DisownPaper,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => PapersPayload, {
    description:
      'Hands papers to voters who have not voted, who then vote by them alone; or takes unused ' +
      'ones back, which another person confirms (`papersReturn`). Said again it does nothing. ' +
      'For membership officers and administrators.',
  })
  async papersHandOut(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Who, and in which vote.' }) input: PapersHandOutInput,
  ): Promise<PapersPayload> {
    const proposalId = voteOf(input.proposalId);
    const done = input.isTakenBack === true ? this.takeBack : this.handOut;
    return done.execute(graph.actor, { proposalId, memberIds: membersIn(graph, input.memberIds) });
  }

  @Mutation(() => PapersPayload, {
    description:
      'Says as a second person that papers which somebody took back came back unused: from then ' +
      'on their voters may vote otherwise. Or that they did not. Nobody says so of their own. ' +
      'For membership officers, secretaries, auditors and administrators.',
  })
  async papersReturn(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'Whose, and in which vote.' }) input: PapersReturnInput,
  ): Promise<PapersPayload> {
    return this.giveBack.execute(graph.actor, {
      proposalId: voteOf(input.proposalId),
      memberIds: membersIn(graph, input.memberIds),
      isRefused: input.isRefused ?? false,
    });
  }

  @Mutation(() => PapersPayload, {
    description:
      'Says that the viewer holds no paper, though the list has one of theirs. It opens no ' +
      'second vote by itself: those who confirm what became of papers read it. Said again it ' +
      'stands.',
  })
  async paperDisown(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'In which vote.' }) input: PaperDisownInput,
  ): Promise<PapersPayload> {
    return this.disown.execute(actor, { proposalId: voteOf(input.proposalId) });
  }

  @Relation(() => ProposalType, { nullable: true, description: 'The proposal, with its papers.' })
  proposal(payloads: readonly PapersPayload[], graph: GraphContext) {
    return this.loader.proposals.ofEach(graph, payloads, ({ proposalId = null }) => proposalId);
  }
}

/** Papers beside ballots: entered, and confirmed by another. */
@Resolver(() => PapersPayload)
export class PapersResolver {
  constructor(
    private readonly enter: EnterPapers,
    private readonly confirm: ConfirmPapers,
  ) {}

  @Mutation(() => PapersPayload, {
    description:
      'Enters papers as they were counted when voting was over, in place of what nobody ' +
      'confirmed. Nothing of it counts before another person confirms it. For membership ' +
      'officers, secretaries and administrators.',
  })
  async papersEnter(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'What they say.' }) input: PapersEnterInput,
  ): Promise<PapersPayload> {
    const proposalId = voteOf(input.proposalId);
    const { protocol, handedOut } = input;
    const rest = {
      spoilt: input.spoilt ?? 0,
      returned: input.returned ?? 0,
      missing: input.missing ?? 0,
    };
    const ballots = input.ballots.map((one, nth) => ({
      mark: readJsonText(one.markJson, ['ballots', String(nth), 'markJson']),
      ballots: one.ballots,
    }));
    await this.enter.execute(actor, { proposalId, protocol, handedOut, ballots, ...rest });
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

/** How papers were entered, for who confirms them. */
@Resolver(() => PapersType)
export class PaperEntriesResolver {
  constructor(private readonly loader: ProposalLoader) {}

  @Relation(() => [PaperEntryType], {
    nullable: true,
    description:
      'As they were entered, the last first: what was entered before, too, whoever entered it. ' +
      'Null for who confirms none.',
  })
  async entries(papers: readonly PapersType[], graph: GraphContext) {
    if (!may(graph.actor, 'paper.confirm').allowed) return papers.map(() => null);
    const found = await this.loader.paperEntries.ofEach(graph, papers, (one) => one.proposalId);
    return found.map((entries) => (entries ?? []).map(toPaperEntry));
  }
}

/** Who entered papers. */
@Resolver(() => PaperEntryType)
export class PaperEntryResolver {
  constructor(private readonly members: MemberLoader) {}

  @Relation(() => MemberType, { nullable: true, description: 'Who, as the viewer may see them.' })
  enteredBy(entries: readonly PaperEntryType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, entries, ({ enteredById }) => enteredById);
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
      'Papers that were handed out, and what became of each, in an order that tells nothing; ' +
      'none in a vote without papers. For membership officers, secretaries, auditors and ' +
      'administrators.',
  })
  async paperVoters(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) proposalId: string,
    @Args('statuses', {
      type: () => [PaperStatusEnum],
      nullable: true,
      description: 'Only these; all when left out.',
    })
    statuses?: HandedPaperState[] | null,
  ): Promise<Connection<PaperVoterType>> {
    const id = voteOf(proposalId);
    const rows = await graph.read((tx) => this.queries.voters(tx, id, page, statuses ?? null));
    return toConnection(rows, (view) => toPaperVoter(view, graph.actor.memberId));
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who, as the viewer may see them.' })
  member(voters: readonly PaperVoterType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, voters, ({ view }) => view.memberId);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who handed it out; null of papers from before.',
  })
  handedOutBy(voters: readonly PaperVoterType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, voters, ({ view }) => view.handedOutBy);
  }

  @Relation(() => MemberType, { nullable: true, description: 'Who took it back last; or null.' })
  takenBackBy(voters: readonly PaperVoterType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, voters, ({ view }) => view.takenBackBy);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'The second person who said that it came back; or null.',
  })
  returnedBy(voters: readonly PaperVoterType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, voters, ({ view }) => view.returnedBy);
  }

  @Relation(() => MemberType, {
    nullable: true,
    description: 'Who said last that it did not come back; or null.',
  })
  refusedBy(voters: readonly PaperVoterType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, voters, ({ view }) => view.refusedBy);
  }
}

/** Papers, and who has them. */
export const paperResolvers: readonly Type[] = [
  PaperEntriesResolver,
  PaperEntryResolver,
  HandedPapersResolver,
  PapersResolver,
  ProposalPapersResolver,
  PaperVoterResolver,
];
