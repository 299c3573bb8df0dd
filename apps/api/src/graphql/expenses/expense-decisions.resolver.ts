import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import {
  AdoptApprovalRule,
  ApproveExpense,
  RejectExpense,
  RequestExpenseInformation,
  RetryExpensePayout,
} from '@rochdale/expenses';
import type { Actor } from '@rochdale/platform';
import { CurrentActor, Graph, GraphContext } from '../kit/graph-context.js';
import { readJsonText } from '../kit/value/json-text.js';
import { changedExpense, expenseIdOf } from './expense-mutations.resolver.js';
import { ExpenseLoader } from './expense.loader.js';
import { toApprovalRule } from './expense.type.js';
import { ApprovalRuleAdoptInput } from './expenses.inputs.js';
import { ApprovalRulePayload, ExpensePayload } from './expenses.payloads.js';

/** What offices do with an expense. */
@Resolver()
export class ExpenseDecisionsResolver {
  constructor(
    private readonly approve: ApproveExpense,
    private readonly reject: RejectExpense,
    private readonly requestInformation: RequestExpenseInformation,
    private readonly retryPayout: RetryExpensePayout,
    private readonly adoptRule: AdoptApprovalRule,
    private readonly loader: ExpenseLoader,
  ) {}

  @Mutation(() => ExpensePayload, {
    description: 'Approves an expense, in the office that its rule names. Never one’s own.',
  })
  async expenseApprove(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
    @Args('termsHash', {
      type: () => String,
      nullable: true,
      description:
        'The `termsHash` of the expense as the approver read it. Without it nothing is approved ' +
        '(`TERMS_HASH_REQUIRED`), and with another one neither (`EXPENSE_CHANGED`).',
    })
    termsHash?: string | null,
  ): Promise<ExpensePayload> {
    const input = { expenseId: expenseIdOf(id), termsHash: termsHash ?? null };
    return changedExpense(graph, this.loader, await this.approve.execute(graph.actor, input));
  }

  @Mutation(() => ExpensePayload, { description: 'Refuses an expense, and says why.' })
  async expenseReject(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
    @Args('reason', { type: () => String, description: 'Why.' }) reason: string,
  ): Promise<ExpensePayload> {
    const input = { expenseId: expenseIdOf(id), reason };
    return changedExpense(graph, this.loader, await this.reject.execute(graph.actor, input));
  }

  @Mutation(() => ExpensePayload, { description: 'Asks the submitter for more.' })
  async expenseRequestInformation(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
    @Args('reason', { type: () => String, description: 'What is missing.' }) reason: string,
  ): Promise<ExpensePayload> {
    const state = await this.requestInformation.execute(graph.actor, {
      expenseId: expenseIdOf(id),
      reason,
    });
    return changedExpense(graph, this.loader, state);
  }

  @Mutation(() => ExpensePayload, {
    description: 'Asks again for the money of an approved expense whose payout failed.',
  })
  async expensePayoutRetry(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
  ): Promise<ExpensePayload> {
    const expenseId = expenseIdOf(id);
    const state = await this.retryPayout.execute(graph.actor, { expenseId });
    return changedExpense(graph, this.loader, state);
  }

  @Mutation(() => ApprovalRulePayload, {
    description: 'Puts a rule of approval in force for one currency. For administrators.',
  })
  async approvalRuleAdopt(
    @CurrentActor() actor: Actor,
    @Args('input', { description: 'The rule.' }) input: ApprovalRuleAdoptInput,
  ): Promise<ApprovalRulePayload> {
    const bands = readJsonText(input.bandsJson, ['bandsJson']);
    const rule = await this.adoptRule.execute(actor, { currency: input.currency, bands });
    return { approvalRule: toApprovalRule(rule) };
  }
}
