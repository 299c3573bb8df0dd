import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import DataLoader from 'dataloader';
import type { Actor, Tx, UnitOfWork } from '@rochdale/platform';

/** Fetches many at once: a map from key to value; what is missing is null. */
export type Batch<Value> = (tx: Tx, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;

/** What a GraphQL request carries: who asks, and what was loaded for them so far. */
export class GraphContext {
  readonly #loaders = new Map<object, DataLoader<string, unknown>>();

  constructor(
    readonly actor: Actor,
    private readonly unitOfWork: UnitOfWork,
    /** Why nobody could be made out: thrown before anything is resolved. */
    readonly refusal: Error | null = null,
  ) {}

  /** Reads in one read-only transaction, with the actor's rights and tenant. */
  read<T>(body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(this.actor, body);
  }

  /**
   * The request's loader of that owner: all keys asked for in one turn are fetched by one batch.
   * `owner` is the loader object itself, so that each has its own.
   */
  loader<Value>(owner: object, batch: Batch<Value>): DataLoader<string, Value | null> {
    const known = this.#loaders.get(owner);
    if (known !== undefined) return known as DataLoader<string, Value | null>;
    const loader = new DataLoader<string, Value | null>(
      async (keys) => {
        const found = await this.read((tx) => batch(tx, keys));
        return keys.map((key) => found.get(key) ?? null);
      },
      { maxBatchSize: 500 },
    );
    this.#loaders.set(owner, loader);
    return loader;
  }

  /** After a mutation, what was loaded before may be out of date. */
  forgetLoaded(): void {
    this.#loaders.clear();
  }
}

function contextOf(execution: ExecutionContext): GraphContext {
  return GqlExecutionContext.create(execution).getContext<{ graph: GraphContext }>().graph;
}

/** The request's context, as a resolver's parameter. */
export const Graph = createParamDecorator((_: unknown, execution: ExecutionContext) =>
  contextOf(execution),
);

/** Who asks, as a resolver's parameter. */
export const CurrentActor = createParamDecorator(
  (_: unknown, execution: ExecutionContext) => contextOf(execution).actor,
);
