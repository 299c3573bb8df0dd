import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import type { Tx } from '@rochdale/platform';
import { formatDecimal } from '@rochdale/platform';
import type { ApprovalStep } from '../rule/approval-rule.js';
import { stepFor, usualBands } from '../rule/approval-rule.js';
import { ApproveExpenseAction } from '../approval/approve.action.js';
import { approvalRuleStore } from '../rule/approval-rule.store.js';
import { expensesErrors } from '../expenses.errors.js';
import { ExpenseSubmitted } from '../expenses.events.js';
import type { ExpenseItem } from '../expense/expense.js';
import { totalsByCategory } from '../expense/expense.js';
import type { ExpenseRecord, ExpenseText } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';

/** Puts an expense to whoever decides it, by its amount: an office, or the members. */
@Injectable()
export class Submission {
  constructor(private readonly proposals: Proposals) {}

  /** Takes a locked expense, in the caller's transaction. */
  async submit(tx: Tx, expense: ExpenseRecord): Promise<void> {
    const { id, currency, amountMinor } = expense;
    const step = await stepInForce(tx, expense);
    const items = await expenseStore.items(tx, id);
    requireReceipts(step, items);
    const proposalId =
      step.band.kind === 'vote' ? await this.#openVote(tx, expense, step.band, items) : null;
    await expenseStore.submit(tx, expense, step.band, proposalId);
    tx.announce(
      ExpenseSubmitted.of(id, {
        expenseId: id,
        amountMinor: amountMinor.toString(),
        currency,
        decidedBy: step.band.kind,
      }),
    );
  }

  /**
   * What is revised on the same terms stays where it is, but not without its receipts.
   *
   * @throws CodedError RECEIPT_REQUIRED by the rule in force
   */
  async requireReceipts(
    tx: Tx,
    { currency, amountMinor, items }: Pick<ExpenseText, 'currency' | 'amountMinor' | 'items'>,
  ): Promise<void> {
    requireReceipts(await stepInForce(tx, { currency, amountMinor }), items);
  }

  /** Proposals are read by strangers once decided: its words are ours, not the submitter's. */
  async #openVote(
    tx: Tx,
    { id, currency, amountMinor, termsHash, submitterMemberId }: ExpenseRecord,
    { policyKey }: { policyKey: string },
    items: readonly ExpenseItem[],
  ): Promise<string> {
    const amountOf = (minor: bigint): string => `${formatDecimal(minor, currency)} ${currency}`;
    const totals = totalsByCategory(items);
    const { proposalId } = await this.proposals.openFor(tx, {
      subject: { kind: 'expense', id },
      title: `Expense of ${amountOf(amountMinor)}`,
      body: totals.map(([category, minor]) => `${category}: ${amountOf(minor)}`).join('\n'),
      policyKey,
      proposerMemberId: submitterMemberId,
      actions: [ApproveExpenseAction.of({ expenseId: id, termsHash })],
    });
    return proposalId;
  }
}

async function stepInForce(
  tx: Tx,
  { currency, amountMinor }: { readonly currency: string; readonly amountMinor: bigint },
): Promise<ApprovalStep> {
  const rule = await approvalRuleStore.inForce(tx, currency);
  return stepFor(rule?.bands ?? usualBands(currency), amountMinor);
}

function requireReceipts({ receipts }: ApprovalStep, items: readonly ExpenseItem[]): void {
  const missing = receipts ? items.findIndex(({ receiptId }) => receiptId === null) : -1;
  if (missing === -1) return;
  const message = 'Every item of an expense of this size needs a receipt.';
  throw expensesErrors.error('RECEIPT_REQUIRED', message, {
    path: ['items', String(missing), 'receiptId'],
  });
}
