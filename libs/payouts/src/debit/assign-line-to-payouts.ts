import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import type { Claim, MatchedBankLine, OpenBankLine } from '@rochdale/banking';
import { permit, platformErrors, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { ExplainedPayouts } from './explained-payouts.js';
import { PayoutBooking, settlementOf } from '../settlement/payout-booking.js';
import {
  jointSubject,
  mayBeDebitedLate,
  meaningOf,
  sumOf,
  whyNotDebit,
} from '../settlement/settlement-rules.js';

export interface AssignLineToPayoutsInput {
  readonly lineId: string;
  readonly payoutIds: readonly string[];
  /** Why it is these: shown with the line. */
  readonly because: string;
}

const atMost = 200;
const path = ['payoutIds'];

/** A treasurer says which payouts a bank debited in one line that does not name them. */
@Injectable()
export class AssignLineToPayouts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly booking: PayoutBooking,
    private readonly explained: ExplainedPayouts,
  ) {}

  /**
   * Settles all of them or none, in one transaction. One that had been refused or withdrawn is
   * settled after all; where its obligation was asked for again, what left is claimed back. A
   * single one that a provider settled is in the books, and its line explains itself. The same
   * line with the same payouts again changes nothing.
   *
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, INVALID_INPUT unless they are 1 to 200, BANK_LINE_NOT_FOUND,
   *   BANK_LINE_MATCHED, BANK_LINE_UNCLEAR, BANK_LINE_REPEATED, PAYOUT_NOT_FOUND,
   *   PAYOUT_ELSEWHERE for what does not leave the account of the line, PAYOUT_STATE,
   *   DEBIT_DIFFERS unless the line is their sum, PAYOUT_ASKED_AGAIN when one is at the same time
   */
  async execute(actor: Actor, input: AssignLineToPayoutsInput): Promise<string> {
    permit(actor, 'bank-line.assign');
    const ids = [...new Set(input.payoutIds)].toSorted();
    if (ids.length === 0 || ids.length > atMost) {
      throw platformErrors.error('INVALID_INPUT', `A line is 1 to ${atMost} payouts.`, { path });
    }
    return this.unitOfWork.run(actor, async (tx) => {
      const before = await this.lines.lockIfMatched(tx, input.lineId);
      const payouts = await payoutStore.lock(tx, ids);
      if (payouts.length !== ids.length) {
        throw payoutsErrors.error('PAYOUT_NOT_FOUND', 'There is no such payout.', { path });
      }
      if (before !== null && isSameMatch(before, payouts)) return before.transactionId;
      const line = await this.lines.lockOne(tx, input.lineId, { evenFlagged: true });
      const reason = whyNotDebit(line);
      if (reason !== null) {
        const message = 'The line debits nothing.';
        throw payoutsErrors.error(reason, message, { path: ['lineId'] });
      }
      const known = await this.#known(tx, line, payouts);
      if (known !== null) {
        await this.lines.markMatched(tx, line.id, { ...known, because: input.because });
        return known.transactionId;
      }
      checkDebited(line, payouts);
      const subject = jointSubject(payouts);
      const transactionId = await this.booking.settleTogether(tx, payouts, {
        ...settlementOf(line),
        subject,
        mayClaim: true,
      });
      const { because } = input;
      await this.lines.markMatched(tx, line.id, { ...subject, because, transactionId });
      return transactionId;
    });
  }

  /** What the books have of a single one by a provider's word, where the line says the same. */
  async #known(
    tx: Tx,
    line: OpenBankLine,
    [only, ...others]: readonly PayoutRow[],
  ): Promise<Claim | null> {
    if (only === undefined || others.length > 0) return null;
    return meaningOf(line, only) === 'explains' ? this.explained.by(tx, only, 'settled') : null;
  }
}

/** @throws CodedError PAYOUT_ELSEWHERE, PAYOUT_STATE, DEBIT_DIFFERS */
function checkDebited(
  line: { readonly bankAccountId: string; readonly amountMinor: bigint },
  payouts: readonly PayoutRow[],
): void {
  for (const payout of payouts) {
    const { id, state, bankAccountId } = payout;
    // Of a payout that was not released its state says more.
    if (!mayBeDebitedLate(payout)) transition(state, 'settled', path);
    if (bankAccountId !== line.bankAccountId) {
      const message = 'This payout does not leave the account of the line.';
      throw payoutsErrors.error('PAYOUT_ELSEWHERE', message, { path, data: { payoutId: id } });
    }
  }
  const differenceMinor = -line.amountMinor - sumOf(payouts);
  if (differenceMinor !== 0n) {
    throw payoutsErrors.error('DEBIT_DIFFERS', 'The line is not the sum of these payouts.', {
      path,
      data: { differenceMinor: differenceMinor.toString() },
    });
  }
}

/** Whether just these payouts were settled by the line before: they are its whole sum. */
function isSameMatch(line: MatchedBankLine, payouts: readonly PayoutRow[]): boolean {
  const { transactionId, amountMinor } = line;
  const areOfIt = payouts.every((one) => one.transactionId === transactionId);
  return areOfIt && amountMinor === -sumOf(payouts);
}
