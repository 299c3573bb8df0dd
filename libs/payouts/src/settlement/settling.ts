import type { Ledger } from '@rochdale/ledger';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { PayoutRejected, PayoutReturned, PayoutSettled } from '../payments.events.js';
import { bankAccountStore } from '../bank-account/bank-account.store.js';
import { factOf } from './payout-facts.js';
import { transition } from './payout.js';
import { payoutStore } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';

export interface Settlement {
  /** What says so: `bank-line:<id>` or `simulated:<reference>`. Leads to one transaction. */
  readonly outsideFact: string;
  readonly effectiveAt?: Date;
}

async function bankLedgerAccount(tx: Tx, payout: PayoutRow): Promise<string> {
  assert(payout.bankAccountId !== null, 'a released payout has a bank account');
  const account = await bankAccountStore.find(tx, payout.bankAccountId);
  assert(account !== null, 'the bank account of a payout is there');
  return account.ledgerAccountId;
}

/**
 * Books a payout that the rail carried out: the hold becomes the transaction, once. The caller has
 * locked the payout. Returns the transaction's id.
 */
export async function settlePayout(
  tx: Tx,
  ledger: Ledger,
  payout: PayoutRow,
  settlement: Settlement,
): Promise<string> {
  const to = transition(payout.state, 'settled');
  assert(payout.holdId !== null, 'a released payout has a hold');
  const bank = await bankLedgerAccount(tx, payout);
  const transaction = await ledger.postHold(tx, {
    holdId: payout.holdId,
    idempotencyKey: `payout:${payout.id}:settle`,
    description: payout.memo,
    source: { kind: payout.obligationKind, id: payout.obligationId },
    outsideFact: settlement.outsideFact,
    ...(settlement.effectiveAt === undefined
      ? {}
      : { effectiveAt: settlement.effectiveAt, ifClosed: 'record-now' as const }),
    postings: [
      { accountId: payout.debitAccountId, amountMinor: payout.amountMinor },
      { accountId: bank, amountMinor: -payout.amountMinor },
    ],
  });
  const changed = await payoutStore.change(tx, payout.id, payout.state, to, {
    transactionId: transaction.id,
  });
  assert(changed, 'a locked payout changes');
  tx.announce(factOf(PayoutSettled, payout, { transactionId: transaction.id }));
  return transaction.id;
}

/** Ends a payout that the rail refused: nothing moved, the reserved money is free again. */
export async function rejectPayout(
  tx: Tx,
  ledger: Ledger,
  payout: PayoutRow,
  failureCode: string,
): Promise<void> {
  const to = transition(payout.state, 'rejected');
  assert(payout.holdId !== null, 'a released payout has a hold');
  await ledger.voidHold(tx, { holdId: payout.holdId });
  const changed = await payoutStore.change(tx, payout.id, payout.state, to, { failureCode });
  assert(changed, 'a locked payout changes');
  tx.announce(factOf(PayoutRejected, payout, { failureCode }));
}

/** Books the money of a settled payout that came back. Returns the transaction's id. */
export async function returnPayout(
  tx: Tx,
  ledger: Ledger,
  payout: PayoutRow,
  settlement: Settlement,
): Promise<string> {
  const to = transition(payout.state, 'returned');
  const bank = await bankLedgerAccount(tx, payout);
  // Money that came back is a fact of its own, at its own time: not a correction of the first.
  const transaction = await ledger.post(tx, {
    idempotencyKey: `payout:${payout.id}:return`,
    description: `Returned: ${payout.memo}`,
    source: { kind: payout.obligationKind, id: payout.obligationId },
    outsideFact: settlement.outsideFact,
    ...(settlement.effectiveAt === undefined
      ? {}
      : { effectiveAt: settlement.effectiveAt, ifClosed: 'record-now' as const }),
    postings: [
      { accountId: bank, amountMinor: payout.amountMinor },
      { accountId: payout.debitAccountId, amountMinor: -payout.amountMinor },
    ],
  });
  const changed = await payoutStore.change(tx, payout.id, payout.state, to, {
    failureCode: 'RETURNED',
  });
  assert(changed, 'a locked payout changes');
  tx.announce(factOf(PayoutReturned, payout, { transactionId: transaction.id }));
  return transaction.id;
}
