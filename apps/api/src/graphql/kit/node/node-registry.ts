import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
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

  get types(): readonly string[] {
    return [...this.#finders.keys()];
  }

  /** @throws CodedError INVALID_ID */
  async find(context: GraphContext, globalId: string): Promise<object | null> {
    const { type, id } = readGlobalId(globalId);
    const node = await this.#finders.get(type)?.(context, id);
    return node === null || node === undefined ? null : { ...node, __typename: type };
  }
}
