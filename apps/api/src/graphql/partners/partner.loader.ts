import { Injectable } from '@nestjs/common';
import { PartnerQueries } from '@rochdale/partners';
import type { PartnerRow, UsagePeriodRow, UsageStatementRow } from '@rochdale/partners';
import { may } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { toPartner } from './partner.type.js';
import { toUsageStatement } from './usage.type.js';

/** Partners, periods and statements, fetched together for a whole request. */
@Injectable()
export class PartnerLoader {
  readonly #partners = {};
  readonly #periods = {};
  readonly #statements = {};

  constructor(
    private readonly queries: PartnerQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('Partner', async (graph, id) => {
      const row = graph.actor.cooperativeId === null ? null : await this.partner(graph, id);
      return row === null ? null : toPartner(row);
    });
    nodes.register('UsageStatement', async (graph, id) => {
      const { actor } = graph;
      const mayRead = actor.cooperativeId !== null && may(actor, 'usage-statement.read').allowed;
      const row = mayRead ? await this.statement(graph, id) : null;
      return row === null ? null : toUsageStatement(row);
    });
  }

  partner(graph: GraphContext, id: string): Promise<PartnerRow | null> {
    const loader = graph.loader<PartnerRow>(this.#partners, (tx, ids) =>
      this.queries.partnersByIds(tx, ids),
    );
    return loader.load(id);
  }

  period(graph: GraphContext, id: string): Promise<UsagePeriodRow | null> {
    const loader = graph.loader<UsagePeriodRow>(this.#periods, (tx, ids) =>
      this.queries.periodsByIds(tx, ids),
    );
    return loader.load(id);
  }

  /** A partner finds its own only. */
  statement(graph: GraphContext, id: string): Promise<UsageStatementRow | null> {
    const loader = graph.loader<UsageStatementRow>(this.#statements, (tx, ids) =>
      this.queries.statementsByIds(tx, ids),
    );
    return loader.load(id);
  }
}
