import { Injectable } from '@nestjs/common';
import {
  erasedLabelOf,
  haveCandidates,
  namedOptions,
  PolicyQueries,
  ProposalQueries,
} from '@rochdale/governance';
import type { NamesOfCandidates } from '@rochdale/governance';
import { erasedAmong } from '@rochdale/membership';
import { may, personsOfAction } from '@rochdale/platform';
import { BallotQueries, PaperQueries } from '@rochdale/voting';
import type { PaperEntryView, PapersView } from '@rochdale/voting';
import type { GraphContext } from '../kit/graph-context.js';
import { byId, Keyed, listsBy } from '../kit/keyed.js';
import { nestedConnection } from '../kit/list/nested-connection.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { MemberLoader } from '../membership/member.loader.js';
import { toPolicy } from './policy.type.js';
import { toAction, toBallot, toOptions, toProposal } from './proposal.type.js';
import type { ProposalType } from './proposal.type.js';

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
    async (tx, ids) => {
      const found = await this.queries.actionsOf(tx, ids);
      const erased = await erasedAmong(tx, found.flatMap(personsOfAction));
      return found.map((action) => ({ action, erased }));
    },
    ({ action }) => action.proposalId,
    ({ action, erased }, audience) => toAction(action, audience, erased),
  );

  /** Which options are members, by proposal. */
  readonly #candidates = listsBy(
    async (tx, ids) => {
      const found = await this.queries.candidatesOf(tx, ids);
      const erased = await erasedAmong(
        tx,
        found.map(({ memberId }) => memberId),
      );
      return found.map((one) => ({ ...one, isErased: erased.has(one.memberId) }));
    },
    ({ proposalId }) => proposalId,
    (candidate) => candidate,
  );

  /** The viewer's own current ballot, by proposal. */
  readonly ownBallots = new Keyed(async (tx, ids) =>
    byProposal(await this.ballotQueries.own(tx, ids), toBallot),
  );

  /** In which of them the viewer has voted. */
  readonly ownVoted = new Keyed(async (tx, ids) =>
    byProposal(await this.ballotQueries.ownVoted(tx, ids), () => true),
  );

  /** Papers, by proposal; nothing where nobody votes on paper, or the viewer is not told. */
  readonly papers = new Keyed(async (tx, ids) =>
    may(tx.actor, 'ballot.read').allowed
      ? byProposal(await this.paperQueries.of(tx, ids), (papers) => papers)
      : new Map<string, PapersView>(),
  );

  /** How papers were entered, by proposal, the last first; for who confirms them. */
  readonly paperEntries = new Keyed(async (tx, ids) => {
    const found = new Map<string, PaperEntryView[]>();
    for (const entry of await this.paperQueries.entries(tx, ids)) {
      found.set(entry.proposalId, [...(found.get(entry.proposalId) ?? []), entry]);
    }
    return found;
  });

  /** In which of them the viewer was handed a paper. */
  readonly ownPapers = new Keyed(async (tx, ids) =>
    byProposal(await this.paperQueries.own(tx, ids), () => true),
  );

  /** What the viewer's vote weighs, by proposal; nothing outside the electorate. */
  readonly ownWeights = new Keyed(async (tx, ids) =>
    byProposal(await this.ballotQueries.ownPlaces(tx, ids), ({ weight }) => weight),
  );

  /** How far a draft is seconded; nothing where nobody did. */
  readonly seconds = new Keyed(async (tx, ids) =>
    byProposal(await this.queries.secondsOf(tx, ids), (seconds) => seconds),
  );

  /** The current ballots of each proposal, the latest first. */
  readonly ballots = nestedConnection(
    (tx, ids, page) => this.ballotQueries.pages(tx, ids, page),
    toBallot,
  );

  constructor(
    private readonly queries: ProposalQueries,
    private readonly ballotQueries: BallotQueries,
    private readonly paperQueries: PaperQueries,
    policies: PolicyQueries,
    nodes: NodeRegistry,
    private readonly members: MemberLoader,
  ) {
    nodes.registerRows('DecisionPolicy', 'policy.read', async (tx, id) =>
      (await policies.byIds(tx, [id])).map(toPolicy),
    );
    nodes.register('Proposal', async (graph, id) =>
      graph.actor.cooperativeId === null ? null : this.proposals.one(graph, id),
    );
  }

  /**
   * What the viewer may call the candidates of each vote, by the number of the option. Who may vote
   * is told who of them is erased.
   */
  async namesOfCandidates(
    graph: GraphContext,
    proposals: readonly ProposalType[],
  ): Promise<NamesOfCandidates[]> {
    const ids = proposals.map(({ view }) => (haveCandidates(toOptions(view)) ? view.id : null));
    const candidates = await this.#candidates.each(graph, ids);
    const all = candidates.flatMap((some) => some ?? []);
    const found = await this.members.members.ofEach(graph, all, ({ memberId }) => memberId);
    const isInside = may(graph.actor, 'proposal.read').allowed;
    const named = all.flatMap(({ proposalId, place, isErased }, nth) => {
      const isTold = isErased && isInside;
      const name = isTold ? erasedLabelOf(place) : (found[nth]?.displayName ?? null);
      return name === null ? [] : [{ proposalId, place, name }];
    });
    return ids.map((id) => {
      const ofVote = named.filter(({ proposalId }) => proposalId === id);
      return new Map(ofVote.map(({ place, name }) => [place, name]));
    });
  }

  /** What each vote is between, as the viewer may be told. */
  async optionsOf(
    graph: GraphContext,
    proposals: readonly ProposalType[],
  ): Promise<(readonly string[])[]> {
    const names = await this.namesOfCandidates(graph, proposals);
    return proposals.map(({ view }, nth) => namedOptions(toOptions(view), names[nth] ?? new Map()));
  }

  /** Begins to fetch what the proposal's id alone leads to, of what is asked beneath it. */
  ahead(graph: GraphContext, id: string, asked: ReadonlyMap<string, object>): void {
    if (asked.has('tally')) this.tallies.ahead(graph, id);
    if (asked.has('viewerBallot')) this.ownBallots.ahead(graph, id);
    if (asked.has('viewerWeight') || asked.has('viewerCan')) this.ownWeights.ahead(graph, id);
    const ballots = asked.get('ballots');
    if (ballots !== undefined) this.ballots.ahead(graph, ballots, id);
  }
}
