import { assert, newId, platformErrors } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';
import { HoldPlaced, HoldResolved } from '../ledger.events.js';
import { ExpireHoldsJob } from '../ledger.jobs.js';
import { record } from '../transaction/record.js';
import { fingerprintOf } from '../transaction/transaction.js';
import type { RecordedTransaction } from '../transaction/transaction.js';
import { transactionStore } from '../transaction/transaction.store.js';
import { checkHoldInput, drawnMinor, isOver } from './hold.js';
import type { Hold, HoldInput, HoldState, PostHoldInput } from './hold.js';
import { holdStore } from './hold.store.js';

/** Reserves money, or gives back the hold of that key. */
export async function placeHold(tx: Tx, input: HoldInput): Promise<Hold> {
  const { idempotencyKey, ...asked } = input;
  const fingerprint = fingerprintOf('hold', asked);
  const known = await holdStore.findByKey(tx, idempotencyKey);
  if (known === null) checkHoldInput(input, tx.now);
  const placed = known === null && (await holdStore.insert(tx, input, fingerprint));
  const hold = known ?? (await holdStore.findByKey(tx, idempotencyKey));
  if (hold === null) {
    throw ledgerErrors.error('LEDGER_ACCOUNT_NOT_FOUND', 'There is no such account.');
  }
  if (hold.fingerprint !== fingerprint) throw keyReused();
  if (placed) {
    if (hold.expiresAt !== null) {
      const { cooperativeId } = tx;
      tx.enqueue(ExpireHoldsJob, { cooperativeId }, { key: hold.id, runAt: hold.expiresAt });
    }
    tx.announce(
      HoldPlaced.of(hold.id, {
        holdId: hold.id,
        accountId: hold.accountId,
        amountMinor: hold.amountMinor.toString(),
        currency: hold.currency,
        source: hold.source,
      }),
    );
  }
  return viewOf(hold);
}

/** Records the transaction a hold was for, and ends the hold with it. */
export async function postHold(
  tx: Tx,
  { holdId, ...input }: PostHoldInput,
): Promise<RecordedTransaction> {
  const hold = await holdStore.lock(tx, holdId);
  if (hold === null) throw ledgerErrors.error('HOLD_NOT_FOUND', 'There is no such hold.');
  const operation = `post-hold ${holdId}`;
  if (hold.state === 'posted') {
    const known = await transactionStore.findByKey(tx, input.idempotencyKey);
    if (known?.id === hold.transactionId) return record(tx, input, { operation });
  }
  if (hold.state !== 'open') throw resolvedBefore(hold.state);
  if (isOver(hold, tx.now)) {
    throw ledgerErrors.error('HOLD_EXPIRED', 'The hold has expired: reserve the money again.');
  }
  const amountMinor = drawnMinor(hold, hold.accountKind, input.postings);
  // The hold ends before its transaction is recorded, or the floor would count the money twice;
  // the accounts are locked before both, in order, so that nobody takes it in between.
  await holdStore.lockAccounts(tx, [
    hold.accountId,
    ...input.postings.map((posting) => posting.accountId),
  ]);
  const transactionId = newId();
  const resolved = await holdStore.resolve(tx, holdId, 'posted', { amountMinor, transactionId });
  assert(resolved, 'a locked open hold is resolved');
  const transaction = await record(tx, input, { operation, id: transactionId });
  if (transaction.replayed) throw keyReused();
  announceResolved(tx, holdId, 'posted', { amountMinor, transactionId });
  return transaction;
}

/** Gives the whole reservation back; a voided hold stays voided. */
export async function voidHold(tx: Tx, holdId: string): Promise<void> {
  if (await holdStore.resolve(tx, holdId, 'voided', null)) {
    announceResolved(tx, holdId, 'voided', null);
    return;
  }
  const hold = await holdStore.lock(tx, holdId);
  if (hold === null) throw ledgerErrors.error('HOLD_NOT_FOUND', 'There is no such hold.');
  if (hold.state !== 'voided') throw resolvedBefore(hold.state);
}

/** Expires up to `limit` holds whose time is over, and says which. */
export async function expireHolds(tx: Tx, limit: number): Promise<string[]> {
  const expired = await holdStore.expireDue(tx, limit);
  for (const holdId of expired) announceResolved(tx, holdId, 'expired', null);
  return expired;
}

function viewOf(hold: Hold): Hold {
  return {
    id: hold.id,
    accountId: hold.accountId,
    currency: hold.currency,
    amountMinor: hold.amountMinor,
    source: hold.source,
    placedAt: hold.placedAt,
    expiresAt: hold.expiresAt,
    state: hold.state,
    postedMinor: hold.postedMinor,
    transactionId: hold.transactionId,
    resolvedAt: hold.resolvedAt,
  };
}

function resolvedBefore(state: HoldState) {
  return ledgerErrors.error('HOLD_RESOLVED', `The hold was ${state} before.`, { data: { state } });
}

function keyReused() {
  return platformErrors.error(
    'IDEMPOTENCY_KEY_REUSED',
    'This idempotency key was used with another input.',
  );
}

function announceResolved(
  tx: Tx,
  holdId: string,
  outcome: 'posted' | 'voided' | 'expired',
  posted: { amountMinor: bigint; transactionId: string } | null,
): void {
  tx.announce(
    HoldResolved.of(holdId, {
      holdId,
      outcome,
      postedMinor: posted?.amountMinor.toString() ?? null,
      transactionId: posted?.transactionId ?? null,
    }),
  );
}
