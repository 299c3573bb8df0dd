import { Injectable } from '@nestjs/common';
import type { MatchedBankLine, Undoing } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { factOf } from '../payout/payout-facts.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { reopeningStore } from '../payout/reopening.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutClaimed, PayoutRejected, PayoutReopened, PayoutSettled } from '../payouts.events.js';
import { LateDebits } from '../settlement/late-debits.js';
import { isClaim, whyNotUndoDebit, whyNotUndoReturn } from '../settlement/settlement-rules.js';

/** A line, as far as the undoing of its match asks for it. */
export type UndoableLine = Pick<
  MatchedBankLine,
  'id' | 'amountMinor' | 'matchedKind' | 'matchedId' | 'transactionId'
>;

type Reason = 'BANK_LINE_FINAL' | 'PAYOUT_STATE' | 'PAYOUT_ASKED_AGAIN';

const kinds = new Set(['payout', 'payment-file']);

/** Opens again what lines had settled of payouts, or brought back. */
@Injectable()
export class LineUndoing {
  constructor(
    private readonly ledger: Ledger,
    private readonly late: LateDebits,
  ) {}

  /**
   * In the caller's transaction, which reversed the line's. False when it is of no payouts, and
   * when it only explained what a provider had settled.
   *
   * @throws CodedError PAYOUT_STATE when what it settled came back since, PAYOUT_ASKED_AGAIN when
   *   what it brought back is paid otherwise by now, FLOOR_BREACHED when the money cannot be held
   *   again
   */
  async undo(tx: Tx, line: MatchedBankLine, { reversalId }: Undoing): Promise<boolean> {
    if (!kinds.has(line.matchedKind)) return false;
    const isDebit = line.amountMinor < 0n;
    const payouts = isDebit
      ? await reopeningStore.lockOfTransaction(tx, line.transactionId)
      : await payoutStore.lock(tx, [line.matchedId]);
    const reason = (await this.#reasons(tx, [line], payouts)).get(line.id);
    if (reason === 'BANK_LINE_FINAL') return false;
    if (reason !== undefined) throw refusal(reason);
    for (const payout of payouts) {
      if (isDebit) await this.#undebit(tx, payout, line.ledgerAccountId, reversalId);
      else await this.#takeOut(tx, payout);
    }
    return true;
  }

  /** Why what lines settled of payouts is not undone, by line; none where it may be. */
  async whyNot(tx: Tx, lines: readonly UndoableLine[]): Promise<ReadonlyMap<string, Reason>> {
    permit(tx.actor, 'bank-line.undo');
    const own = lines.filter(({ matchedKind }) => kinds.has(matchedKind));
    if (own.length === 0) return new Map();
    const debits = own.filter(({ amountMinor }) => amountMinor < 0n);
    const credits = own.filter(({ amountMinor }) => amountMinor > 0n);
    const payouts = [
      ...(await reopeningStore.ofTransactions(
        tx,
        debits.map(({ transactionId }) => transactionId),
      )),
      ...(await payoutStore.ofIds(
        tx,
        credits.map(({ matchedId }) => matchedId),
      )),
    ];
    return this.#reasons(tx, own, payouts);
  }

  async #reasons(
    tx: Tx,
    lines: readonly UndoableLine[],
    payouts: readonly PayoutRow[],
  ): Promise<ReadonlyMap<string, Reason>> {
    const facts = await this.ledger.outsideFacts(
      tx,
      lines.map(({ transactionId }) => transactionId),
    );
    const askedAgain = await this.late.askedAgain(tx, payouts);
    return new Map(
      lines.flatMap((line): [string, Reason][] => {
        const { id, amountMinor, transactionId, matchedId } = line;
        // The transaction is the provider's: the line came after it, and booked nothing.
        const isOfLine = facts.get(transactionId)?.startsWith(`bank-line:${id}`) ?? false;
        if (!isOfLine) return [[id, 'BANK_LINE_FINAL']];
        const one = payouts.find((payout) => payout.id === matchedId);
        const reason =
          amountMinor < 0n
            ? whyNotUndoDebit(payouts.filter((payout) => payout.transactionId === transactionId))
            : one === undefined
              ? 'PAYOUT_STATE'
              : whyNotUndoReturn(one, askedAgain.has(one.id));
        return reason === null ? [] : [[id, reason]];
      }),
    );
  }

  /** With the bank again, and its money reserved again; or ended, as it had before its debit. */
  async #undebit(tx: Tx, payout: PayoutRow, accountId: string, reversalId: string): Promise<void> {
    if (payout.lateDebit !== null) {
      await reopeningStore.reopen(tx, payout, 'rejected', null);
      const failureCode = payout.failureCode ?? 'REJECTED_BY_BANK';
      tx.announce(factOf(PayoutRejected, payout, { failureCode }));
      return;
    }
    const hold = await this.ledger.hold(tx, {
      accountId,
      amountMinor: payout.amountMinor,
      idempotencyKey: `payout:${payout.id}:hold:${reversalId}`,
      source: { kind: 'payout', id: payout.id },
    });
    await reopeningStore.reopen(tx, payout, 'submitted', hold.id);
    tx.announce(factOf(PayoutReopened, payout));
  }

  /** It did not come back: settled as before, or still claimed. */
  async #takeOut(tx: Tx, payout: PayoutRow): Promise<void> {
    const { transactionId } = payout;
    if (transactionId === null) throw refusal('PAYOUT_STATE');
    await reopeningStore.undoReturn(tx, payout.id, isClaim(payout) ? 'rejected' : 'settled');
    const fact = isClaim(payout) ? PayoutClaimed : PayoutSettled;
    tx.announce(factOf(fact, payout, { transactionId }));
  }
}

const said = {
  PAYOUT_STATE: 'What this line settled came back since: say first that it did not.',
  PAYOUT_ASKED_AGAIN: 'What this line brought back is asked for again.',
} as const;

const refusal = (reason: keyof typeof said): Error =>
  payoutsErrors.error(reason, said[reason], { path: ['lineId'] });
