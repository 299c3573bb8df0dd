import { Injectable } from '@nestjs/common';
import { ExpenseQueries, WaivableExpenses } from '@rochdale/expenses';
import { Attachments, may } from '@rochdale/platform';
import { byId, listsBy } from '../kit/keyed.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toApproval, toApprovalRule, toExpense } from './expense.type.js';

/** Expenses and what hangs on them. */
@Injectable()
export class ExpenseLoader {
  readonly expenses = byId((tx, ids) => this.queries.byIds(tx, ids), toExpense);

  /** By expense. */
  readonly items = listsBy(
    (tx, ids) => this.queries.itemsOf(tx, ids),
    ({ expenseId }) => expenseId,
    (item) => item,
  );

  /** By expense. */
  readonly approvals = listsBy(
    (tx, ids) => this.queries.approvalsOf(tx, ids),
    ({ expenseId }) => expenseId,
    toApproval,
  );

  /** Of expenses that are the viewer's to waive, those that are being paid. */
  readonly beingPaid = byId(
    async (tx, ids) => [...(await this.toWaive.beingPaid(tx, ids))].map((id) => ({ id })),
    (one) => one,
  );

  /** Of expenses that are no one's to waive but a clerk's, those that pay who was erased. */
  readonly ofErased = byId(
    async (tx, ids) => [...(await this.toWaive.ofErased(tx, ids))].map((id) => ({ id })),
    (one) => one,
  );

  /** Files of receipts whose id the viewer was shown; their names may not be. */
  readonly receiptFiles = byId(
    (tx, ids) => this.attachments.findMany(tx, ids),
    (file) => file,
  );

  constructor(
    private readonly queries: ExpenseQueries,
    private readonly attachments: Attachments,
    private readonly toWaive: WaivableExpenses,
    nodes: NodeRegistry,
  ) {
    nodes.registerRows('ApprovalRule', 'approval-rule.read', async (tx, id) =>
      (await queries.approvalRules(tx)).filter((one) => one.id === id).map(toApprovalRule),
    );
    nodes.register('Expense', async (graph, id) => {
      const { actor } = graph;
      const readings = ['expense.read', 'expense.read-own'] as const;
      const mayRead = readings.some((name) => may(actor, name).allowed);
      return actor.cooperativeId !== null && mayRead ? this.expenses.one(graph, id) : null;
    });
  }
}
