import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { OnModuleInit } from '@nestjs/common';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { AllocateToFund, CloseFund, CreateFund } from '@rochdale/treasury';
import { fromGlobalId } from '../kit/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { fromMoneyInput } from '../kit/money.type.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { verdict } from '../kit/verdict.type.js';
import { LedgerAccountType, toLedgerAccount } from '../ledger/ledger-account.type.js';
import { toTransaction } from '../ledger/ledger-transaction.type.js';
import { LedgerAccountLoader, LedgerTransactionLoader } from '../ledger/ledger.loader.js';
import { FundLoader } from './fund.loader.js';
import { FundType, FundViewerCanType, toFund } from './fund.type.js';
import { FundAllocateInput, FundCreateInput } from './treasury.inputs.js';
import { FundAllocatePayload, FundPayload } from './treasury.payloads.js';

@Resolver(() => FundType)
export class FundResolver implements OnModuleInit {
  constructor(
    private readonly accounts: LedgerAccountLoader,
    private readonly loader: FundLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Fund', async (graph, id) => {
      const fund = await this.loader.load(graph, id);
      return fund === null ? null : toFund(fund);
    });
  }

  @ResolveField(() => LedgerAccountType, {
    nullable: true,
    description: 'Its account: the balance is what is in the fund.',
  })
  async account(
    @Graph() graph: GraphContext,
    @Parent() fund: FundType,
  ): Promise<LedgerAccountType | null> {
    const account = await this.accounts.load(graph, fund.accountId);
    return account === null ? null : toLedgerAccount(account);
  }

  @ResolveField(() => FundViewerCanType, { description: 'What the viewer may do.' })
  viewerCan(@CurrentActor() actor: Actor, @Parent() fund: FundType): FundViewerCanType {
    const closed = fund.isClosed ? 'FUND_IS_CLOSED' : null;
    return {
      allocate: verdict(may(actor, 'fund.allocate'), closed),
      close: verdict(may(actor, 'fund.close'), closed),
    };
  }
}

@Resolver()
export class FundMutationsResolver {
  constructor(
    private readonly createFund: CreateFund,
    private readonly allocateToFund: AllocateToFund,
    private readonly closeFund: CloseFund,
    private readonly transactions: LedgerTransactionLoader,
  ) {}

  @Mutation(() => FundPayload, { description: 'Opens a fund. For treasurers.' })
  async fundCreate(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'The fund.' }) input: FundCreateInput,
  ): Promise<FundPayload> {
    const { limitMinor = null, ...definition } = input;
    return { fund: toFund(await this.createFund.execute(actor, { ...definition, limitMinor })) };
  }

  @Mutation(() => FundAllocatePayload, {
    description: 'Sets money aside in a fund, or gives it back. For treasurers.',
  })
  async fundAllocate(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The fund.' }) id: string,
    @Args('input', { description: 'How much, and why.' }) input: FundAllocateInput,
  ): Promise<FundAllocatePayload> {
    const { minor, currency } = fromMoneyInput(input.amount);
    const { id: transactionId } = await this.allocateToFund.execute(graph.actor, {
      fundId: fromGlobalId('Fund', id, ['id']),
      amountMinor: minor,
      currency,
      description: input.description,
      idempotencyKey: input.idempotencyKey,
    });
    const transaction = await this.transactions.load(graph, transactionId);
    return { transaction: transaction === null ? null : toTransaction(transaction) };
  }

  @Mutation(() => FundPayload, {
    description: 'Closes a fund; what is left is no longer set aside. For treasurers.',
  })
  async fundClose(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID, description: 'The fund.' }) id: string,
  ): Promise<FundPayload> {
    const fundId = fromGlobalId('Fund', id, ['id']);
    return { fund: toFund(await this.closeFund.execute(actor, { fundId })) };
  }
}
