import { Injectable } from '@nestjs/common';
import { ProposalQueries } from '@rochdale/governance';
import { BallotQueries } from '@rochdale/voting';
import type { ActionView, ProposalView, TallyView } from '@rochdale/governance';
import type { BallotView } from '@rochdale/voting';
import { assert } from '@rochdale/platform';
import type { Page, PageRequest } from '@rochdale/platform';
import { maxPageSize } from '../kit/connection.js';
import type { GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { toProposal } from './proposal.type.js';

function byProposal<Row extends { readonly proposalId: string }>(
  rows: readonly Row[],
): Map<string, Row> {
  return new Map(rows.map((row) => [row.proposalId, row]));
}

/** Proposals and what hangs on them, fetched together for a whole request. */
@Injectable()
export class ProposalLoader {
  readonly #proposals = {};
  readonly #tallies = {};
  readonly #actions = {};
  readonly #ballots = {};
  readonly #places = {};
  /** One loader for each page size that can be asked for, and one for the usual size. */
  readonly #firstPages = Array.from({ length: maxPageSize + 1 }, () => ({}));
  readonly #usualPages = {};

  constructor(
    private readonly queries: ProposalQueries,
    private readonly ballots: BallotQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('Proposal', async (graph, id) => {
      const view = graph.actor.cooperativeId === null ? null : await this.proposal(graph, id);
      return view === null ? null : toProposal(view);
    });
  }

  proposal(graph: GraphContext, id: string): Promise<ProposalView | null> {
    const loader = graph.loader<ProposalView>(this.#proposals, async (tx, ids) => {
      const rows = await this.queries.byIds(tx, ids);
      return new Map(rows.map((row) => [row.id, row]));
    });
    return loader.load(id);
  }

  tally(graph: GraphContext, id: string): Promise<TallyView | null> {
    const loader = graph.loader<TallyView>(this.#tallies, async (tx, ids) =>
      byProposal(await this.queries.tallies(tx, ids)),
    );
    return loader.load(id);
  }

  async actions(graph: GraphContext, id: string): Promise<readonly ActionView[]> {
    const loader = graph.loader<ActionView[]>(this.#actions, async (tx, ids) => {
      const found = new Map<string, ActionView[]>(ids.map((one) => [one, []]));
      for (const row of await this.queries.actionsOf(tx, ids)) found.get(row.proposalId)?.push(row);
      return found;
    });
    return (await loader.load(id)) ?? [];
  }

  /** The viewer's own current ballot. */
  ownBallot(graph: GraphContext, id: string): Promise<BallotView | null> {
    const loader = graph.loader<BallotView>(this.#ballots, async (tx, ids) =>
      byProposal(await this.ballots.own(tx, ids)),
    );
    return loader.load(id);
  }

  /** The latest ballots, together for all proposals of a list. */
  async ballotPage(
    graph: GraphContext,
    id: string,
    request: PageRequest,
  ): Promise<Page<BallotView>> {
    const { first = null, after, last, before } = request;
    const isFirst = [after, last, before].every((one) => one === null || one === undefined);
    const owner = first === null ? this.#usualPages : this.#firstPages[first];
    if (!isFirst || owner === undefined) return this.ballots.page(graph.actor, id, request);
    const loader = graph.loader<Page<BallotView>>(owner, (tx, ids) =>
      this.ballots.firstPages(tx, ids, first),
    );
    const page = await loader.load(id);
    assert(page !== null, 'every proposal has a page of ballots');
    return page;
  }

  /** What the viewer's vote weighs; null when they are not in the electorate. */
  async ownWeight(graph: GraphContext, id: string): Promise<bigint | null> {
    const loader = graph.loader<{ weight: bigint }>(this.#places, async (tx, ids) =>
      byProposal(await this.ballots.ownPlaces(tx, ids)),
    );
    return (await loader.load(id))?.weight ?? null;
  }
}
