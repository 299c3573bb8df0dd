import { Resolver } from '@nestjs/graphql';
import { StatementQueries } from '@rochdale/banking';
import { DuesQueries, WaiverQueries } from '@rochdale/dues';
import { PayoutQueries, ReleaseQueries } from '@rochdale/payouts';
import { may } from '@rochdale/platform';
import { InvoiceType, toInvoice, toWaiver, WaiverType } from '../dues/dues.type.js';
import { whyNotDecide } from '../dues/waiver.resolver.js';
import type { GraphContext } from '../kit/graph-context.js';
import { maxPageSize } from '../kit/limits.js';
import { Computed } from '../kit/field/row-fields.js';
import { PayoutType, toPayout } from '../payments/payout.type.js';
import { BankLineType, toBankLine } from '../payments/statement.type.js';
import { WaitingType } from './waiting.type.js';

const page = { first: maxPageSize };

/** What the viewer has to pay, and what treasurers have to see to. */
@Resolver(() => WaitingType)
export class WaitingMoneyResolver {
  constructor(
    private readonly dues: DuesQueries,
    private readonly waivers: WaiverQueries,
    private readonly payouts: PayoutQueries,
    private readonly statements: StatementQueries,
    private readonly releases: ReleaseQueries,
  ) {}

  @Computed(() => [InvoiceType], { description: 'Open invoices of the viewer.' })
  async invoicesToPay(_: WaitingType, graph: GraphContext): Promise<InvoiceType[]> {
    const { memberId } = graph.actor;
    if (memberId === null || !may(graph.actor, 'dues-invoice.read-own').allowed) return [];
    const filter = { memberId, state: 'open' } as const;
    const { rows } = await graph.read((tx) => this.dues.invoices(tx, page, filter));
    return rows.map(toInvoice);
  }

  @Computed(() => [WaiverType], { description: 'Wishes to pay less, for treasurers.' })
  async waiversToDecide(_: WaitingType, graph: GraphContext): Promise<WaiverType[]> {
    const { actor } = graph;
    if (!may(actor, 'dues-waiver.decide').allowed) return [];
    const asked = await graph.read((tx) => this.waivers.asked(tx, maxPageSize));
    return asked.filter((view) => whyNotDecide(actor, view) === null).map(toWaiver);
  }

  @Computed(() => [PayoutType], { description: 'Payouts that the viewer may release.' })
  async payoutsToRelease(_: WaitingType, graph: GraphContext): Promise<PayoutType[]> {
    if (!may(graph.actor, 'payout.release').allowed) return [];
    return graph.read(async (tx) => {
      const { rows } = await this.payouts.page(tx, page, { state: 'approved' });
      return (await this.releases.ownOf(tx, rows)).map((row) => toPayout(row, graph.audience));
    });
  }

  @Computed(() => [BankLineType], { description: 'Bank lines that nobody assigned yet.' })
  async bankLinesToAssign(_: WaitingType, graph: GraphContext): Promise<BankLineType[]> {
    return this.#linesOf(graph, 'new');
  }

  @Computed(() => [BankLineType], {
    description:
      'Bank lines that may be known ones told again: a treasurer says whether they are lines of ' +
      'their own.',
  })
  async bankLinesToDecide(_: WaitingType, graph: GraphContext): Promise<BankLineType[]> {
    return this.#linesOf(graph, 'unclear');
  }

  @Computed(() => [BankLineType], {
    description:
      'Bank lines whose statement does not add up: nobody books them but a treasurer who looked.',
  })
  async bankLinesToCheck(_: WaitingType, graph: GraphContext): Promise<BankLineType[]> {
    return this.#linesOf(graph, 'flagged');
  }

  async #linesOf(graph: GraphContext, state: 'new' | 'unclear' | 'flagged') {
    if (!may(graph.actor, 'bank-line.assign').allowed) return [];
    const { rows } = await graph.read((tx) => this.statements.lines(tx, page, { state }));
    return rows.map(toBankLine);
  }
}
