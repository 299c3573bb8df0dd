import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { Payouts } from '@rochdale/payouts';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { Funds } from '@rochdale/treasury';
import type { ExpenseStatus } from '../expense/expense.js';
import { transition } from '../expense/expense.js';
import { knownBillsStore } from '../bill/known-bills.store.js';
import type { ExpenseRecord } from '../expense/expense.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { expensesErrors } from '../expenses.errors.js';
import { BillFreed, DebtVoided, ExpenseVoided } from '../expenses.events.js';
import { mandateStore } from '../mandate/mandate.store.js';
import { cancelUnreleased } from '../payout/unreleased.js';
import { freedBillsStore } from './freed-bills.store.js';

/** What keeps its number taken whether or not it came in under a mandate. */
const holdingByThemselves: readonly ExpenseStatus[] = ['voided', 'rejected'];

/** @throws CodedError EXPENSE_STATUS_CONFLICT: it would come to nothing */
export const holdsNoBill = (from: ExpenseStatus): Error =>
  expensesErrors.error(
    'EXPENSE_STATUS_CONFLICT',
    'It keeps no number of a bill from being handed in again: propose it without `freesBill`.',
    { path: ['freesBill'], data: { from } },
  );

/** Debts to partners that were a mistake, inside the caller's transaction. */
@Injectable()
export class TakenBackDebts {
  constructor(
    private readonly payouts: Payouts,
    private readonly funds: Funds,
    private readonly members: MemberDirectory,
  ) {}

  /**
   * Before the expense is locked: what it was paid out of is locked with it.
   */
  takeTurn(tx: Tx): Promise<void> {
    return this.funds.takeTurn(tx);
  }

  /**
   * Whether it could be taken back now. What was paid is not: once its money came back it is owed
   * again, and is taken back then.
   *
   * @throws CodedError EXPENSE_NOT_VOIDABLE of what is owed to a member, who waives it themselves;
   *   EXPENSE_STATUS_CONFLICT; EXPENSE_BEING_PAID when the payout was released
   */
  async check(tx: Tx, expense: ExpenseRecord): Promise<void> {
    if (expense.payeeKind !== 'partner') {
      const message = 'What is owed to a member only they themselves give back.';
      throw expensesErrors.error('EXPENSE_NOT_VOIDABLE', message, { path: ['expenseId'] });
    }
    transition(expense.status, 'voided');
    if (!(await this.payouts.beingPaid(tx, 'expense', [expense.id])).has(expense.id)) return;
    const message = 'The money is on its way already: wait until it came, or came back.';
    throw expensesErrors.error('EXPENSE_BEING_PAID', message, { path: ['expenseId'] });
  }

  /**
   * Takes the debt of a locked expense back: its payout is cancelled, and the books say the
   * opposite, today; what its fund cannot hold by now is set aside in none. The number of its bill
   * stays taken.
   *
   * @throws CodedError as `check`
   */
  async takeBack(tx: Tx, expense: ExpenseRecord, reason: string): Promise<void> {
    await this.check(tx, expense);
    const { id: expenseId, transactionId, currency } = expense;
    await cancelUnreleased(tx, this.payouts, expenseId);
    assert(transactionId !== null, 'what was approved is booked');
    const { id: reversalId } = await this.funds.reverseSpending(tx, {
      transactionId,
      idempotencyKey: `expense-voided:${expenseId}`,
      // Nobody's words: they would outlive the reason.
      reason: 'Expense voided',
    });
    await expenseStore.move(tx, expense, 'voided', reason);
    if ((await mandateStore.stateOf(tx, expenseId)) === 'owed') {
      await mandateStore.voidBill(tx, expenseId);
    }
    const amount = { amountMinor: expense.amountMinor.toString(), currency };
    tx.announce(ExpenseVoided.of(expenseId, { expenseId, ...amount, reversalId }));
    const memberIds = await this.#concerned(tx, expense);
    tx.announce(DebtVoided.of(expenseId, { expenseId, ...amount, memberIds }));
  }

  /** Who handed it in, and who would have released it, but for who voids it. */
  async #concerned(tx: Tx, { submitterMemberId }: ExpenseRecord): Promise<string[]> {
    const submitter = await this.members.payable(tx, [submitterMemberId]);
    const treasurers = await this.members.holders(tx, 'treasurer');
    return [...new Set([...submitter, ...treasurers])].filter((id) => id !== tx.actor.memberId);
  }

  /**
   * Whether its bill could be let in again: it is voided or was rejected, or a mandate holds the
   * number of what was above its cap and ended unpaid; and nothing else pays it.
   *
   * @throws CodedError EXPENSE_STATUS_CONFLICT where it holds no number, BILL_KNOWN
   */
  async requireHeldBill(tx: Tx, expense: ExpenseRecord): Promise<void> {
    const { status, billPartnerId, billNumber, billHash, billFreedAt } = expense;
    if (billPartnerId === null || billHash === null) throw holdsNoBill(status);
    if (status !== 'voided') {
      const bill = { partnerId: billPartnerId, number: billNumber ?? '', hash: billHash };
      await knownBillsStore.requireNew(tx, bill, ['freesBill']);
    }
    if (billFreedAt === null && holdingByThemselves.includes(status)) return;
    const isEnded = status === 'rejected' || status === 'withdrawn';
    if (isEnded && (await knownBillsStore.isClaimedUnderMandate(tx, billPartnerId, billHash)))
      return;
    throw holdsNoBill(status);
  }

  /**
   * Lets the bill of a locked expense that is over be handed in again.
   *
   * @throws CodedError as `requireHeldBill`
   */
  async freeBill(tx: Tx, expense: ExpenseRecord): Promise<void> {
    await this.requireHeldBill(tx, expense);
    const { id: expenseId, status, billPartnerId, billHash, billFreedAt } = expense;
    const holdsItself = billFreedAt === null && holdingByThemselves.includes(status);
    if (holdsItself) await freedBillsStore.free(tx, expenseId);
    const freed = await mandateStore.freeNumber(tx, billPartnerId ?? '', billHash ?? '');
    if (!holdsItself && freed === 0) throw holdsNoBill(status);
    tx.announce(BillFreed.of(expenseId, { expenseId }));
  }
}
