import { Injectable } from '@nestjs/common';
import { ExpenseQueries } from '@rochdale/expenses';
import type { ApprovalView, ExpenseItemView, ExpenseView } from '@rochdale/expenses';
import { Attachments, may } from '@rochdale/platform';
import type { Attachment } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { NodeRegistry } from '../kit/node-registry.js';
import { toExpense } from './expense.type.js';

function grouped<Row extends { readonly expenseId: string }>(
  ids: readonly string[],
  rows: readonly Row[],
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.expenseId)?.push(row);
  return groups;
}

/** Expenses and what hangs on them, fetched together for a whole request. */
@Injectable()
export class ExpenseLoader {
  readonly #expenses = {};
  readonly #items = {};
  readonly #approvals = {};
  readonly #receipts = {};

  constructor(
    private readonly queries: ExpenseQueries,
    private readonly attachments: Attachments,
    nodes: NodeRegistry,
  ) {
    nodes.register('Expense', async (graph, id) => {
      const { actor } = graph;
      const mayRead = actor.cooperativeId !== null && may(actor, 'expense.read').allowed;
      const view = mayRead ? await this.expense(graph, id) : null;
      return view === null ? null : toExpense(view);
    });
  }

  expense(graph: GraphContext, id: string): Promise<ExpenseView | null> {
    const loader = graph.loader<ExpenseView>(this.#expenses, async (tx, ids) => {
      const rows = await this.queries.byIds(tx, ids);
      return new Map(rows.map((row) => [row.id, row]));
    });
    return loader.load(id);
  }

  async items(graph: GraphContext, id: string): Promise<readonly ExpenseItemView[]> {
    const loader = graph.loader<ExpenseItemView[]>(this.#items, async (tx, ids) =>
      grouped(ids, await this.queries.itemsOf(tx, ids)),
    );
    return (await loader.load(id)) ?? [];
  }

  async approvals(graph: GraphContext, id: string): Promise<readonly ApprovalView[]> {
    const loader = graph.loader<ApprovalView[]>(this.#approvals, async (tx, ids) =>
      grouped(ids, await this.queries.approvalsOf(tx, ids)),
    );
    return (await loader.load(id)) ?? [];
  }

  /** A receipt whose id the viewer was shown. */
  receipt(graph: GraphContext, receiptId: string): Promise<Attachment | null> {
    const loader = graph.loader<Attachment>(this.#receipts, async (tx, ids) => {
      const files = await this.attachments.findMany(tx, ids);
      return new Map(files.map((file) => [file.id, file]));
    });
    return loader.load(receiptId);
  }
}
