import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { may } from '@rochdale/platform';
import { LedgerAccountQueries, TransactionQueries } from '@rochdale/ledger';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Computed } from '../kit/field/row-fields.js';
import { verdict } from '../kit/verdict.type.js';
import {
  LedgerAccountType,
  LedgerAccountViewerCanType,
  toLedgerAccount,
} from './ledger-account.type.js';
import { StatementLineConnection, toStatementLine } from './ledger-transaction.type.js';
import type { StatementLineType } from './ledger-transaction.type.js';

@Resolver(() => LedgerAccountType)
export class LedgerAccountResolver {
  constructor(
    private readonly accounts: LedgerAccountQueries,
    private readonly transactions: TransactionQueries,
  ) {}

  @Query(() => [LedgerAccountType], {
    description:
      'Accounts by kind and code, with the balance: for members those of what was spent and set ' +
      'aside, for treasurers and auditors all.',
  })
  async ledgerAccounts(@Graph() graph: GraphContext): Promise<LedgerAccountType[]> {
    return (await graph.read((tx) => this.accounts.all(tx))).map(toLedgerAccount);
  }

  @Query(() => StatementLineConnection, {
    description:
      'The postings of an account that `ledgerAccounts` shows, newest first, each with the ' +
      'balance after it. For members.',
  })
  async ledgerStatement(
    @Graph() graph: GraphContext,
    @Args('accountId', { type: () => ID, description: 'The account.' }) accountId: string,
    @Args() page: PageArgs,
  ): Promise<Connection<StatementLineType>> {
    const id = fromGlobalId('LedgerAccount', accountId, ['accountId']);
    const lines = await graph.read((tx) => this.transactions.statement(tx, id, page));
    return toConnection(lines, toStatementLine);
  }

  @Computed(() => LedgerAccountViewerCanType, { description: 'What the viewer may do.' })
  viewerCan(_account: LedgerAccountType, graph: GraphContext): LedgerAccountViewerCanType {
    return { setFloor: verdict(may(graph.actor, 'chart.set-floor')) };
  }
}
