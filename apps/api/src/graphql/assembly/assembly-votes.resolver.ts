import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { CloseProposal, OpenInAssembly } from '@rochdale/governance';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { AssemblyPayload } from './assembly.type.js';

const proposal = { type: () => ID, description: 'The proposal.' } as const;
const voteOf = (globalId: string): string => fromGlobalId('Proposal', globalId, ['proposalId']);

/** Who chairs an assembly opens its votes by hand, and closes them. */
@Resolver()
export class AssemblyVotesResolver {
  constructor(
    private readonly open: OpenInAssembly,
    private readonly close: CloseProposal,
    private readonly loader: ProposalLoader,
  ) {}

  @Mutation(() => AssemblyPayload, {
    description:
      'Puts a proposal whose notice is over to the vote, among those who are present; so many ' +
      'have to be as its policy says, and none of them by the word of the viewer alone. Said ' +
      'again it does nothing. For secretaries and administrators.',
  })
  async assemblyVoteOpen(
    @Graph() graph: GraphContext,
    @Args('assemblyId', { type: () => ID, description: 'The assembly.' }) assemblyId: string,
    @Args('proposalId', proposal) proposalId: string,
  ): Promise<AssemblyPayload> {
    const id = voteOf(proposalId);
    await this.open.execute(graph.actor, {
      assemblyId: fromGlobalId('Assembly', assemblyId, ['assemblyId']),
      proposalId: id,
    });
    return this.#changed(graph, id);
  }

  @Mutation(() => AssemblyPayload, {
    description:
      'Closes a vote of an assembly and counts it: after every ballot that is being cast, and ' +
      'before any other. Said again it does nothing. For secretaries and administrators.',
  })
  async assemblyVoteClose(
    @Graph() graph: GraphContext,
    @Args('proposalId', proposal) proposalId: string,
  ): Promise<AssemblyPayload> {
    const id = voteOf(proposalId);
    await this.close.execute(graph.actor, { proposalId: id, isByHand: true });
    return this.#changed(graph, id);
  }

  async #changed(graph: GraphContext, id: string): Promise<AssemblyPayload> {
    graph.forgetLoaded();
    return { proposal: await this.loader.proposals.one(graph, id) };
  }
}
