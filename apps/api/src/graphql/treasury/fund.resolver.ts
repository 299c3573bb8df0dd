import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { OnModuleInit } from '@nestjs/common';
import { may } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { AllocateToFund, CloseFund, CreateFund } from '@rochdale/treasury';
import { fromGlobalId } from '../kit/node/global-id.js';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { Computed, Relation } from '../kit/field/row-fields.js';
import { fromMoneyInput } from '../kit/value/money.type.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { verdict } from '../kit/verdict.type.js';
import { LedgerAccountType } from '../ledger/ledger-account.type.js';
import { LedgerLoader } from '../ledger/ledger.loader.js';
import { FundLoader } from './fund.loader.js';
import { FundType, FundViewerCanType, toFund } from './fund.type.js';
import { FundAllocateInput, FundCreateInput } from './treasury.inputs.js';
import { FundAllocatePayload, FundPayload } from './treasury.payloads.js';

@Resolver(() => FundType)
export class FundResolver implements OnModuleInit {
  constructor(
    private readonly ledger: LedgerLoader,
    private readonly loader: FundLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('Fund', (graph, id) => this.loader.funds.one(graph, id));
  }

  @Relation(() => LedgerAccountType, {
    nullable: true,
    description: 'Its account: the balance is what is in the fund.',
  })
  account(funds: readonly FundType[], graph: GraphContext) {
    return this.ledger.accounts.ofEach(graph, funds, ({ accountId }) => accountId);
  }

  @Computed(() => FundViewerCanType, { description: 'What the viewer may do.' })
  viewerCan(fund: FundType, { actor }: GraphContext): FundViewerCanType {
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
    private readonly ledger: LedgerLoader,
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
    return { transaction: await this.ledger.transactions.one(graph, transactionId) };
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
