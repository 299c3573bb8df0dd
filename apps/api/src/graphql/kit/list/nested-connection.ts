import { assert } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import type { GraphContext } from '../graph-context.js';
import { Keyed } from '../keyed.js';
import { toConnection } from './connection.js';
import type { Connection } from './connection.js';

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
  type Pages = Map<string, Keyed<Page<Row>>>;
  const owner = {};
  const pages = (graph: GraphContext, request: PageRequest): Keyed<Page<Row>> => {
    const known = graph.kept<Pages>(owner, () => new Map());
    const asked = keyOf(request);
    const found = known.get(asked) ?? new Keyed((tx, ids) => pagesOf(tx, ids, request));
    known.set(asked, found);
    return found;
  };
  return {
    ofEach: async (graph, request, parents, idOf) => {
      const found = await pages(graph, request).each(graph, parents.map(idOf));
      return found.map((page) => {
        assert(page !== null, 'every parent has a page');
        return toConnection(page, toNode);
      });
    },
    ahead: (graph, request, parentId) => pages(graph, request).ahead(graph, parentId),
  };
}

/** Which page it is, of whatever parent: pages asked for alike are fetched together, each once. */
const keyOf = ({ first, after, last, before, order }: PageRequest): string =>
  JSON.stringify([first, after, last, before, order]);
