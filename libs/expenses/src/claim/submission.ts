import { Injectable } from '@nestjs/common';
import { Proposals } from '@rochdale/governance';
import { Payees } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import { formatDecimal } from '@rochdale/platform';
import type { ApprovalStep } from '../rule/approval-rule.js';
import { ApproveExpenseAction } from '../approval/approve.action.js';
import { ApprovalReach } from '../rule/approval-reach.js';
import { expensesErrors } from '../expenses.errors.js';
import { ClaimedForMember, ExpenseSubmitted } from '../expenses.events.js';
import type { ExpenseItem } from '../expense/expense.js';
import { totalsByCategory } from '../expense/expense.js';
import type { ExpenseRecord, ExpenseText } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { approvalStore } from '../approval/approval.store.js';
import { ClaimReach } from './claim-reach.js';
import { ExpenseTexts } from './expense-texts.js';

/** Puts an expense to whoever decides it, by its amount: an office, or the members. */
@Injectable()
export class Submission {
  constructor(
    private readonly proposals: Proposals,
    private readonly payees: Payees,
    private readonly texts: ExpenseTexts,
    private readonly reach: ClaimReach,
    private readonly approvals: ApprovalReach,
  ) {}

  /**
   * Takes a locked expense, in the caller's transaction.
   *
   * @throws CodedError RECEIPT_REQUIRED, PAYEE_UNKNOWN, PAYEE_LEFT, EXPENSE_INVALID,
   *   EXPENSE_UNPAYABLE, APPROVAL_OUT_OF_REACH, and as `Proposals.openFor` where the members decide
   */
  async submit(tx: Tx, expense: ExpenseRecord): Promise<void> {
    const { id, currency, amountMinor } = expense;
    const items = await expenseStore.items(tx, id);
    const payee = { kind: expense.payeeKind, id: expense.payeeId };
    await this.payees.require(tx, [payee], ['payee', 'id']);
    // A draft may be old: what could be paid when it was written may not be any more.
    await this.reach.check(tx, { currency, amountMinor, items, payee });
    const { band, ...step } = await this.approvals.stepFor(tx, expense);
    requireReceipts(step, items);
    const fixed = await this.texts.fix(tx, expense, items);
    if (fixed.termsHash !== expense.termsHash) {
      await approvalStore.voidAll(tx, id, 'it has to be read again');
    }
    const asked = { ...expense, ...fixed };
    const proposalId = band.kind === 'vote' ? await this.#openVote(tx, asked, band, items) : null;
    await expenseStore.submit(tx, expense, { ...fixed, band, proposalId });
    tx.announce(
      ExpenseSubmitted.of(id, {
        expenseId: id,
        amountMinor: amountMinor.toString(),
        currency,
        decidedBy: band.kind,
      }),
    );
    tellPayee(tx, expense);
  }

  /**
   * What is revised on the same terms stays where it is, but not without its receipts.
   *
   * @throws CodedError RECEIPT_REQUIRED by the rule in force
   */
  async requireReceipts(tx: Tx, text: ExpenseText, submitterMemberId: string): Promise<void> {
    const { currency, amountMinor, items, payee } = text;
    const who = { submitterMemberId, payeeKind: payee.kind, payeeId: payee.id };
    const step = await this.approvals.stepFor(tx, { currency, amountMinor, ...who });
    requireReceipts(step, items);
  }

  /** Members read it, who may not read the expense: its words are ours, not the submitter's. */
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

/** Who claims for themselves knows. */
function tellPayee(tx: Tx, expense: ExpenseRecord): void {
  const { id: expenseId, payeeKind, payeeId: memberId, submitterMemberId, currency } = expense;
  if (payeeKind !== 'member' || memberId === submitterMemberId) return;
  const amountMinor = expense.amountMinor.toString();
  tx.announce(ClaimedForMember.of(expenseId, { expenseId, memberId, amountMinor, currency }));
}

function requireReceipts(
  { receipts }: Pick<ApprovalStep, 'receipts'>,
  items: readonly ExpenseItem[],
): void {
  const missing = receipts ? items.findIndex(({ receiptId }) => receiptId === null) : -1;
  if (missing === -1) return;
  const message =
    'Upload a picture or scan of the receipt and name its id as `receiptId`: every item of an ' +
    'expense of this size needs one.';
  throw expensesErrors.error('RECEIPT_REQUIRED', message, {
    path: ['items', String(missing), 'receiptId'],
  });
}
