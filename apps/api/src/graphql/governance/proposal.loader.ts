import { Injectable } from '@nestjs/common';
import { ProposalQueries } from '@rochdale/governance';
import { BallotQueries } from '@rochdale/voting';
import type { BallotView } from '@rochdale/voting';
import type { Page, PageRequest } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { byId, Keyed, listsBy } from '../kit/keyed.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { toAction, toBallot, toProposal } from './proposal.type.js';

function byProposal<Row extends { readonly proposalId: string }, Value>(
  rows: readonly Row[],
  show: (row: Row) => Value,
): Map<string, Value> {
  return new Map(rows.map((row) => [row.proposalId, show(row)]));
}

/** Proposals and what hangs on them. */
@Injectable()
export class ProposalLoader {
  readonly proposals = byId((tx, ids) => this.queries.byIds(tx, ids), toProposal);

  /** By proposal. */
  readonly tallies = new Keyed(async (tx, ids) =>
    byProposal(await this.queries.tallies(tx, ids), (tally) => tally),
  );

  /** By proposal. */
  readonly actions = listsBy(
    (tx, ids) => this.queries.actionsOf(tx, ids),
    ({ proposalId }) => proposalId,
    toAction,
  );

  /** The viewer's own current ballot, by proposal. */
  readonly ownBallots = new Keyed(async (tx, ids) =>
    byProposal(await this.ballots.own(tx, ids), toBallot),
  );

  /** What the viewer's vote weighs, by proposal; nothing outside the electorate. */
  readonly ownWeights = new Keyed(async (tx, ids) =>
    byProposal(await this.ballots.ownPlaces(tx, ids), ({ weight }) => weight),
  );

  constructor(
    private readonly queries: ProposalQueries,
    private readonly ballots: BallotQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('Proposal', async (graph, id) =>
      graph.actor.cooperativeId === null ? null : this.proposals.one(graph, id),
    );
  }

  /** A page of the latest ballots of each proposal. */
  async ballotPages(
    graph: GraphContext,
    ids: readonly string[],
    page: PageRequest,
  ): Promise<readonly Page<BallotView>[]> {
    const pages = await graph.read((tx) => this.ballots.pages(tx, ids, page));
    return ids.map((id) => pages.get(id) ?? emptyPage);
  }
}

const emptyPage: Page<BallotView> = {
  rows: [],
  hasNextPage: false,
  hasPreviousPage: false,
  cursorOf: () => '',
};
