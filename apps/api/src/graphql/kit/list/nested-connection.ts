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
}

/**
 * What a `NestedConnection` field asks. In a room's loader:
 * `readonly ballots = nestedConnection((tx, ids, page) => queries.pages(tx, ids, page), toBallot)`
 */
export function nestedConnection<Row, Node>(
  pagesOf: PagesOf<Row>,
  toNode: (row: Row) => Node,
): Nested<Node> {
  return {
    ofEach: async (graph, request, parents, idOf) => {
      const ids = parents.map(idOf);
      const pages = await graph.read((tx) => pagesOf(tx, ids, request));
      return ids.map((id) => {
        const page = pages.get(id);
        assert(page !== undefined, 'every parent has a page');
        return toConnection(page, toNode);
      });
    },
  };
}
