import { Injectable } from '@nestjs/common';
import { BankAccounts, outsideFactOf } from '@rochdale/banking';
import type { OpenBankLine } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import type { PostingInput, Source } from '@rochdale/ledger';
import { assert } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { PayoutRejected, PayoutReturned, PayoutSettled } from '../payouts.events.js';
import { factOf } from '../payout/payout-facts.js';
import { transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';

export interface Settlement {
  /** What says so: `bank-line:<id>` or `simulated:<reference>`. Leads to one transaction. */
  readonly outsideFact: string;
  readonly effectiveOn?: Day;
}

/** What several payouts were debited for together: their file, or the first of them. */
export interface JointSettlement extends Settlement {
  readonly subject: Source;
}

/** What a bank kept of money that it brought back, and the account of its fees. */
export interface Kept {
  readonly accountId: string;
  readonly amountMinor: bigint;
}

/** The ends of payouts in the books, inside the caller's transaction, which locked the payout. */
@Injectable()
export class PayoutBooking {
  constructor(
    private readonly ledger: Ledger,
    private readonly accounts: BankAccounts,
  ) {}

  /**
   * Books a payout that the rail carried out: the hold becomes the transaction, once.
   *
   * @returns the transaction's id
   * @throws CodedError PAYOUT_STATE, OUTSIDE_FACT_POSTED
   */
  async settle(tx: Tx, payout: PayoutRow, settlement: Settlement): Promise<string> {
    const to = transition(payout.state, 'settled');
    assert(payout.holdId !== null, 'a released payout has a hold');
    const bank = await this.#ledgerAccountOf(tx, payout);
    const transaction = await this.ledger.postHold(tx, {
      holdId: payout.holdId,
      idempotencyKey: `payout:${payout.id}:settle`,
      description: payout.memo,
      source: { kind: payout.obligationKind, id: payout.obligationId },
      outsideAccountId: bank,
      ...effect(settlement),
      postings: [
        { accountId: payout.debitAccountId, amountMinor: payout.amountMinor },
        { accountId: bank, amountMinor: -payout.amountMinor },
      ],
    });
    await payoutStore.change(tx, payout, to, { transactionId: transaction.id });
    tx.announce(factOf(PayoutSettled, payout, { transactionId: transaction.id }));
    return transaction.id;
  }

  /**
   * Books payouts of one account that the bank debited in one sum: one transaction, in which each
   * has postings of its own.
   *
   * @returns the transaction's id
   * @throws CodedError PAYOUT_STATE, OUTSIDE_FACT_POSTED
   */
  async settleTogether(
    tx: Tx,
    payouts: readonly PayoutRow[],
    { subject, ...settlement }: JointSettlement,
  ): Promise<string> {
    const [only] = payouts;
    assert(only !== undefined, 'a debit is for at least one payout');
    if (payouts.length === 1) return this.settle(tx, only, settlement);
    const bank = await this.#ledgerAccountOf(tx, only);
    const postings: PostingInput[] = [];
    const holdIds: string[] = [];
    for (const payout of payouts) {
      transition(payout.state, 'settled');
      const { holdId, debitAccountId, amountMinor, memo } = payout;
      assert(holdId !== null, 'a released payout has a hold');
      holdIds.push(holdId);
      postings.push({ accountId: debitAccountId, amountMinor, memo });
      postings.push({ accountId: bank, amountMinor: -amountMinor, memo });
    }
    const transaction = await this.ledger.postHolds(tx, {
      holdIds,
      idempotencyKey: `settle-together:${settlement.outsideFact}`,
      description: `${payouts.length} payouts in one debit`,
      source: subject,
      outsideAccountId: bank,
      ...effect(settlement),
      postings,
    });
    const transactionId = transaction.id;
    for (const payout of payouts) {
      const to = transition(payout.state, 'settled');
      await payoutStore.change(tx, payout, to, { transactionId });
      tx.announce(factOf(PayoutSettled, payout, { transactionId }));
    }
    return transactionId;
  }

  /**
   * Ends a payout that the rail refused: nothing moved, the reserved money is free again.
   *
   * @throws CodedError PAYOUT_STATE
   */
  async reject(tx: Tx, payout: PayoutRow, failureCode: string): Promise<void> {
    const to = transition(payout.state, 'rejected');
    assert(payout.holdId !== null, 'a released payout has a hold');
    await this.ledger.voidHold(tx, { holdId: payout.holdId });
    await payoutStore.change(tx, payout, to, { failureCode });
    tx.announce(factOf(PayoutRejected, payout, { failureCode }));
  }

  /**
   * Books the money of a settled payout that came back: a fact of its own, at its own time, not a
   * correction of the first. All of it is owed again, also what the bank kept.
   *
   * @returns the transaction's id
   * @throws CodedError PAYOUT_STATE, OUTSIDE_FACT_POSTED
   */
  async bringBack(
    tx: Tx,
    payout: PayoutRow,
    settlement: Settlement,
    kept: Kept | null = null,
  ): Promise<string> {
    const to = transition(payout.state, 'returned');
    const bank = await this.#ledgerAccountOf(tx, payout);
    const transaction = await this.ledger.post(tx, {
      idempotencyKey: `payout:${payout.id}:return`,
      description: `Returned: ${payout.memo}`,
      source: { kind: payout.obligationKind, id: payout.obligationId },
      outsideAccountId: bank,
      ...effect(settlement),
      postings: [
        { accountId: bank, amountMinor: payout.amountMinor - (kept?.amountMinor ?? 0n) },
        { accountId: payout.debitAccountId, amountMinor: -payout.amountMinor },
        ...(kept === null ? [] : [kept]),
      ],
    });
    await payoutStore.change(tx, payout, to, { failureCode: 'RETURNED' });
    tx.announce(factOf(PayoutReturned, payout, { transactionId: transaction.id }));
    return transaction.id;
  }

  async #ledgerAccountOf(tx: Tx, payout: PayoutRow): Promise<string> {
    assert(payout.bankAccountId !== null, 'a released payout has a bank account');
    return (await this.accounts.require(tx, payout.bankAccountId)).ledgerAccountId;
  }
}

/** The bank's word in a line, on its day. */
export function settlementOf(line: OpenBankLine) {
  return {
    outsideFact: outsideFactOf(line),
    effectiveOn: line.bookingDate,
  };
}

/** What the bank booked in a closed period is recorded now, with its own day. */
function effect({ outsideFact, effectiveOn }: Settlement) {
  return effectiveOn === undefined
    ? { outsideFact }
    : { outsideFact, effectiveOn, ifClosed: 'record-now' as const };
}
