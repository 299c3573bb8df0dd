import { Injectable } from '@nestjs/common';
import { BankAccounts, Offices, outsideFactOf } from '@rochdale/banking';
import type { BankAccountRow, OpenBankLine } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import type { PostingInput, PostInput, Source } from '@rochdale/ledger';
import { assert } from '@rochdale/platform';
import type { Day, Tx } from '@rochdale/platform';
import { PayoutCameBack, PayoutClaimed, PayoutReturned, PayoutSettled } from '../payouts.events.js';
import { payoutsErrors } from '../payouts.errors.js';
import { factOf, factsOfRefusal } from '../payout/payout-facts.js';
import { transition } from '../payout/payout.js';
import type { LateDebit } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { LateDebits } from './late-debits.js';
import { debitedTwice, isClaim } from './settlement-rules.js';

export interface Settlement {
  /** What says so: `bank-line:<id>` or `simulated:<reference>`. Leads to one transaction. */
  readonly outsideFact: string;
  readonly effectiveOn?: Day;
}

/** What several payouts were debited for together: their file, or the first of them. */
export interface JointSettlement extends Settlement {
  readonly subject: Source;
  /** Whether a person says so, knowing that some of it may be paid twice: it is claimed back. */
  readonly mayClaim: boolean;
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
    private readonly late: LateDebits,
    private readonly offices: Offices,
  ) {}

  /**
   * Books a payout that the rail carried out: the hold becomes the transaction, once.
   *
   * @returns the transaction's id
   * @throws CodedError PAYOUT_STATE, OUTSIDE_FACT_POSTED
   */
  async settle(tx: Tx, payout: PayoutRow, settlement: Settlement): Promise<string> {
    transition(payout.state, 'settled');
    const bank = await this.#ledgerAccountOf(tx, payout);
    const transaction = await this.ledger.postHold(tx, {
      holdId: holdOf(payout),
      // Undone, it is settled again, by another fact.
      idempotencyKey: `payout:${payout.id}:settle:${settlement.outsideFact}`,
      description: payout.memo,
      source: { kind: payout.obligationKind, id: payout.obligationId },
      outsideAccountId: bank,
      ...effect(settlement),
      postings: [
        { accountId: payout.debitAccountId, amountMinor: payout.amountMinor },
        { accountId: bank, amountMinor: -payout.amountMinor },
      ],
    });
    await payoutStore.settle(tx, [payout], transaction.id);
    tx.announce(factOf(PayoutSettled, payout, { transactionId: transaction.id }));
    return transaction.id;
  }

  /**
   * Books payouts of one account that the bank debited in one sum: one transaction, in which each
   * has postings of its own. Of those that had ended as rejected the money left all the same:
   * `LateDebits` says what that does, once: what is asked for again after that the index of open
   * payouts refuses. Their reservation is long gone, so what is still reserved of the others is
   * given back, and all is booked as what happened, whatever the account's floor.
   *
   * @returns the transaction's id
   * @throws CodedError PAYOUT_STATE, PAYOUT_ASKED_AGAIN, OUTSIDE_FACT_POSTED
   */
  async settleTogether(
    tx: Tx,
    payouts: readonly PayoutRow[],
    { subject, mayClaim, ...settlement }: JointSettlement,
  ): Promise<string> {
    const [only] = payouts;
    assert(only !== undefined, 'a debit is for at least one payout');
    const late = await this.late.of(tx, payouts);
    const claims = [...late.values()].filter((one) => one === 'claims').length;
    if (claims > 0 && !mayClaim) {
      throw payoutsErrors.error('PAYOUT_ASKED_AGAIN', debitedTwice(claims));
    }
    if (payouts.length === 1 && late.size === 0) return this.settle(tx, only, settlement);
    const bank = await this.#ledgerAccountOf(tx, only);
    const postings: PostingInput[] = [];
    for (const payout of payouts) {
      const accountId = await this.#paidAccountOf(tx, payout, late.get(payout.id));
      const { amountMinor, memo } = payout;
      postings.push(
        { accountId, amountMinor, memo },
        { accountId: bank, amountMinor: -amountMinor, memo },
      );
    }
    const input = {
      idempotencyKey: `settle-together:${settlement.outsideFact}`,
      description: `${payouts.length} payouts in one debit`,
      source: subject,
      outsideAccountId: bank,
      ...effect(settlement),
      postings,
    };
    const inTime = payouts.filter(({ id }) => !late.has(id));
    const holdIds = inTime.map(holdOf);
    for (const { state } of inTime) transition(state, 'settled');
    const transaction =
      late.size === 0
        ? await this.ledger.postHolds(tx, { ...input, holdIds })
        : await this.#postBeyond(tx, input, holdIds);
    await this.#settled(tx, payouts, late, transaction.id);
    return transaction.id;
  }

  async #postBeyond(
    tx: Tx,
    input: PostInput,
    holdIds: readonly string[],
  ): Promise<{ readonly id: string }> {
    for (const holdId of holdIds) await this.ledger.voidHold(tx, { holdId });
    return this.ledger.post(tx, input);
  }

  async #settled(
    tx: Tx,
    payouts: readonly PayoutRow[],
    late: ReadonlyMap<string, LateDebit>,
    transactionId: string,
  ): Promise<void> {
    const inTime = payouts.filter(({ id }) => !late.has(id));
    await payoutStore.settle(tx, inTime, transactionId);
    for (const payout of payouts) {
      const lateDebit = late.get(payout.id);
      if (lateDebit !== undefined) {
        await payoutStore.debitLate(tx, payout.id, lateDebit, transactionId);
      }
      const fact = lateDebit === 'claims' ? PayoutClaimed : PayoutSettled;
      tx.announce(factOf(fact, payout, { transactionId }));
    }
  }

  /**
   * Ends a payout that the rail refused: nothing moved, the reserved money is free again.
   *
   * @throws CodedError PAYOUT_STATE
   */
  async reject(tx: Tx, payout: PayoutRow, failureCode: string): Promise<void> {
    const to = transition(payout.state, 'rejected');
    await this.ledger.voidHold(tx, { holdId: holdOf(payout) });
    await payoutStore.change(tx, payout, to, { failureCode });
    for (const fact of factsOfRefusal(payout, failureCode)) tx.announce(fact);
  }

  /**
   * Books the money of a settled payout that came back: a fact of its own, at its own time, not a
   * correction of the first. All of it is owed again, also what the bank kept; what was claimed
   * back is owed anyhow, and the claim is over.
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
    const to = isClaim(payout) ? 'returned' : transition(payout.state, 'returned');
    const accountId = await this.#paidAccountOf(tx, payout, payout.lateDebit);
    const { ledgerAccountId: bank, label } = await this.#accountOf(tx, payout);
    const transaction = await this.ledger.post(tx, {
      idempotencyKey: `payout:${payout.id}:return:${settlement.outsideFact}`,
      description: `Returned: ${payout.memo}`,
      source: { kind: payout.obligationKind, id: payout.obligationId },
      outsideAccountId: bank,
      ...effect(settlement),
      postings: [
        { accountId: bank, amountMinor: payout.amountMinor - (kept?.amountMinor ?? 0n) },
        { accountId, amountMinor: -payout.amountMinor },
        ...(kept === null ? [] : [kept]),
      ],
    });
    // Why it had ended before its debit came is why it comes back.
    const failureCode = payout.lateDebit === null ? 'RETURNED' : (payout.failureCode ?? 'RETURNED');
    await payoutStore.change(tx, payout, to, {
      failureCode,
      returnTransactionId: transaction.id,
    });
    tx.announce(factOf(PayoutReturned, payout, { transactionId: transaction.id }));
    // Of a claim that ended nothing is owed: it was paid otherwise.
    if (!isClaim(payout)) await this.#tell(tx, payout, label);
    return transaction.id;
  }

  /** What the money is taken from in the books: what is owed, or what is to come back. */
  async #paidAccountOf(
    tx: Tx,
    { currency, debitAccountId }: PayoutRow,
    lateDebit: LateDebit | null | undefined,
  ): Promise<string> {
    return lateDebit === 'claims' ? this.late.account(tx, currency) : debitAccountId;
  }

  async #tell(tx: Tx, payout: PayoutRow, accountLabel: string): Promise<void> {
    const { id: payoutId, payeeKind, payeeId, memo, ...of } = payout;
    const treasurerMemberIds = [...(await this.offices.holders(tx, 'treasurer'))];
    const payeeMemberId = payeeKind === 'member' ? payeeId : null;
    const told = { payoutId, payeeMemberId, memo, treasurerMemberIds, accountLabel };
    const amount = { amountMinor: of.amountMinor.toString(), currency: of.currency };
    tx.announce(PayoutCameBack.of(payoutId, { ...told, ...amount }));
  }

  async #accountOf(tx: Tx, payout: PayoutRow): Promise<BankAccountRow> {
    assert(payout.bankAccountId !== null, 'a released payout has a bank account');
    return this.accounts.require(tx, payout.bankAccountId);
  }

  async #ledgerAccountOf(tx: Tx, payout: PayoutRow): Promise<string> {
    return (await this.#accountOf(tx, payout)).ledgerAccountId;
  }
}

function holdOf({ holdId }: PayoutRow): string {
  assert(holdId !== null, 'a released payout has a hold');
  return holdId;
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
