import { Injectable } from '@nestjs/common';
import { BankAccountQueries, Offices, StatementQueries } from '@rochdale/banking';
import type { ReceivingAccount } from '@rochdale/banking';
import { PayoutQueries, StatusReportQueries } from '@rochdale/payouts';
import { may } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { byKey, Keyed, listsBy } from '../kit/keyed.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toStatusReport } from './bank.type.js';
import type { PayoutType } from './payout.type.js';
import { toPayout } from './payout.type.js';
import { toBankStatement } from './statement.type.js';

/** Payouts, statements of files and where to pay. */
@Injectable()
export class PaymentLoader {
  readonly #payouts = byKey((tx, ids) => this.queries.byIds(tx, ids), toPayout);

  /** By file. */
  readonly statements = listsBy(
    (tx, ids) => this.statementQueries.statementsOf(tx, ids),
    ({ fileId }) => fileId,
    toBankStatement,
  );

  /** By payment file. */
  readonly statusReports = listsBy(
    (tx, ids) => this.reports.ofFiles(tx, ids),
    ({ paymentFileId }) => paymentFileId,
    toStatusReport,
  );

  readonly #receiving = new Keyed<ReceivingAccount>((tx, currencies) =>
    this.accounts.receiving(tx, currencies),
  );

  constructor(
    private readonly queries: PayoutQueries,
    private readonly statementQueries: StatementQueries,
    private readonly accounts: BankAccountQueries,
    private readonly reports: StatusReportQueries,
    private readonly offices: Offices,
    nodes: NodeRegistry,
  ) {
    nodes.register('Payout', (graph, id) => this.payout(graph, id));
  }

  /** Null also for whom payouts are not shown. */
  async payout(graph: GraphContext, id: string | null): Promise<PayoutType | null> {
    const [payout = null] = await this.payouts(graph, [id]);
    return payout;
  }

  async payouts(
    graph: GraphContext,
    ids: readonly (string | null)[],
  ): Promise<readonly (PayoutType | null)[]> {
    const { actor } = graph;
    const mayRead = actor.cooperativeId !== null && may(actor, 'payout.read').allowed;
    return mayRead ? this.#payouts.each(graph, ids) : ids.map(() => null);
  }

  /**
   * Who holds the office, as far as it decides what the viewer may release: of an administrator
   * only, who stands in for the only one. Nobody else is asked for.
   */
  async treasurers(graph: GraphContext): Promise<readonly string[]> {
    const { roles } = graph.actor;
    const standsIn = roles.has('administrator') && !roles.has('treasurer');
    return standsIn ? graph.read((tx) => this.offices.holders(tx, 'treasurer')) : [];
  }

  /** What takes money in a currency; null where nothing does, or not for the viewer. */
  async receiving(
    graph: GraphContext,
    currencies: readonly (string | null)[],
  ): Promise<readonly (ReceivingAccount | null)[]> {
    const mayRead = may(graph.actor, 'receiving-account.read').allowed;
    return mayRead ? this.#receiving.each(graph, currencies) : currencies.map(() => null);
  }
}
