import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { PreviewActions } from '@rochdale/governance';
import type { ForeseenAction } from '@rochdale/governance';
import { personsOfAction } from '@rochdale/platform';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { behindStanding } from '../membership/standing.type.js';
import { ActionPreviewType, toActionPreview } from './action-preview.type.js';
import { ActionPreviewsInput } from './governance.inputs.js';
import { actionOf } from './voting.resolver.js';

/** What actions would do today, before anybody votes on them. */
@Resolver()
export class ActionPreviewResolver {
  constructor(private readonly previews: PreviewActions) {}

  @Query(() => [ActionPreviewType], {
    nullable: true,
    description:
      'What the actions of a proposal would do if they were carried out now; null when it is ' +
      'over. For members.',
  })
  async proposalPreview(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The proposal.' }) id: string,
  ): Promise<ActionPreviewType[] | null> {
    const proposalId = fromGlobalId('Proposal', id, ['id']);
    const foreseen = await this.previews.execute(graph.actor, { proposalId });
    return foreseen === null ? null : shown(graph, foreseen);
  }

  @Query(() => [ActionPreviewType], {
    description:
      'What actions would do if they were carried out now, before they are proposed. For members.',
  })
  async actionPreviews(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The actions.' })
    { policyKey, actions: sent }: ActionPreviewsInput,
  ): Promise<ActionPreviewType[]> {
    const actions = sent.map((one, place) => actionOf(one, place, graph.audience));
    const foreseen = await this.previews.execute(graph.actor, { policyKey, actions });
    return shown(graph, foreseen ?? []);
  }
}

/** Who is told whether somebody could be moved has looked at how they stand. */
function shown(graph: GraphContext, foreseen: readonly ForeseenAction[]): ActionPreviewType[] {
  const told = foreseen.filter(({ standing }) => standing !== 'untold');
  for (const memberId of told.flatMap(personsOfAction))
    graph.looks.behind(behindStanding, memberId);
  return foreseen.map(toActionPreview);
}
