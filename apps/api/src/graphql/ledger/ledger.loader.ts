import { Injectable } from '@nestjs/common';
import { LedgerAccountQueries, TransactionQueries } from '@rochdale/ledger';
import type { Account, PostingView, TransactionView } from '@rochdale/ledger';
import type { GraphContext } from '../kit/graph-context.js';

/** Accounts by id, once per request. */
@Injectable()
export class LedgerAccountLoader {
  constructor(private readonly accounts: LedgerAccountQueries) {}

  load(graph: GraphContext, id: string): Promise<Account | null> {
    return graph
      .loader<Account>(this, async (tx, ids) => {
        const found = await this.accounts.byIds(tx, ids);
        return new Map(found.map((account) => [account.id, account]));
      })
      .load(id);
  }
}

/** Transactions by id, once per request. */
@Injectable()
export class LedgerTransactionLoader {
  constructor(private readonly transactions: TransactionQueries) {}

  load(graph: GraphContext, id: string): Promise<TransactionView | null> {
    return graph
      .loader<TransactionView>(this, async (tx, ids) => {
        const found = await this.transactions.byIds(tx, ids);
        return new Map(found.map((transaction) => [transaction.id, transaction]));
      })
      .load(id);
  }
}

/** The postings of all transactions on a page by one query. */
@Injectable()
export class PostingLoader {
  constructor(private readonly transactions: TransactionQueries) {}

  async load(graph: GraphContext, transactionId: string): Promise<readonly PostingView[]> {
    const loader = graph.loader<readonly PostingView[]>(this, async (tx, ids) => {
      const byTransaction = new Map<string, PostingView[]>();
      for (const posting of await this.transactions.postingsOf(tx, ids)) {
        const of = byTransaction.get(posting.transactionId) ?? [];
        byTransaction.set(posting.transactionId, [...of, posting]);
      }
      return byTransaction;
    });
    return (await loader.load(transactionId)) ?? [];
  }
}
