import { assert } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { toConnection } from './connection.js';
import type { Connection } from './connection.js';
import type { GraphContext } from '../graph-context.js';

/** The page of each parent, by its id: the `pages` of a `keysetList` that has a parent. */
type PagesOf<Row> = (
  tx: Tx,
  parents: readonly string[],
  request: PageRequest,
) => Promise<ReadonlyMap<string, Page<Row>>>;

/** Pages inside pages: every row's page, all of them by one statement. */
export interface Nested<Node> {
  ofEach<Parent>(
    graph: GraphContext,
    request: PageRequest,
    parents: readonly Parent[],
    idOf: (parent: Parent) => string,
  ): Promise<readonly Connection<Node>[]>;

  /** Begins to fetch one parent's page before the parent is there; `ofEach` finds it then. */
  ahead(graph: GraphContext, request: PageRequest, parentId: string): void;
}

/**
 * What a `NestedConnection` field asks. In a room's loader:
 * `readonly ballots = nestedConnection((tx, ids, page) => queries.pages(tx, ids, page), toBallot)`
 */
export function nestedConnection<Row, Node>(
  pagesOf: PagesOf<Row>,
  toNode: (row: Row) => Node,
): Nested<Node> {
  type Pages = ReadonlyMap<string, Page<Row>>;
  const owner = {};
  const begun = (graph: GraphContext) => graph.kept(owner, () => new Map<string, Promise<Pages>>());
  const fetch = (graph: GraphContext, ids: readonly string[], request: PageRequest) =>
    graph.read((tx) => pagesOf(tx, ids, request));
  return {
    ofEach: async (graph, request, parents, idOf) => {
      const ids = parents.map(idOf);
      const fetched = begun(graph).get(keyOf(ids, request));
      const pages = await (fetched ?? fetch(graph, ids, request));
      return ids.map((id) => {
        const page = pages.get(id);
        assert(page !== undefined, 'every parent has a page');
        return toConnection(page, toNode);
      });
    },
    ahead: (graph, request, parentId) => {
      const key = keyOf([parentId], request);
      const fetched = fetch(graph, [parentId], request);
      begun(graph).set(key, fetched);
      // Why it cannot be had is told by who asks for it in earnest, if anybody does.
      fetched.catch(() => begun(graph).delete(key));
    },
  };
}

const keyOf = (
  ids: readonly string[],
  { first, after, last, before, order }: PageRequest,
): string => JSON.stringify([ids, first, after, last, before, order]);
