import { Injectable } from '@nestjs/common';
import { BankAccountQueries, StatementQueries } from '@rochdale/banking';
import type { ReceivingAccount } from '@rochdale/banking';
import { PayoutQueries, ReleaseQueries, StatusReportQueries } from '@rochdale/payouts';
import type { PayoutRow } from '@rochdale/payouts';
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
    private readonly releases: ReleaseQueries,
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

  /** By payout why the viewer may not release it; of nothing where they may release none. */
  async whyNotRelease(
    graph: GraphContext,
    rows: readonly PayoutRow[],
  ): Promise<ReadonlyMap<string, string>> {
    if (!may(graph.actor, 'payout.release').allowed) return new Map();
    return graph.read((tx) => this.releases.whyNot(tx, rows));
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
