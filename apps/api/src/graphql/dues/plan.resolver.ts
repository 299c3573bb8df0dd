import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ChoosePledge, CreatePlan, DuesQueries, RetirePlan } from '@rochdale/dues';
import { assert } from '@rochdale/platform';
import { fromGlobalId } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { Relation } from '../kit/field/row-fields.js';
import { fromMoneyInput, MoneyType, toMoney } from '../kit/value/money.type.js';
import { DuesPlanCreateInput, DuesPledgeChooseInput } from './dues.inputs.js';
import { DuesLoader } from './dues.loader.js';
import { DuesPlanPayload, PledgePayload } from './dues.payloads.js';
import { DuesPlanType, PledgeType, toPlan, toPledge } from './dues.type.js';

/** What members may choose from, and what they chose. */
@Resolver(() => PledgeType)
export class PlanResolver {
  constructor(
    private readonly queries: DuesQueries,
    private readonly create: CreatePlan,
    private readonly retire: RetirePlan,
    private readonly choose: ChoosePledge,
    private readonly loader: DuesLoader,
  ) {}

  @Query(() => [DuesPlanType], { description: 'The plans of dues, also those off the list.' })
  async duesPlans(@Graph() graph: GraphContext): Promise<DuesPlanType[]> {
    return (await graph.read((tx) => this.queries.plans(tx))).map(toPlan);
  }

  @Query(() => PledgeType, {
    nullable: true,
    description: 'What the viewer gives. Null until they choose it.',
  })
  async myPledge(@Graph() graph: GraphContext): Promise<PledgeType | null> {
    const row = await graph.read((tx) => this.queries.ownPledge(tx));
    return row === null ? null : toPledge(row);
  }

  @Mutation(() => DuesPlanPayload, { description: 'Offers members a sliding scale.' })
  async duesPlanCreate(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The plan.' }) input: DuesPlanCreateInput,
  ): Promise<DuesPlanPayload> {
    const { key, name, currency, minimumMinor, suggestedMinor, months } = input;
    const maximumMinor = input.maximumMinor ?? null;
    const scale = { minimumMinor, suggestedMinor, maximumMinor, months };
    const joining = input.joining ?? 'full-period';
    const terms = { key, name, currency, ...scale, joining };
    return { duesPlan: toPlan(await this.create.execute(graph.actor, terms)) };
  }

  @Mutation(() => DuesPlanPayload, {
    description: 'Takes a plan off the list. Who is on it stays until they choose another.',
  })
  async duesPlanRetire(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The plan.' }) id: string,
  ): Promise<DuesPlanPayload> {
    const planId = fromGlobalId('DuesPlan', id, ['id']);
    return { duesPlan: toPlan(await this.retire.execute(graph.actor, { planId })) };
  }

  @Mutation(() => PledgePayload, {
    description: 'Chooses what one gives, from the next invoice on. For members.',
  })
  async duesPledgeChoose(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The plan and the amount.' }) input: DuesPledgeChooseInput,
  ): Promise<PledgePayload> {
    const { minor: amountMinor, currency } = fromMoneyInput(input.amount);
    const planId = fromGlobalId('DuesPlan', input.planId, ['planId']);
    const row = await this.choose.execute(graph.actor, { planId, amountMinor, currency });
    graph.forgetLoaded();
    return { pledge: toPledge(row) };
  }

  @Relation(() => DuesPlanType, { description: 'Its plan.' })
  plan(pledges: readonly PledgeType[], graph: GraphContext) {
    return this.#plansOf(pledges, graph);
  }

  @Relation(() => MoneyType, { description: 'How much per period.' })
  async amount(pledges: readonly PledgeType[], graph: GraphContext) {
    const plans = await this.#plansOf(pledges, graph);
    return pledges.map(({ row }, nth) => {
      const plan = plans[nth] ?? null;
      assert(plan !== null, 'the plan of a pledge is there');
      return toMoney(row.amountMinor, plan.minimum.currency);
    });
  }

  #plansOf(pledges: readonly PledgeType[], graph: GraphContext) {
    return this.loader.plans.ofEach(graph, pledges, ({ row }) => row.planId);
  }
}
