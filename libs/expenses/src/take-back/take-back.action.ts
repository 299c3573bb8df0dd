import { defineAction, formatDecimal, idOf, readsOtherwise } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { z } from 'zod';
import { canBecome } from '../expense/expense.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { lockExpense, findShownExpense } from '../expense/own-expense.js';
import { holdsNoBill, TakenBackDebts } from './taken-back-debts.js';

const payload = z.strictObject({
  /** What is owed to a partner. */
  expenseId: idOf('Expense'),
  /** Why it was a mistake, in a line. */
  reason: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .refine((text) => !readsOtherwise(text), 'A reason reads as it is written.'),
  /** Whether the bill that it names may be handed in again. */
  freesBill: z.boolean(),
});
type Terms = z.infer<typeof payload>;

/**
 * The members take back what is owed to a partner by mistake, as long as its money was not let go:
 * a payment that they decided on, a bill under a mandate, a claim. What an officer voided before
 * they let in again by the same.
 */
export const TakeBackPaymentAction = defineAction({
  kind: 'payment.take-back',
  payload,
  underPolicies: ['majority', 'supermajority'],
  proposable: true,
  // An expense is somebody's.
  strangersRead: 'nothing',
  service: TakenBackDebts,

  summary: ({ freesBill }) =>
    `Takes back what is owed to a partner, as long as it is not paid.${
      freesBill ? ' Its bill may be handed in again.' : ''
    }`,

  async check(debts, tx, terms) {
    await requirePossible(debts, tx, await findShownExpense(tx, tx.actor, terms.expenseId), terms);
  },

  async foresee(debts, tx, terms) {
    const expense = await findShownExpense(tx, tx.actor, terms.expenseId);
    await requirePossible(debts, tx, expense, terms);
    const { amountMinor, currency } = expense;
    const freed = terms.freesBill ? ' Its bill may be handed in again.' : '';
    if (!isOwed(expense)) return `Nothing is owed by it.${freed}`;
    const amount = `${formatDecimal(amountMinor, currency)} ${currency}`;
    return `The co-operative owes the partner ${amount} less, and its payout is cancelled.${freed}`;
  },

  async run(debts, tx, { expenseId, reason, freesBill }) {
    await debts.takeTurn(tx);
    const expense = await lockExpense(tx, expenseId);
    const wasOwed = isOwed(expense);
    if (wasOwed || !freesBill) await debts.takeBack(tx, expense, reason);
    if (freesBill) await debts.freeBill(tx, wasOwed ? await lockExpense(tx, expenseId) : expense);
  },
});

const isOwed = ({ status }: ExpenseRecord): boolean => canBecome(status, 'voided');

async function requirePossible(
  debts: TakenBackDebts,
  tx: Tx,
  expense: ExpenseRecord,
  { freesBill }: Terms,
): Promise<void> {
  if (!isOwed(expense) && freesBill) return debts.requireHeldBill(tx, expense);
  await debts.check(tx, expense);
  if (freesBill && expense.billHash === null) throw holdsNoBill(expense.status);
}
