import { Args, Query, Resolver } from '@nestjs/graphql';
import { TransactionQueries } from '@rochdale/ledger';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId, toIdOfKind } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { LedgerAccountType } from './ledger-account.type.js';
import {
  LedgerTransactionConnection,
  LedgerTransactionType,
  PostingType,
  StatementLineType,
  toTransaction,
} from './ledger-transaction.type.js';
import { LedgerTransactionFilterInput } from './ledger.inputs.js';
import { LedgerLoader } from './ledger.loader.js';
import { MemberLoader } from '../membership/member.loader.js';

@Resolver(() => LedgerTransactionType)
export class LedgerTransactionResolver {
  constructor(
    private readonly transactions: TransactionQueries,
    private readonly ledger: LedgerLoader,
    private readonly members: MemberLoader,
  ) {}

  @Query(() => LedgerTransactionConnection, {
    description:
      'Transactions, newest first: for members what the co-operative spends and sets aside, for ' +
      'treasurers and auditors all.',
  })
  async ledgerTransactions(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('filter', {
      type: () => LedgerTransactionFilterInput,
      nullable: true,
      description: 'Which ones.',
    })
    filter: LedgerTransactionFilterInput | null,
  ): Promise<Connection<LedgerTransactionType>> {
    const { accountId, sourceKind, from, before, text } = filter ?? {};
    const wanted = {
      ...(typeof accountId === 'string' ? { accountId: accountIdOf(accountId) } : {}),
      ...(sourceKind ? { sourceKind } : {}),
      ...(from ? { from } : {}),
      ...(before ? { before } : {}),
      ...(typeof text === 'string' ? { text } : {}),
    };
    const rows = await graph.read((tx) => this.transactions.page(tx, wanted, page));
    return toConnection(rows, toTransaction);
  }

  @Relation(() => String, { nullable: true, description: 'Its id. Members read it.' })
  async sourceId(transactions: readonly LedgerTransactionType[], graph: GraphContext) {
    const members = await this.members.toldIds(
      graph,
      transactions,
      ({ source: { kind, id } }) => (kind === 'member' ? id : null),
      ({ transactionId }) => transactionId,
    );
    return transactions.map(({ source: { kind, id } }, nth) =>
      id === null ? null : (members[nth] ?? toIdOfKind(kind, id, graph.audience)),
    );
  }

  @Relation(() => [PostingType], { description: 'Its lines, in order.' })
  postings(transactions: readonly LedgerTransactionType[], graph: GraphContext) {
    return this.ledger.postings.ofEach(graph, transactions, ({ transactionId }) => transactionId);
  }

  @Relation(() => LedgerTransactionType, {
    nullable: true,
    description: 'The transaction that this one takes back.',
  })
  reverses(transactions: readonly LedgerTransactionType[], graph: GraphContext) {
    return this.ledger.transactions.ofEach(graph, transactions, ({ reversesId }) => reversesId);
  }

  @Relation(() => LedgerTransactionType, {
    nullable: true,
    description: 'The transaction that took this one back.',
  })
  reversedBy(transactions: readonly LedgerTransactionType[], graph: GraphContext) {
    return this.ledger.transactions.ofEach(graph, transactions, ({ reversedById }) => reversedById);
  }
}

const accountIdOf = (globalId: string): string =>
  fromGlobalId('LedgerAccount', globalId, ['filter', 'accountId']);

@Resolver(() => PostingType)
export class PostingResolver {
  constructor(private readonly ledger: LedgerLoader) {}

  @Relation(() => LedgerAccountType, { nullable: true, description: 'The account it is on.' })
  account(postings: readonly PostingType[], graph: GraphContext) {
    return this.ledger.accounts.ofEach(graph, postings, ({ accountId }) => accountId);
  }
}

@Resolver(() => StatementLineType)
export class StatementLineResolver {
  constructor(private readonly ledger: LedgerLoader) {}

  @Relation(() => LedgerTransactionType, {
    nullable: true,
    description: 'The transaction it is a line of.',
  })
  transaction(lines: readonly StatementLineType[], graph: GraphContext) {
    return this.ledger.transactions.ofEach(graph, lines, ({ transactionId }) => transactionId);
  }
}
