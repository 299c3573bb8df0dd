import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Actor } from '@rochdale/platform';
import { HoldQueries } from '@rochdale/ledger';
import { PageArgs, toConnection } from '../kit/connection.js';
import type { Connection } from '../kit/connection.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { HoldConnection, HoldStateEnum, HoldType, toHold } from './hold.type.js';
import { LedgerAccountType, toLedgerAccount } from './ledger-account.type.js';
import { LedgerTransactionType, toTransaction } from './ledger-transaction.type.js';
import { LedgerAccountLoader, LedgerTransactionLoader } from './ledger.loader.js';

@Resolver(() => HoldType)
export class HoldResolver {
  constructor(
    private readonly queries: HoldQueries,
    private readonly accounts: LedgerAccountLoader,
    private readonly transactions: LedgerTransactionLoader,
  ) {}

  @Query(() => HoldConnection, {
    description: 'Money that is reserved or was, newest first. For members.',
  })
  async holds(
    @CurrentActor() actor: Actor,
    @Args() page: PageArgs,
    @Args('state', { type: () => HoldStateEnum, nullable: true, description: 'Only these.' })
    state: HoldStateEnum | null,
  ): Promise<Connection<HoldType>> {
    const rows = await this.queries.page(actor, state ? { state } : {}, page);
    return toConnection(rows, toHold);
  }

  @ResolveField(() => LedgerAccountType, { nullable: true, description: 'Where it is reserved.' })
  async account(
    @Graph() graph: GraphContext,
    @Parent() hold: HoldType,
  ): Promise<LedgerAccountType | null> {
    const account = await this.accounts.load(graph, hold.accountId);
    return account === null ? null : toLedgerAccount(account);
  }

  @ResolveField(() => LedgerTransactionType, {
    nullable: true,
    description: 'The transaction that paid it.',
  })
  async transaction(
    @Graph() graph: GraphContext,
    @Parent() hold: HoldType,
  ): Promise<LedgerTransactionType | null> {
    const id = hold.transactionId;
    const view = id === null ? null : await this.transactions.load(graph, id);
    return view === null ? null : toTransaction(view);
  }
}
