import { Injectable } from '@nestjs/common';
import type { MatchedBankLine, Undoing } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import { permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { factOf, factsOfRefusal } from '../payout/payout-facts.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { reopeningStore } from '../payout/reopening.store.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutClaimed, PayoutReopened, PayoutSettled } from '../payouts.events.js';
import { GivenBack } from '../settlement/given-back.js';
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
    private readonly givenBack: GivenBack,
  ) {}

  /**
   * In the caller's transaction: the payouts are locked, then the books reversed. False when it is
   * of no payouts, and when it only explained what a provider had settled.
   *
   * @throws CodedError PAYOUT_STATE when what it settled came back since, PAYOUT_ASKED_AGAIN when
   *   what it brought back is asked for again, and what the room says that gave back what came
   *   back, when it is gone
   */
  async undo(tx: Tx, line: MatchedBankLine, { reverse }: Undoing): Promise<boolean> {
    if (!kinds.has(line.matchedKind)) return false;
    const isDebit = line.amountMinor < 0n;
    const payouts = isDebit
      ? await reopeningStore.lockOfTransaction(tx, line.transactionId)
      : await payoutStore.lock(tx, [line.matchedId]);
    const reason = (await this.#reasons(tx, [line], payouts)).get(line.id);
    if (reason === 'BANK_LINE_FINAL') return false;
    if (reason !== undefined) throw refusal(reason);
    if (!isDebit) {
      for (const payout of payouts) await this.#takeOut(tx, payout);
      return true;
    }
    const reversalId = await reverse();
    for (const payout of payouts) {
      await this.#undebit(tx, payout, line.ledgerAccountId, reversalId);
    }
    return true;
  }

  /** Why what lines settled of payouts is not undone, by line; none where it may be. */
  async whyNot(tx: Tx, lines: readonly UndoableLine[]): Promise<ReadonlyMap<string, string>> {
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
    const reasons = await this.#reasons(tx, own, payouts);
    const back = payouts.filter((payout) => payout.state === 'returned' && !isClaim(payout));
    const gone = await this.givenBack.whyNotTake(tx, back);
    const codes = own.flatMap(({ id, amountMinor, matchedId }): [string, string][] => {
      const code = reasons.get(id) ?? (amountMinor > 0n ? gone.get(matchedId)?.code : undefined);
      return code === undefined ? [] : [[id, code]];
    });
    return new Map(codes);
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
    const askedAgain = await payoutStore.askedAgain(
      tx,
      payouts.map(({ id }) => id),
    );
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
      for (const fact of factsOfRefusal(payout, failureCode)) tx.announce(fact);
      return;
    }
    const hold = await this.ledger.hold(tx, {
      accountId,
      amountMinor: payout.amountMinor,
      idempotencyKey: `payout:${payout.id}:hold:${reversalId}`,
      source: { kind: 'payout', id: payout.id },
      // Nothing is spent by it: the bank has the order, and the record says so again.
      isBeyondFloor: true,
    });
    await reopeningStore.reopen(tx, payout, 'submitted', hold.id);
    tx.announce(factOf(PayoutReopened, payout));
  }

  /** It did not come back: settled as before, or still claimed. */
  async #takeOut(tx: Tx, payout: PayoutRow): Promise<void> {
    const { transactionId } = payout;
    if (transactionId === null) throw refusal('PAYOUT_STATE');
    // What a claim was of is paid otherwise, whether its debit came back or not.
    if (!isClaim(payout)) await this.givenBack.take(tx, payout);
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
