import { Injectable } from '@nestjs/common';
import { CreditNoteQueries, CreditQueries, DuesQueries, ReturnedQueries } from '@rochdale/dues';
import { may } from '@rochdale/platform';
import { byKey, Keyed, listsBy } from '../kit/keyed.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toCreditEntry, toCreditNote, toRefund } from './credit.type.js';
import { toInvoice, toPlan } from './dues.type.js';

/** Plans, invoices, and the bank lines that paid them. */
@Injectable()
export class DuesLoader {
  readonly plans = byKey((tx, ids) => this.queries.plansByIds(tx, ids), toPlan);

  /** Members find their own, clerks all. */
  readonly invoices = byKey((tx, ids) => this.queries.byIds(tx, ids), toInvoice);

  /** The place of an invoice among the viewer's own. */
  readonly ownNumbers = new Keyed((tx, ids) => this.queries.ownNumbers(tx, ids));

  /** What was taken off invoices. */
  readonly creditNotes = listsBy(
    (tx, ids) => this.notes.ofInvoices(tx, ids),
    ({ invoiceId }) => invoiceId,
    toCreditNote,
  );

  /** Why none of their credit is paid out, by member, for who may have it paid out. */
  readonly whyNotRefund = new Keyed((tx, ids) => this.credits.whyNotRefund(tx, ids));

  /** Why none of their credit is given away, by member, for who may give it. */
  readonly whyNotWaive = new Keyed((tx, ids) => this.credits.whyNotWaive(tx, ids));

  /** Why what a bank line settled is not undone, by line. */
  readonly linesReturned = new Keyed((tx, ids) => this.returned.whyNotUndo(tx, ids));

  constructor(
    private readonly queries: DuesQueries,
    private readonly notes: CreditNoteQueries,
    private readonly returned: ReturnedQueries,
    private readonly credits: CreditQueries,
    nodes: NodeRegistry,
  ) {
    nodes.registerRows('CreditEntry', 'dues-invoice.read-own', async (tx, id) =>
      (await this.credits.entriesByIds(tx, [id])).map(toCreditEntry),
    );
    nodes.registerRows('DuesRefund', 'dues-invoice.read-own', async (tx, id) =>
      (await this.credits.refundsByIds(tx, [id])).map(toRefund),
    );
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
