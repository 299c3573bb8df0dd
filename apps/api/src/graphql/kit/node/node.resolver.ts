import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Graph } from '../graph-context.js';
import type { GraphContext } from '../graph-context.js';
import { NodeRegistry } from './node-registry.js';
import { NodeType } from './node.type.js';

@Resolver()
export class NodeResolver {
  constructor(private readonly nodes: NodeRegistry) {}

  @Query(() => NodeType, {
    nullable: true,
    description: 'Anything by its id, or null when it is not there for the viewer (Relay).',
  })
  node(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'An id as any type gives it.' }) id: string,
  ): Promise<object | null> {
    return this.nodes.find(graph, id, ['id']);
  }
}
