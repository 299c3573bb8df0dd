import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { DraftExpense, ReviseExpense, SubmitExpense, WithdrawExpense } from '@rochdale/expenses';
import type { ExpenseInput as ExpenseTerms, ExpenseState, NamedBill } from '@rochdale/expenses';
import type { IdAudience } from '@rochdale/platform';
import { fromEitherId, fromGlobalId, fromIdOf, typeOfKind } from '../kit/node/global-id.js';
import { Graph, GraphContext } from '../kit/graph-context.js';
import { ExpenseLoader } from './expense.loader.js';
import { ExpenseInput } from './expenses.inputs.js';
import { ExpensePayload } from './expenses.payloads.js';

export function expenseIdOf(globalId: string): string {
  return fromGlobalId('Expense', globalId, ['id']);
}

/** The expense as it is after a change. */
export async function changedExpense(
  graph: GraphContext,
  loader: ExpenseLoader,
  { expenseId }: Pick<ExpenseState, 'expenseId'>,
): Promise<ExpensePayload> {
  graph.forgetLoaded();
  return { expense: await loader.expenses.one(graph, expenseId) };
}

const fieldOf = (place: number) => ['items', String(place), 'receiptId'];

function toTerms(
  { title, currency, payee, items, bill: named }: ExpenseInput,
  audience: IdAudience,
): ExpenseTerms {
  const lines = items.map(({ receiptId, ...item }, place) => ({
    ...item,
    receiptId: receiptId ? fromEitherId('File', receiptId, fieldOf(place)) : null,
  }));
  const bill = toBill(named, audience);
  if (payee === null || payee === undefined) return { title, currency, items: lines, bill };
  const { kind } = payee;
  const id = fromIdOf(typeOfKind(kind), payee.id, audience, ['payee', 'id']);
  return { title, currency, items: lines, bill, payee: { kind, id } };
}

/** What is left out is not the same as none. */
function toBill(named: ExpenseInput['bill'], audience: IdAudience): NamedBill | null | undefined {
  if (named === null || named === undefined) return named;
  const { partnerId, number } = named;
  const path = ['bill', 'partnerId'];
  return { number, partnerId: partnerId ? fromIdOf('Partner', partnerId, audience, path) : null };
}

/** What its submitter does with an expense. */
@Resolver()
export class ExpenseMutationsResolver {
  constructor(
    private readonly draft: DraftExpense,
    private readonly revise: ReviseExpense,
    private readonly submit: SubmitExpense,
    private readonly withdraw: WithdrawExpense,
    private readonly loader: ExpenseLoader,
  ) {}

  @Mutation(() => ExpensePayload, {
    description: 'Writes an expense, which only its submitter sees until it is submitted.',
  })
  async expenseDraft(
    @Graph() graph: GraphContext,
    @Args('input', { description: 'The expense.' }) input: ExpenseInput,
  ): Promise<ExpensePayload> {
    const state = await this.draft.execute(graph.actor, toTerms(input, graph.audience));
    return changedExpense(graph, this.loader, state);
  }

  @Mutation(() => ExpensePayload, {
    description: 'Changes an expense before it is decided. Other terms void its approvals.',
  })
  async expenseRevise(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
    @Args('input', { description: 'The whole expense, as it is to be.' }) input: ExpenseInput,
  ): Promise<ExpensePayload> {
    const terms = { ...toTerms(input, graph.audience), expenseId: expenseIdOf(id) };
    return changedExpense(graph, this.loader, await this.revise.execute(graph.actor, terms));
  }

  @Mutation(() => ExpensePayload, {
    description: 'Submits an expense: to an office, or, above its limit, to the members’ vote.',
  })
  async expenseSubmit(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
  ): Promise<ExpensePayload> {
    const expenseId = expenseIdOf(id);
    return changedExpense(
      graph,
      this.loader,
      await this.submit.execute(graph.actor, { expenseId }),
    );
  }

  @Mutation(() => ExpensePayload, { description: 'Takes an expense back before it is decided.' })
  async expenseWithdraw(
    @Graph() graph: GraphContext,
    @Args('id', { type: () => ID, description: 'The expense.' }) id: string,
  ): Promise<ExpensePayload> {
    const expenseId = expenseIdOf(id);
    const state = await this.withdraw.execute(graph.actor, { expenseId });
    return changedExpense(graph, this.loader, state);
  }
}
