import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import type { MatchedBankLine } from '../bank-line/bank-line.store.js';
import { BankLines, outsideFactOf } from '../bank-line/bank-lines.js';
import { bankingErrors } from '../banking.errors.js';
import { whyNotUndo } from './line-matcher.js';
import type { Undoing } from './line-matcher.js';
import { LineMatchers } from './line-matchers.js';

export interface UndoBankLineMatchInput {
  readonly lineId: string;
  /** Stands in the books as the reason of the reversal. */
  readonly because: string;
}

/**
 * A treasurer says that a line was taken for something that it was not. In one step its transaction
 * is reversed, what it had settled is open again, and the line waits for a person: no job takes it
 * for the same again. Undoing decides nothing about the bank's money, so that its account may go
 * below its floor by it. The reversal takes effect on the day of what it reverses; once the books
 * of that day are closed, now.
 */
@Injectable()
export class UndoBankLineMatch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly lines: BankLines,
    @Inject(LineMatchers) private readonly matchers: Pick<LineMatchers, 'inOrder'>,
  ) {}

  /**
   * @returns the id of the reversal
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_NOT_MATCHED, BANK_LINE_FINAL for
   *   what settled a payout, FLOOR_BREACHED where what explains it lacks it,
   *   INVALID_TRANSACTION for the
   *   reason, and what the room says whose line it is: LINE_RETURNED, CREDIT_SPENT
   */
  async execute(actor: Actor, input: UndoBankLineMatchInput): Promise<string> {
    permit(actor, 'bank-line.undo');
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockMatched(tx, input.lineId, ['id']);
      if (whyNotUndo(line.matchedKind) !== null) throw final();
      const reversal = await this.ledger.reverse(tx, {
        transactionId: line.transactionId,
        idempotencyKey: `${outsideFactOf(line)}:undo`,
        reason: input.because,
        outsideAccountId: line.ledgerAccountId,
        effectiveOn: line.bookingDate,
        ifClosed: 'record-now',
      });
      await this.#open(tx, line, { reversalId: reversal.id, because: input.because });
      await this.lines.unmatch(tx, line, reversal.id);
      return reversal.id;
    });
  }

  /** What an account explains settled nothing but itself, unless a room shared it out. */
  async #open(tx: Tx, line: MatchedBankLine, undoing: Undoing): Promise<void> {
    for (const matcher of this.matchers.inOrder()) {
      if ((await matcher.undo?.(tx, line, undoing)) === true) return;
    }
    if (line.matchedKind !== 'account') throw final();
  }
}

const final = (): Error =>
  bankingErrors.error('BANK_LINE_FINAL', 'What this line settled is not undone.', {
    path: ['id'],
  });
