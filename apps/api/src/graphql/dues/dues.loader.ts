import { Injectable } from '@nestjs/common';
import { DuesQueries } from '@rochdale/dues';
import type { InvoiceRow, PlanRow } from '@rochdale/dues';
import { may } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { toInvoice, toPlan } from './dues.type.js';

/** Plans and invoices, fetched together for a whole request. */
@Injectable()
export class DuesLoader {
  readonly #plans = {};
  readonly #invoices = {};

  constructor(
    private readonly queries: DuesQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('DuesPlan', async (graph, id) => {
      if (graph.actor.cooperativeId === null) return null;
      const row = await this.plan(graph, id);
      return row === null ? null : toPlan(row);
    });
    nodes.register('Invoice', async (graph, id) => {
      const { actor } = graph;
      const mayRead = actor.cooperativeId !== null && may(actor, 'dues-invoice.read-own').allowed;
      const row = mayRead ? await this.invoice(graph, id) : null;
      return row === null ? null : toInvoice(row);
    });
  }

  plan(graph: GraphContext, id: string): Promise<PlanRow | null> {
    const loader = graph.loader<PlanRow>(this.#plans, (tx, ids) =>
      this.queries.plansByIds(tx, ids),
    );
    return loader.load(id);
  }

  /** Members find their own, clerks all. */
  invoice(graph: GraphContext, id: string): Promise<InvoiceRow | null> {
    const loader = graph.loader<InvoiceRow>(this.#invoices, (tx, ids) =>
      this.queries.byIds(tx, ids),
    );
    return loader.load(id);
  }
}
