import { Query, Resolver } from '@nestjs/graphql';
import { ExpenseQueries, whyNotApprove } from '@rochdale/expenses';
import { ProposalQueries, votingStates } from '@rochdale/governance';
import { ApplicationQueries } from '@rochdale/membership';
import { Clock, may } from '@rochdale/platform';
import { ExpenseType, toExpense } from '../expenses/expense.type.js';
import { ProposalLoader } from '../governance/proposal.loader.js';
import { ProposalType, toProposal } from '../governance/proposal.type.js';
import { maxPageSize } from '../kit/limits.js';
import { Computed } from '../kit/field/row-fields.js';
import type { GraphContext } from '../kit/graph-context.js';
import { ApplicationType, toApplication } from '../membership/application.type.js';
import { WaitingType } from './waiting.type.js';

const page = { first: maxPageSize };

/** What the viewer is asked to say yes or no to. */
@Resolver(() => WaitingType)
export class WaitingDecisionsResolver {
  constructor(
    private readonly proposals: ProposalQueries,
    private readonly loader: ProposalLoader,
    private readonly expenses: ExpenseQueries,
    private readonly applications: ApplicationQueries,
    private readonly clock: Clock,
  ) {}

  @Query(() => WaitingType, { description: 'What waits for the viewer.' })
  waiting(): WaitingType {
    return {};
  }

  @Computed(() => [ProposalType], { description: 'Votes in which the viewer has not voted yet.' })
  async votes(_: WaitingType, graph: GraphContext): Promise<ProposalType[]> {
    if (graph.actor.memberId === null || !may(graph.actor, 'ballot.cast').allowed) return [];
    const states = [...votingStates];
    const { rows } = await graph.read((tx) => this.proposals.page(tx, { states }, page));
    const now = this.clock.now();
    const open = rows.filter(({ closesAt }) => closesAt !== null && closesAt > now);
    const ids = open.map(({ id }) => id);
    const [places, voted] = await Promise.all([
      this.loader.ownWeights.each(graph, ids),
      this.loader.ownVoted.each(graph, ids),
    ]);
    return open.filter((_one, nth) => places[nth] !== null && voted[nth] !== true).map(toProposal);
  }

  @Computed(() => [ExpenseType], { description: 'Expenses that the viewer may approve.' })
  async expensesToApprove(_: WaitingType, graph: GraphContext): Promise<ExpenseType[]> {
    const { actor } = graph;
    if (!may(actor, 'expense.approve').allowed) return [];
    const filter = { statuses: ['submitted'] } as const;
    const { rows } = await graph.read((tx) => this.expenses.page(tx, filter, page));
    return rows.filter((one) => whyNotApprove(actor, one) === null).map((one) => toExpense(one));
  }

  @Computed(() => [ExpenseType], { description: 'Claims of the viewer that were asked about.' })
  async expensesToExplain(_: WaitingType, graph: GraphContext): Promise<ExpenseType[]> {
    const { memberId } = graph.actor;
    if (memberId === null || !may(graph.actor, 'expense.submit').allowed) return [];
    const filter = { statuses: ['needs-information'], submitterMemberId: memberId } as const;
    const { rows } = await graph.read((tx) => this.expenses.page(tx, filter, page));
    return rows.map(toExpense);
  }

  @Computed(() => [ApplicationType], { description: 'Who would like to join, for officers.' })
  async applicationsToDecide(_: WaitingType, graph: GraphContext): Promise<ApplicationType[]> {
    if (!may(graph.actor, 'application.admit').allowed) return [];
    const { rows } = await graph.read((tx) => this.applications.page(tx, page, { state: 'open' }));
    return rows.map(toApplication);
  }
}
