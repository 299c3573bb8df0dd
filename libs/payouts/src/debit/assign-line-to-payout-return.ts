import { Injectable } from '@nestjs/common';
import { BankLines, BookingChart, returnTold } from '@rochdale/banking';
import type { Claim, MatchedBankLine, OpenBankLine } from '@rochdale/banking';
import { assert, dayOf, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutBooking, settlementOf } from '../settlement/payout-booking.js';
import type { Kept } from '../settlement/payout-booking.js';
import { ExplainedPayouts } from './explained-payouts.js';
import { isOut, meaningOf, whyNotBack } from '../settlement/settlement-rules.js';

export interface AssignLineToPayoutReturnInput {
  /** The line that brought the money. */
  readonly lineId: string;
  readonly payoutId: string;
  /** What the bank kept of it, unless the line says so: what came back and this are the payout. */
  readonly feeMinor?: bigint | null;
  /** Why it is this one: shown with the line. */
  readonly because: string;
}

/** A treasurer says which payout came back in a line that does not name it, or not all of it. */
@Injectable()
export class AssignLineToPayoutReturn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lines: BankLines,
    private readonly booking: PayoutBooking,
    private readonly chart: BookingChart,
    private readonly explained: ExplainedPayouts,
  ) {}

  /**
   * What is owed is owed again, to the cent; what the bank kept of it is its fee. One that a
   * provider brought back before is in the books, and its line explains itself. The same line
   * with the same payout again changes nothing.
   *
   * @returns the transaction's id
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_MATCHED, BANK_LINE_UNCLEAR,
   *   BANK_LINE_REPEATED, PAYOUT_NOT_FOUND, PAYOUT_STATE unless it is settled or claimed,
   *   PAYOUT_ELSEWHERE for what did not leave the account of the line, PAYOUT_RETURN_NOT_FITTING
   *   for a debit, for a credit of before the release, and for one that is not the payout less the
   *   fee
   */
  async execute(actor: Actor, input: AssignLineToPayoutReturnInput): Promise<string> {
    permit(actor, 'bank-line.assign');
    const { lineId, payoutId, feeMinor = null, because } = input;
    return this.unitOfWork.run(actor, async (tx) => {
      const before = await this.lines.lockIfMatched(tx, lineId);
      if (before !== null && isSameReturn(before, payoutId)) return before.transactionId;
      const line = await this.lines.lockOne(tx, lineId, { evenFlagged: true });
      const reason = whyNotBack(line);
      if (reason !== null) {
        const message = 'The line brings nothing back.';
        throw payoutsErrors.error(reason, message, { path: ['lineId'] });
      }
      const [payout] = await payoutStore.lock(tx, [payoutId]);
      const known = await this.#known(tx, line, payout);
      if (known !== null) {
        await this.lines.markMatched(tx, line.id, { ...known, because });
        return known.transactionId;
      }
      checkBroughtBack(line, payout, feeMinor);
      await checkDay(tx, line, payout);
      const kept = await this.#kept(tx, line, payout);
      const transactionId = await this.booking.bringBack(tx, payout, settlementOf(line), kept);
      const found = { kind: 'payout', id: payoutId, because, transactionId };
      await this.lines.markMatched(tx, line.id, found);
      return transactionId;
    });
  }

  /** What the books have of it by a provider's word, where the line says just the same. */
  async #known(tx: Tx, line: OpenBankLine, payout: PayoutRow | undefined): Promise<Claim | null> {
    if (payout === undefined || meaningOf(line, payout) !== 'explains-return') return null;
    return this.explained.by(tx, payout, 'returned');
  }

  async #kept(tx: Tx, line: OpenBankLine, payout: PayoutRow): Promise<Kept | null> {
    const amountMinor = payout.amountMinor - line.amountMinor;
    if (amountMinor === 0n) return null;
    return { accountId: await this.chart.account(tx, 'bank-fees', line.currency), amountMinor };
  }
}

/**
 * @throws CodedError PAYOUT_NOT_FOUND, PAYOUT_STATE, PAYOUT_ELSEWHERE, PAYOUT_RETURN_NOT_FITTING
 */
function checkBroughtBack(
  line: OpenBankLine,
  payout: PayoutRow | undefined,
  feeMinor: bigint | null,
): asserts payout is PayoutRow {
  const path = ['payoutId'];
  if (payout === undefined) {
    throw payoutsErrors.error('PAYOUT_NOT_FOUND', 'There is no such payout.', { path });
  }
  // Of a payout that was not released its state says more.
  if (!isOut(payout)) transition(payout.state, 'returned', path);
  if (payout.bankAccountId !== line.bankAccountId) {
    const message = 'This payout did not leave the account of the line.';
    throw payoutsErrors.error('PAYOUT_ELSEWHERE', message, { path });
  }
  const kept = payout.amountMinor - line.amountMinor;
  if (kept === (feeMinor ?? returnTold(line).chargeMinor) && kept >= 0n) return;
  // What is not the bank's fee is not this payout: nobody makes a debt of a stray credit unawares.
  const data = { differenceMinor: (-kept).toString() };
  const message =
    kept < 0n
      ? 'The line brings more than this payout was.'
      : 'The line brings less than this payout was: say what the bank kept, if it did.';
  throw payoutsErrors.error('PAYOUT_RETURN_NOT_FITTING', message, {
    path: kept < 0n ? path : ['feeMinor'],
    data,
  });
}

/** @throws CodedError PAYOUT_RETURN_NOT_FITTING for a line of before the money could have left */
async function checkDay(tx: Tx, line: OpenBankLine, { releasedAt }: PayoutRow): Promise<void> {
  assert(releasedAt !== null, 'what is out was released');
  if (line.bookingDate >= dayOf(releasedAt, await tx.timeZone())) return;
  const message = 'The line is older than the release of this payout.';
  throw payoutsErrors.error('PAYOUT_RETURN_NOT_FITTING', message, { path: ['payoutId'] });
}

/** Whether the line brought this payout back before, by whoever's word. */
function isSameReturn(line: MatchedBankLine, payoutId: string): boolean {
  const { matchedKind, matchedId, amountMinor } = line;
  return matchedKind === 'payout' && matchedId === payoutId && amountMinor > 0n;
}
