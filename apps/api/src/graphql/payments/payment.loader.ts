import { Injectable } from '@nestjs/common';
import { BankAccountQueries, StatementQueries } from '@rochdale/banking';
import { PayoutQueries } from '@rochdale/payouts';
import type { ReceivingAccount, StatementView } from '@rochdale/banking';
import type { PayoutRow } from '@rochdale/payouts';
import { may } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { toPayout } from './payout.type.js';

/** Payouts, statements of files and where to pay, fetched together for a whole request. */
@Injectable()
export class PaymentLoader {
  readonly #payouts = {};
  readonly #statements = {};
  readonly #receiving = {};

  constructor(
    private readonly queries: PayoutQueries,
    private readonly statementQueries: StatementQueries,
    private readonly accounts: BankAccountQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('Payout', async (graph, id) => {
      const row = await this.payout(graph, id);
      return row === null ? null : toPayout(row);
    });
  }

  /** Null also for whom payouts are not shown. */
  async payout(graph: GraphContext, id: string): Promise<PayoutRow | null> {
    if (graph.actor.cooperativeId === null) return null;
    if (!may(graph.actor, 'payout.read').allowed) return null;
    const loader = graph.loader<PayoutRow>(this.#payouts, (tx, ids) => this.queries.byIds(tx, ids));
    return loader.load(id);
  }

  async statements(graph: GraphContext, fileId: string): Promise<readonly StatementView[]> {
    const loader = graph.loader<StatementView[]>(this.#statements, async (tx, ids) => {
      const groups = new Map<string, StatementView[]>(ids.map((id) => [id, []]));
      for (const row of await this.statementQueries.statementsOf(tx, ids)) {
        groups.get(row.fileId)?.push(row);
      }
      return groups;
    });
    return (await loader.load(fileId)) ?? [];
  }

  /** The account that takes money in a currency; null when there is none, or not for the viewer. */
  async receiving(graph: GraphContext, currency: string): Promise<ReceivingAccount | null> {
    if (!may(graph.actor, 'receiving-account.read').allowed) return null;
    const loader = graph.loader<ReceivingAccount>(this.#receiving, (tx, currencies) =>
      this.accounts.receiving(tx, currencies),
    );
    return loader.load(currency);
  }
}
