import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { formatInKind, RecountFiles } from '@rochdale/governance';
import type { ProposalView } from '@rochdale/governance';
import { toGlobalId } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { Computed } from '../kit/field/row-fields.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { ProposalType } from './proposal.type.js';
import { ReceiptFindingEnum, RecountFileType } from './recount.type.js';

function filesOf(actor: Actor, { id, outcome, rule }: ProposalView): RecountFileType[] {
  if (outcome === null) return [];
  // Whoever follows a link sends no header that says which co-operative it is about.
  const cooperative = toGlobalId('Cooperative', actor.cooperativeId ?? '');
  const path = `/v1/recounts/${toGlobalId('Proposal', id)}?cooperative=${cooperative}`;
  const whole = { format: 'json', path };
  const format = formatInKind(actor, rule);
  return format === null ? [whole] : [whole, { format, path: `${path}&format=${format}` }];
}

/** What a decided vote is counted again from, and whether one's ballot is in it. */
@Resolver(() => ProposalType)
export class RecountResolver {
  constructor(private readonly files: RecountFiles) {}

  @Computed(() => [RecountFileType], {
    description:
      'Files to count it again from, once it is decided. They name no voter and no candidate; ' +
      'its title and options that are texts are in them as they were written.',
  })
  recountFiles({ view }: ProposalType, graph: GraphContext): RecountFileType[] {
    return filesOf(graph.actor, view);
  }

  @Query(() => ReceiptFindingEnum, {
    description:
      'Whether a receipt is in the published list of a decided vote. For whoever reads the vote.',
  })
  ballotReceipt(
    @Graph() graph: GraphContext,
    @Args('proposalId', { type: () => ID, description: 'The proposal.' }) proposalId: string,
    @Args('receipt', { type: () => String, description: 'What `ballotCast` gave.' })
    receipt: string,
  ): Promise<string> {
    const id = fromGlobalId('Proposal', proposalId, ['proposalId']);
    const wanted = receipt.trim().toLowerCase();
    return graph.read((tx) => this.files.find(tx, id, wanted));
  }
}
