import { audienceOf } from '@rochdale/platform';
import type { IdAudience, Tx } from '@rochdale/platform';
import type { GraphContext } from './graph-context.js';
import { endOfTurn } from './turn.js';

/** Fetches many at once: from key to value. What is missing is not in the map. */
export type Batch<Value> = (tx: Tx, keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>;

type Key = string | null;

/**
 * Something that is found by a key. What a request asked for once it keeps; what is asked for in
 * one turn of the event loop, by whatever fields, is fetched by one batch.
 */
export class Keyed<Value> {
  constructor(private readonly batch: Batch<Value>) {}

  /** Null without a key, and when there is nothing under it. */
  async one(graph: GraphContext, key: Key): Promise<Value | null> {
    const [value = null] = key === null ? [] : await this.each(graph, [key]);
    return value;
  }

  /** Begins to fetch it before anybody asks; why it cannot be had is told by who does. */
  ahead(graph: GraphContext, key: string): void {
    this.each(graph, [key]).catch(() => undefined);
  }

  /** What is under each key, in their order; null where `one` would say null. */
  each(graph: GraphContext, keys: readonly Key[]): Promise<(Value | null)[]> {
    const found = graph.kept(this, () => new Found(graph, this.batch));
    return found.each(keys);
  }

  /** What is under each row's key, in the order of the rows: the body of most relations. */
  ofEach<Row>(
    graph: GraphContext,
    rows: readonly Row[],
    keyOf: (row: Row) => Key,
  ): Promise<(Value | null)[]> {
    return this.each(graph, rows.map(keyOf));
  }
}

/** Of what is found by a key, what is shown: to who asks for the rest nothing is under the key. */
export class Shown<Value> {
  constructor(
    private readonly all: Keyed<Value>,
    private readonly isShown: (value: Value) => boolean,
  ) {}

  async one(graph: GraphContext, key: Key): Promise<Value | null> {
    return this.#shown(await this.all.one(graph, key));
  }

  async ofEach<Row>(
    graph: GraphContext,
    rows: readonly Row[],
    keyOf: (row: Row) => Key,
  ): Promise<(Value | null)[]> {
    return (await this.all.ofEach(graph, rows, keyOf)).map((value) => this.#shown(value));
  }

  #shown(value: Value | null): Value | null {
    return value !== null && this.isShown(value) ? value : null;
  }
}

/** What one request found so far. */
class Found<Value> {
  readonly #known = new Map<string, Value | null>();
  readonly #fetching = new Map<string, Promise<void>>();
  #wanted: string[] = [];
  #next: Promise<void> | null = null;

  constructor(
    private readonly graph: GraphContext,
    private readonly batch: Batch<Value>,
  ) {}

  async each(keys: readonly Key[]): Promise<(Value | null)[]> {
    const awaited = new Set<Promise<void>>();
    for (const key of keys) {
      if (key !== null && !this.#known.has(key)) awaited.add(this.#fetch(key));
    }
    if (awaited.size > 0) await Promise.all(awaited);
    return keys.map((key) => (key === null ? null : (this.#known.get(key) ?? null)));
  }

  #fetch(key: string): Promise<void> {
    const underWay = this.#fetching.get(key);
    if (underWay !== undefined) return underWay;
    this.#next ??= endOfTurn()
      .then(endOfTurn)
      .then(() => this.#fetchWanted());
    this.#wanted.push(key);
    this.#fetching.set(key, this.#next);
    return this.#next;
  }

  async #fetchWanted(): Promise<void> {
    const keys = this.#wanted;
    this.#wanted = [];
    this.#next = null;
    try {
      const found = await this.graph.read((tx) => this.batch(tx, keys));
      for (const key of keys) this.#known.set(key, found.get(key) ?? null);
    } finally {
      for (const key of keys) this.#fetching.delete(key);
    }
  }
}

/** One thing for each id: `byId((tx, ids) => queries.byIds(tx, ids), toExpense)`. */
export function byId<Row extends { readonly id: string }, Value>(
  fetch: (tx: Tx, ids: readonly string[]) => Promise<readonly Row[]>,
  show: (row: Row, audience: IdAudience) => Value,
): Keyed<Value> {
  return new Keyed(async (tx, ids) => {
    const rows = await fetch(tx, ids);
    const audience = audienceOf(tx.actor);
    return new Map(rows.map((row) => [row.id, show(row, audience)]));
  });
}

/** A list for each key, in the order in which the rows come; empty where there are none. */
export function listsBy<Row, Value>(
  fetch: (tx: Tx, keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  show: (row: Row, audience: IdAudience) => Value,
): Keyed<readonly Value[]> {
  return new Keyed(async (tx, keys) => {
    const audience = audienceOf(tx.actor);
    const lists = new Map<string, Value[]>(keys.map((key) => [key, []]));
    for (const row of await fetch(tx, keys)) lists.get(keyOf(row))?.push(show(row, audience));
    return lists;
  });
}

/** One thing for each key, where the room finds them by key itself. */
export function byKey<Row, Value>(
  fetch: Batch<Row>,
  show: (row: Row, audience: IdAudience) => Value,
): Keyed<Value> {
  return new Keyed(async (tx, keys) => {
    const audience = audienceOf(tx.actor);
    const shown = new Map<string, Value>();
    for (const [key, row] of await fetch(tx, keys)) shown.set(key, show(row, audience));
    return shown;
  });
}
