import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { DeclineExpense, WaiveExpense } from '@rochdale/expenses';
import { SessionQueries } from '@rochdale/identity';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { changedExpense, expenseIdOf } from './expense-mutations.resolver.js';
import { ExpenseLoader } from './expense.loader.js';
import { ExpensePayload } from './expenses.payloads.js';

/** What who is paid by an expense does with it. */
@Resolver()
export class PayeeMutationsResolver {
  constructor(
    private readonly decline: DeclineExpense,
    private readonly waive: WaiveExpense,
    private readonly sessions: SessionQueries,
    private readonly loader: ExpenseLoader,
  ) {}

  @Mutation(() => ExpensePayload, {
    description:
      'Declines what somebody else claims for the viewer, before it is decided: it is rejected, ' +
      'and a vote on it ends. By the member whom it would pay.',
  })
  async expenseDecline(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
  ): Promise<ExpensePayload> {
    const expenseId = expenseIdOf(id);
    const state = await this.decline.execute(graph.actor, { expenseId });
    return changedExpense(graph, this.loader, state);
  }

  @Mutation(() => ExpensePayload, {
    description:
      'Gives what is owed by an approved expense to the co-operative, for good: its payout is ' +
      'cancelled, and the debt reversed in the books. By the member whom it pays, until the ' +
      'payout is released, and by a session of at most 15 minutes: `SIGN_IN_AGAIN`.',
  })
  async expenseWaive(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
  ): Promise<ExpensePayload> {
    const expenseId = expenseIdOf(id);
    await graph.read((tx) => this.sessions.requireNew(tx, graph.sessionId));
    const state = await this.waive.execute(graph.actor, { expenseId });
    return changedExpense(graph, this.loader, state);
  }
}
