import { Args, Query, Resolver } from '@nestjs/graphql';
import { HoldQueries } from '@rochdale/ledger';
import { PageArgs, toConnection } from '../kit/list/connection.js';
import type { Connection } from '../kit/list/connection.js';
import { fromGlobalId } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { HoldConnection, HoldStateEnum, HoldType, toHold } from './hold.type.js';
import { LedgerAccountType } from './ledger-account.type.js';
import { LedgerTransactionType } from './ledger-transaction.type.js';
import { HoldFilterInput } from './ledger.inputs.js';
import { LedgerLoader } from './ledger.loader.js';

@Resolver(() => HoldType)
export class HoldResolver {
  constructor(
    private readonly queries: HoldQueries,
    private readonly ledger: LedgerLoader,
  ) {}

  @Query(() => HoldConnection, {
    description: 'Money that is reserved or was, newest first. For treasurers and auditors.',
  })
  async holds(
    @Graph() graph: GraphContext,
    @Args() page: PageArgs,
    @Args('state', { type: () => HoldStateEnum, nullable: true, description: 'Only these.' })
    state: HoldStateEnum | null,
    @Args('filter', { type: () => HoldFilterInput, nullable: true, description: 'Which ones.' })
    filter?: HoldFilterInput | null,
  ): Promise<Connection<HoldType>> {
    const accountId = filter?.accountId;
    const wanted = {
      ...(state ? { state } : {}),
      ...(accountId
        ? { accountId: fromGlobalId('LedgerAccount', accountId, ['filter', 'accountId']) }
        : {}),
    };
    const rows = await graph.read((tx) => this.queries.page(tx, wanted, page));
    return toConnection(rows, (row) => toHold(row, graph.audience));
  }

  @Relation(() => LedgerAccountType, { nullable: true, description: 'Where it is reserved.' })
  account(holds: readonly HoldType[], graph: GraphContext) {
    return this.ledger.accounts.ofEach(graph, holds, ({ accountId }) => accountId);
  }

  @Relation(() => LedgerTransactionType, {
    nullable: true,
    description: 'The transaction that paid it.',
  })
  transaction(holds: readonly HoldType[], graph: GraphContext) {
    return this.ledger.transactions.ofEach(graph, holds, ({ transactionId }) => transactionId);
  }
}
