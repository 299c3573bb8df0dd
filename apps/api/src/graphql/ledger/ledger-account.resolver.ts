import { Args, ID, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { OnModuleInit } from '@nestjs/common';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { LedgerAccountQueries, TransactionQueries } from '@rochdale/ledger';
import { PageArgs, toConnection } from '../kit/connection.js';
import type { Connection } from '../kit/connection.js';
import { fromGlobalId } from '../kit/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { verdict } from '../kit/verdict.type.js';
import {
  LedgerAccountType,
  LedgerAccountViewerCanType,
  toLedgerAccount,
} from './ledger-account.type.js';
import { StatementLineConnection, toStatementLine } from './ledger-transaction.type.js';
import type { StatementLineType } from './ledger-transaction.type.js';
import { LedgerAccountLoader } from './ledger.loader.js';

@Resolver(() => LedgerAccountType)
export class LedgerAccountResolver implements OnModuleInit {
  constructor(
    private readonly accounts: LedgerAccountQueries,
    private readonly transactions: TransactionQueries,
    private readonly loader: LedgerAccountLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('LedgerAccount', async (graph, id) => {
      const account = await this.loader.load(graph, id);
      return account === null ? null : toLedgerAccount(account);
    });
  }

  @Query(() => [LedgerAccountType], {
    description: 'Every account of the co-operative by kind and code, with its balance. Public.',
  })
  async ledgerAccounts(@CurrentActor() actor: Actor): Promise<LedgerAccountType[]> {
    return (await this.accounts.all(actor)).map(toLedgerAccount);
  }

  @Query(() => StatementLineConnection, {
    description: 'An account’s postings, newest first, each with the balance after it. Public.',
  })
  async ledgerStatement(
    @CurrentActor() actor: Actor,
    @Args('accountId', { type: () => ID, description: 'The account.' }) accountId: string,
    @Args() page: PageArgs,
  ): Promise<Connection<StatementLineType>> {
    const id = fromGlobalId('LedgerAccount', accountId, ['accountId']);
    return toConnection(await this.transactions.statement(actor, id, page), toStatementLine);
  }

  @ResolveField(() => LedgerAccountViewerCanType, { description: 'What the viewer may do.' })
  viewerCan(@Graph() graph: GraphContext): LedgerAccountViewerCanType {
    return { setFloor: verdict(may(graph.actor, 'chart.set-floor')) };
  }
}
