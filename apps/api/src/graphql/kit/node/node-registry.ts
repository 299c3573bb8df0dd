import { Injectable } from '@nestjs/common';
import { assert, may } from '@rochdale/platform';
import type { PermissionName, Tx } from '@rochdale/platform';
import type { GraphContext } from '../graph-context.js';
import { readGlobalId } from './global-id.js';

/** Finds the node of a type for whoever asks: null when it is not there for them. */
export type NodeFinder = (context: GraphContext, id: string) => Promise<object | null>;

/** Who finds which type of node. Every type that implements Node registers once. */
@Injectable()
export class NodeRegistry {
  readonly #finders = new Map<string, NodeFinder>();

  register(type: string, find: NodeFinder): void {
    assert(!this.#finders.has(type), `node type ${type} is registered twice`);
    this.#finders.set(type, find);
  }

  /** Of what is shown to those who have the permission, and to nobody else. */
  registerRows(
    type: string,
    permission: PermissionName,
    rows: (tx: Tx, id: string) => Promise<readonly object[]>,
  ): void {
    this.register(type, async (graph, id) => {
      const { actor } = graph;
      if (actor.cooperativeId === null || !may(actor, permission).allowed) return null;
      const [row = null] = await graph.read((tx) => rows(tx, id));
      return row;
    });
  }

  get types(): readonly string[] {
    return [...this.#finders.keys()];
  }

  /** @throws CodedError INVALID_ID */
  async find(
    context: GraphContext,
    globalId: string,
    path: readonly string[] = [],
  ): Promise<object | null> {
    const { type, id } = readGlobalId(globalId, context.audience, path);
    const node = await this.#finders.get(type)?.(context, id);
    if (node === null || node === undefined) return null;
    // By an id that strangers knew before a member hid, or showed, they find nobody.
    const isOfNow = type !== 'Member' || !('id' in node) || node.id === globalId;
    return isOfNow ? { ...node, __typename: type } : null;
  }
}
