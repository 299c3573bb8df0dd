import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { BankFormatError, epcQrPayload } from '@rochdale/bank-formats';
import { AssignLineToInvoice, DuesQueries, IssueInvoices, openMinor } from '@rochdale/dues';
import type { InvoiceOrder, InvoiceRow } from '@rochdale/dues';
import type { ReceivingAccount } from '@rochdale/banking';
import { may } from '@rochdale/platform';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, optionalId, optionalMemberId } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { BigIntScalar } from '../kit/value/scalars.js';
import { MemberLoader } from '../membership/member.loader.js';
import { MemberType } from '../membership/member.type.js';
import { PaymentLoader } from '../payments/payment.loader.js';
import { InvoiceFilterInput, invoiceOrder } from './invoice-filter.inputs.js';
import { DuesLoader } from './dues.loader.js';
import { DuesInvoicesIssuePayload, InvoicePayload } from './dues.payloads.js';
import {
  DuesPlanType,
  InvoiceConnection,
  InvoiceStateEnum,
  InvoiceType,
  PayToType,
  toInvoice,
} from './dues.type.js';

/** The text of the code that a banking app scans; null for what such a code cannot carry. */
function qrPayload(invoice: InvoiceRow, account: ReceivingAccount): string | null {
  const { holderName: name, accountNumber: iban, bic } = account;
  const amountMinor = openMinor(invoice);
  const { reference } = invoice;
  try {
    return epcQrPayload({ name, iban, amountMinor, reference, ...(bic === null ? {} : { bic }) });
  } catch (error) {
    if (error instanceof BankFormatError) return null;
    throw error;
  }
}

function wantedOf(filter: InvoiceFilterInput | null | undefined) {
  const { planId, ...others } = filter ?? {};
  return { ...others, planId: optionalId('DuesPlan', planId, ['filter', 'planId']) };
}

/** What members owe, and how they pay it. */
@Resolver(() => InvoiceType)
export class InvoiceResolver {
  constructor(
    private readonly queries: DuesQueries,
    private readonly issue: IssueInvoices,
    private readonly assignLine: AssignLineToInvoice,
    private readonly loader: DuesLoader,
    private readonly payments: PaymentLoader,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => InvoiceConnection, { description: 'The viewer’s own invoices, the newest first.' })
  async myInvoices(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('state', {
      type: () => InvoiceStateEnum,
      nullable: true,
      description: 'Only these; all when left out.',
    })
    state?: InvoiceRow['state'] | null,
    @Args('filter', { type: () => InvoiceFilterInput, nullable: true, description: 'Which ones.' })
    filter?: InvoiceFilterInput | null,
    @Args('orderBy', invoiceOrder) orderBy?: InvoiceOrder | null,
  ): Promise<Connection<InvoiceType>> {
    const wanted = { ...wantedOf(filter), state: state ?? null };
    const rows = await graph.read((tx) =>
      this.queries.ownInvoices(tx, page, wanted, orderBy ?? 'issued'),
    );
    return toConnection(rows, toInvoice);
  }

  @Query(() => InvoiceConnection, {
    description: 'Invoices of all members, the newest first. For clerks.',
  })
  async invoices(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('memberId', { type: () => ID, nullable: true, description: 'Of this member only.' })
    memberId?: string | null,
    @Args('state', {
      type: () => InvoiceStateEnum,
      nullable: true,
      description: 'Only these; all when left out.',
    })
    state?: InvoiceRow['state'] | null,
    @Args('filter', { type: () => InvoiceFilterInput, nullable: true, description: 'Which ones.' })
    filter?: InvoiceFilterInput | null,
    @Args('orderBy', invoiceOrder) orderBy?: InvoiceOrder | null,
  ): Promise<Connection<InvoiceType>> {
    const named = optionalMemberId(memberId, graph.audience, ['memberId']);
    const wanted = {
      ...wantedOf(filter),
      memberId: await this.members.heard(graph, named),
      state: state ?? null,
    };
    const rows = await graph.read((tx) =>
      this.queries.invoices(tx, page, wanted, orderBy ?? 'issued'),
    );
    // That there is none tells something, and so does how many there are.
    graph.looks.at('invoice', await this.members.lookedAt(graph, named));
    await this.#lookByReference(graph, filter?.reference ?? null);
    return toConnection(rows, toInvoice);
  }

  @Mutation(() => DuesInvoicesIssuePayload, {
    description: 'Issues the invoices of periods that have begun, once each. For treasurers.',
  })
  async duesInvoicesIssue(@Graph() graph: GraphContext): Promise<DuesInvoicesIssuePayload> {
    return { issued: await this.issue.execute(graph.actor) };
  }

  @Mutation(() => InvoicePayload, {
    description: 'Says which invoice a bank line pays, and books it. For treasurers.',
  })
  async bankLineAssignToInvoice(
    @Graph() graph: GraphContext,
    @Args('lineId', { type: () => ID, description: 'The line.' }) lineId: string,
    @Args('invoiceId', { type: () => ID, description: 'The invoice.' }) invoiceId: string,
  ): Promise<InvoicePayload> {
    const row = await this.assignLine.execute(graph.actor, {
      lineId: fromGlobalId('BankLine', lineId, ['lineId']),
      invoiceId: fromGlobalId('Invoice', invoiceId, ['invoiceId']),
    });
    graph.forgetLoaded();
    return { invoice: toInvoice(row) };
  }

  @Relation(() => BigIntScalar, {
    description:
      'Its number. Clerks and auditors read the co-operative’s, which run without gaps; its ' +
      'member the count of their own, from 1.',
  })
  async number(invoices: readonly InvoiceType[], graph: GraphContext) {
    // By the office: a token that changes invoices alone is answered what it changed.
    if (may({ ...graph.actor, scopes: 'all' }, 'dues-invoice.read-all').allowed) {
      return invoices.map(({ row }) => row.number);
    }
    return this.loader.ownNumbers.ofEach(graph, invoices, ({ row }) => row.id);
  }

  @Relation(() => MemberType, { nullable: true, description: 'Whose it is.' })
  member(invoices: readonly InvoiceType[], graph: GraphContext) {
    return this.members.members.ofEach(graph, invoices, ({ row }) => row.memberId);
  }

  @Relation(() => DuesPlanType, { nullable: true, description: 'By which plan.' })
  plan(invoices: readonly InvoiceType[], graph: GraphContext) {
    return this.loader.plans.ofEach(graph, invoices, ({ row }) => row.planId);
  }

  @Relation(() => PayToType, {
    nullable: true,
    description: 'Where to pay it. Null when there is no account in its currency.',
  })
  payTo(invoices: readonly InvoiceType[], graph: GraphContext) {
    return this.payments.receiving(
      graph,
      invoices.map(({ row }) => row.currency),
    );
  }

  @Relation(() => String, {
    nullable: true,
    description:
      'What a QR code for banking apps contains (EPC069-12). Null when nothing is open, or the ' +
      'account is not in euros with an IBAN.',
  })
  async epcQrPayload(invoices: readonly InvoiceType[], graph: GraphContext) {
    const wanted = invoices.map(({ row }) =>
      row.state === 'open' && row.currency === 'EUR' ? row.currency : null,
    );
    const accounts = await this.payments.receiving(graph, wanted);
    return invoices.map(({ row }, nth) => {
      const account = accounts[nth] ?? null;
      return account === null ? null : qrPayload(row, account);
    });
  }

  /** A reference is one invoice: that it is not among those asked for tells of it as well. */
  async #lookByReference(graph: GraphContext, reference: string | null): Promise<void> {
    if (reference === null || !may(graph.actor, 'dues-invoice.read-all').allowed) return;
    const { rows } = await graph.read((tx) =>
      this.queries.invoices(tx, { first: 1 }, { reference }, 'issued'),
    );
    for (const { memberId } of rows) graph.looks.at('invoice', memberId);
  }
}
