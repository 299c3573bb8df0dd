import { Inject, Injectable } from '@nestjs/common';
import { checkDescription, Ledger } from '@rochdale/ledger';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import type { MatchedBankLine } from '../bank-line/bank-line.store.js';
import { BankLines, outsideFactOf } from '../bank-line/bank-lines.js';
import { bankAccountStore } from '../bank-account/bank-account.store.js';
import { bankingErrors } from '../banking.errors.js';
import { whyNotUndo } from './line-matcher.js';
import type { Undoing } from './line-matcher.js';
import { LineMatchers } from './line-matchers.js';
import { undoneMatchStore } from './undone-match.store.js';

export interface UndoBankLineMatchInput {
  readonly lineId: string;
  /**
   * 1 to 500 characters. Stands with the line, for clerks, and nowhere else. Not kept of one that
   * tells of who was erased.
   */
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
   * @throws CodedError FORBIDDEN, BANK_LINE_NOT_FOUND, BANK_LINE_NOT_MATCHED, BANK_LINE_FINAL where
   *   it only explains what another posting settled, FLOOR_BREACHED where what explains it has too
   *   little, INVALID_TRANSACTION for the reason, and what the room says whose line it is:
   *   LINE_RETURNED, CREDIT_SPENT
   */
  async execute(actor: Actor, input: UndoBankLineMatchInput): Promise<string> {
    permit(actor, 'bank-line.undo');
    checkDescription(input.because);
    return this.unitOfWork.run(actor, async (tx) => {
      const line = await this.lines.lockMatched(tx, input.lineId, ['id']);
      if (whyNotUndo(line.matchedKind) !== null) throw final();
      const { memberIds, isLocked } = await this.lines.takenFor(tx, line.id);
      let reversal: Promise<string> | null = null;
      const reverse = () => (reversal ??= this.#reverse(tx, line));
      await this.#open(tx, line, { reverse });
      const reversalId = await reverse();
      const because = isLocked ? '' : input.because.trim();
      await undoneMatchStore.insert(tx, { lineId: line.id, reversalId, memberIds, because });
      await this.lines.unmatch(tx, line, reversalId, memberIds);
      return reversalId;
    });
  }

  async #reverse(tx: Tx, line: MatchedBankLine): Promise<string> {
    const account = await bankAccountStore.find(tx, line.bankAccountId);
    const booksBeforeId = account?.booksBeforeId ?? null;
    const beforeMinor =
      booksBeforeId === null
        ? 0n
        : await this.ledger.moved(tx, booksBeforeId, [line.transactionId]);
    const wasBefore = booksBeforeId !== null && beforeMinor !== 0n;
    const fact = `${outsideFactOf(line)}:undo`;
    const { id } = await this.ledger.reverse(tx, {
      transactionId: line.transactionId,
      idempotencyKey: fact,
      reason: undone,
      outsideAccountId: wasBefore ? booksBeforeId : line.ledgerAccountId,
      effectiveOn: line.bookingDate,
      ifClosed: 'record-now',
    });
    if (!wasBefore) return id;
    // It went over when its account was given books of its own, and goes back with what it was.
    const back = `bank-account:${line.bankAccountId}:back:${fact}`;
    await this.ledger.post(tx, {
      idempotencyKey: back,
      outsideFact: back,
      outsideAccountId: beforeMinor > 0n ? line.ledgerAccountId : booksBeforeId,
      description: undone,
      source: { kind: 'bank-account', id: line.bankAccountId },
      postings: [
        { accountId: booksBeforeId, amountMinor: beforeMinor },
        { accountId: line.ledgerAccountId, amountMinor: -beforeMinor },
      ],
    });
    return id;
  }

  /** What an account explains settled nothing but itself, unless a room shared it out. */
  async #open(tx: Tx, line: MatchedBankLine, undoing: Undoing): Promise<void> {
    for (const matcher of this.matchers.inOrder()) {
      if ((await matcher.undo?.(tx, line, undoing)) === true) return;
    }
    if (line.matchedKind !== 'account') throw final();
  }
}

// A treasurer's words may name anybody: they are not for the books, which members read.
const undone = 'A match was undone';

const final = (): Error =>
  bankingErrors.error('BANK_LINE_FINAL', 'What this line settled is not undone.', {
    path: ['id'],
  });
