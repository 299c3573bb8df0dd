import { Injectable } from '@nestjs/common';
import { DuesQueries } from '@rochdale/dues';
import { may } from '@rochdale/platform';
import { byKey } from '../kit/keyed.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toInvoice, toPlan } from './dues.type.js';

/** Plans and invoices. */
@Injectable()
export class DuesLoader {
  readonly plans = byKey((tx, ids) => this.queries.plansByIds(tx, ids), toPlan);

  /** Members find their own, clerks all. */
  readonly invoices = byKey((tx, ids) => this.queries.byIds(tx, ids), toInvoice);

  constructor(
    private readonly queries: DuesQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('DuesPlan', async (graph, id) =>
      graph.actor.cooperativeId === null ? null : this.plans.one(graph, id),
    );
    nodes.register('Invoice', async (graph, id) => {
      const { actor } = graph;
      const mayRead = actor.cooperativeId !== null && may(actor, 'dues-invoice.read-own').allowed;
      return mayRead ? this.invoices.one(graph, id) : null;
    });
  }
}
