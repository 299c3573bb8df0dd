import { Injectable } from '@nestjs/common';
import { LedgerAccountQueries, TransactionQueries } from '@rochdale/ledger';
import { may } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { byId, listsBy } from '../kit/keyed.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toLedgerAccount } from './ledger-account.type.js';
import { toPosting, toTransaction } from './ledger-transaction.type.js';

/** To whoever may not read the books nothing is in them. */
const mayRead = ({ actor }: Tx): boolean => may(actor, 'ledger.read').allowed;

/** Accounts, transactions and their postings. */
@Injectable()
export class LedgerLoader {
  readonly accounts = byId(
    async (tx, ids) => (mayRead(tx) ? this.accountQueries.byIds(tx, ids) : []),
    toLedgerAccount,
  );

  readonly transactions = byId(
    async (tx, ids) => (mayRead(tx) ? this.transactionQueries.byIds(tx, ids) : []),
    toTransaction,
  );

  /** By transaction. */
  readonly postings = listsBy(
    (tx, ids) => this.transactionQueries.postingsOf(tx, ids),
    ({ transactionId }) => transactionId,
    toPosting,
  );

  constructor(
    private readonly accountQueries: LedgerAccountQueries,
    private readonly transactionQueries: TransactionQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('LedgerAccount', (graph, id) => this.accounts.one(graph, id));
    nodes.register('LedgerTransaction', (graph, id) => this.transactions.one(graph, id));
  }
}
