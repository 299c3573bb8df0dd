import { Injectable } from '@nestjs/common';
import { MemberDirectory } from '@rochdale/membership';
import { daysLater, permit, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { approvalStore } from '../approval/approval.store.js';
import { expenseStore } from '../expense/expense.store.js';
import { forgetEndedOfErased } from '../expense/forget-expenses.js';
import { lockExpense } from '../expense/own-expense.js';
import { ClaimUndecided, ExpenseWithdrawn } from '../expenses.events.js';
import { toldDays, undecidedClaimsStore } from './undecided-claims.store.js';
import type { Late, UndecidedClaim } from './undecided-claims.store.js';

/** Nobody waits longer for an answer: who decides, or who was asked for more, has had a year. */
const waitsDays = 365;

/**
 * A claim that nobody decided within a year of being handed in lapses: it counts as taken back,
 * and goes when those do. Whoever handed it in, who would be paid and the office that decides it
 * are told thirty days before; nothing lapses of which they were not. Members’ votes have an end of
 * their own.
 */
@Injectable()
export class EndUndecidedClaims {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MemberDirectory,
  ) {}

  /**
   * How many lapsed: each by itself, so that one that cannot keeps none of the others waiting.
   *
   * @throws CodedError FORBIDDEN for everybody but the service itself; Error of those that could
   *   not, after all had their turn
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'expense.settle');
    const { late, soon, lateIds, soonIds } = await this.unitOfWork.read(actor, waitingTooLong);
    const turns = new Turns();
    const ended = await turns.each(lateIds, (id) =>
      this.unitOfWork.run(actor, (tx) => this.#end(tx, id, late)),
    );
    await turns.each(soonIds, (id) => this.unitOfWork.run(actor, (tx) => this.#tell(tx, id, soon)));
    turns.end();
    return ended;
  }

  async #end(tx: Tx, expenseId: string, late: Late): Promise<number> {
    const claim = await undecidedClaimsStore.lockLate(tx, expenseId, late);
    if (claim === null) return 0;
    const expense = await lockExpense(tx, expenseId);
    await expenseStore.move(tx, expense, 'withdrawn', 'Nobody decided it within a year.');
    await forgetEndedOfErased(tx, expenseId);
    tx.announce(ExpenseWithdrawn.of(expenseId, { expenseId }));
    await this.#announce(tx, claim, 'lapsed');
    return 1;
  }

  async #tell(tx: Tx, expenseId: string, soon: Date): Promise<number> {
    const claim = await undecidedClaimsStore.tell(tx, expenseId, soon);
    if (claim === null) return 0;
    await this.#announce(tx, claim, 'lapses-soon');
    return 1;
  }

  async #announce(tx: Tx, claim: UndecidedClaim, state: 'lapses-soon' | 'lapsed'): Promise<void> {
    const { id: expenseId, submitterMemberId: memberId, payeeMemberId, band } = claim;
    const holders = band.kind === 'role' ? await this.members.holders(tx, band.role) : [];
    const officerMemberIds = [...new Set(holders)].filter((id) => id !== memberId);
    const approvals = await approvalsOf(tx, claim);
    const said = { expenseId, state, ...(approvals !== null && { approvals }) };
    tx.announce(ClaimUndecided.of(expenseId, { ...said, memberId, officerMemberIds }));
    if (payeeMemberId === null) return;
    const toPayee = { memberId: payeeMemberId, isPayee: true, officerMemberIds: [] };
    tx.announce(ClaimUndecided.of(expenseId, { ...said, ...toPayee }));
  }
}

/** Null where no office decides it. */
async function approvalsOf(tx: Tx, { id, band, termsHash }: UndecidedClaim) {
  if (band.kind !== 'role') return null;
  const given = await approvalStore.count(tx, id, termsHash, band.role);
  return { given, needed: band.approvals };
}

/** What is late, and what will be, of which nobody was told. */
async function waitingTooLong(tx: Tx) {
  const late = { until: daysLater(tx.now, -waitsDays), toldUntil: daysLater(tx.now, -toldDays) };
  const soon = daysLater(late.until, toldDays);
  const lateIds = await undecidedClaimsStore.late(tx, late);
  return { late, lateIds, soon, soonIds: await undecidedClaimsStore.untold(tx, soon) };
}
