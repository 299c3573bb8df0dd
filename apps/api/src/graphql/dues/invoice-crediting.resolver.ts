import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { CancelInvoice, CreditInvoice, whyNotCredit } from '@rochdale/dues';
import { may } from '@rochdale/platform';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { Computed, Relation } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import { InvoiceCreditInput } from './credit.inputs.js';
import { CreditNoteType } from './credit.type.js';
import { DuesLoader } from './dues.loader.js';
import { InvoicePayload } from './dues.payloads.js';
import { InvoiceType, InvoiceViewerCanType, toInvoice } from './dues.type.js';

/** What is not asked any more. */
@Resolver(() => InvoiceType)
export class InvoiceCreditingResolver {
  constructor(
    private readonly cancel: CancelInvoice,
    private readonly credit: CreditInvoice,
    private readonly loader: DuesLoader,
  ) {}

  @Mutation(() => InvoicePayload, {
    description:
      'Takes an invoice back; what was paid of it is the member’s credit. For treasurers, never ' +
      'their own.',
  })
  async invoiceCancel(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The invoice.' }) id: string,
    @Args('reason', { type: () => String, description: 'Why. For the member and clerks.' })
    reason: string,
  ): Promise<InvoicePayload> {
    const invoiceId = fromGlobalId('Invoice', id, ['id']);
    const row = await this.cancel.execute(graph.actor, { invoiceId, reason });
    graph.forgetLoaded();
    return { invoice: toInvoice(row) };
  }

  @Mutation(() => InvoicePayload, {
    description:
      'Takes a part off an invoice; what was paid beyond the rest is the member’s credit. For ' +
      'treasurers, never their own.',
  })
  async invoiceCredit(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'What is taken off.' }) input: InvoiceCreditInput,
  ): Promise<InvoicePayload> {
    const { amountMinor, reason, idempotencyKey } = input;
    const invoiceId = fromGlobalId('Invoice', input.invoiceId, ['invoiceId']);
    const credited = { invoiceId, amountMinor, reason, idempotencyKey };
    const row = await this.credit.execute(graph.actor, credited);
    graph.forgetLoaded();
    return { invoice: toInvoice(row) };
  }

  @Computed(() => InvoiceViewerCanType, { description: 'What the viewer may do.' })
  viewerCan({ row }: InvoiceType, { actor }: GraphContext): InvoiceViewerCanType {
    const either = verdict(may(actor, 'dues-invoice.credit'), whyNotCredit(actor, row));
    return { cancel: either, credit: either };
  }

  @Relation(() => [CreditNoteType], { description: 'What was taken off it, the first first.' })
  creditNotes(invoices: readonly InvoiceType[], graph: GraphContext) {
    return this.loader.creditNotes.ofEach(graph, invoices, ({ row }) => row.id);
  }
}
