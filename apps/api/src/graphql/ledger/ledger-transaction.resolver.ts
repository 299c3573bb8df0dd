import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { OnModuleInit } from '@nestjs/common';
import type { Actor } from '@rochdale/platform';
import { TransactionQueries } from '@rochdale/ledger';
import { PageArgs, toConnection } from '../kit/connection.js';
import type { Connection } from '../kit/connection.js';
import { fromGlobalId } from '../kit/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { LedgerAccountType, toLedgerAccount } from './ledger-account.type.js';
import {
  LedgerTransactionConnection,
  LedgerTransactionType,
  PostingType,
  StatementLineType,
  toPosting,
  toTransaction,
} from './ledger-transaction.type.js';
import { LedgerTransactionFilterInput } from './ledger.inputs.js';
import { LedgerAccountLoader, LedgerTransactionLoader, PostingLoader } from './ledger.loader.js';

@Resolver(() => LedgerTransactionType)
export class LedgerTransactionResolver implements OnModuleInit {
  constructor(
    private readonly transactions: TransactionQueries,
    private readonly loader: LedgerTransactionLoader,
    private readonly postingLoader: PostingLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('LedgerTransaction', (graph, id) => this.#find(graph, id));
  }

  @Query(() => LedgerTransactionConnection, {
    description: 'Transactions, newest first. Public; what they were for is for members.',
  })
  async ledgerTransactions(
    @CurrentActor() actor: Actor,
    @Args() page: PageArgs,
    @Args('filter', {
      type: () => LedgerTransactionFilterInput,
      nullable: true,
      description: 'Which ones.',
    })
    filter: LedgerTransactionFilterInput | null,
  ): Promise<Connection<LedgerTransactionType>> {
    const { accountId, sourceKind, from, before } = filter ?? {};
    const rows = await this.transactions.page(
      actor,
      {
        ...(accountId ? { accountId: accountIdOf(accountId) } : {}),
        ...(sourceKind ? { sourceKind } : {}),
        ...(from ? { from } : {}),
        ...(before ? { before } : {}),
      },
      page,
    );
    return toConnection(rows, toTransaction);
  }

  @ResolveField(() => [PostingType], { description: 'Its lines, in order.' })
  async postings(
    @Graph() graph: GraphContext,
    @Parent() transaction: LedgerTransactionType,
  ): Promise<PostingType[]> {
    return (await this.postingLoader.load(graph, transaction.transactionId)).map(toPosting);
  }

  @ResolveField(() => LedgerTransactionType, {
    nullable: true,
    description: 'The transaction that this one takes back.',
  })
  reverses(@Graph() graph: GraphContext, @Parent() transaction: LedgerTransactionType) {
    return this.#find(graph, transaction.reversesId);
  }

  @ResolveField(() => LedgerTransactionType, {
    nullable: true,
    description: 'The transaction that took this one back.',
  })
  reversedBy(@Graph() graph: GraphContext, @Parent() transaction: LedgerTransactionType) {
    return this.#find(graph, transaction.reversedById);
  }

  async #find(graph: GraphContext, id: string | null): Promise<LedgerTransactionType | null> {
    const view = id === null ? null : await this.loader.load(graph, id);
    return view === null ? null : toTransaction(view);
  }
}

const accountIdOf = (globalId: string): string =>
  fromGlobalId('LedgerAccount', globalId, ['filter', 'accountId']);

@Resolver(() => PostingType)
export class PostingResolver {
  constructor(private readonly accounts: LedgerAccountLoader) {}

  @ResolveField(() => LedgerAccountType, { nullable: true, description: 'The account it is on.' })
  async account(
    @Graph() graph: GraphContext,
    @Parent() posting: PostingType,
  ): Promise<LedgerAccountType | null> {
    const account = await this.accounts.load(graph, posting.accountId);
    return account === null ? null : toLedgerAccount(account);
  }
}

@Resolver(() => StatementLineType)
export class StatementLineResolver {
  constructor(private readonly transactions: LedgerTransactionLoader) {}

  @ResolveField(() => LedgerTransactionType, {
    nullable: true,
    description: 'The transaction it is a line of.',
  })
  async transaction(
    @Graph() graph: GraphContext,
    @Parent() line: StatementLineType,
  ): Promise<LedgerTransactionType | null> {
    const view = await this.transactions.load(graph, line.transactionId);
    return view === null ? null : toTransaction(view);
  }
}
