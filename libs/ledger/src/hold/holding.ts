import { assert, newId, platformErrors } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ledgerErrors } from '../ledger.errors.js';
import { HoldPlaced, HoldResolved } from '../ledger.events.js';
import { ExpireHoldsJob } from '../ledger.jobs.js';
import { record } from '../transaction/record.js';
import { fingerprintOf } from '../transaction/transaction.js';
import type { RecordedTransaction } from '../transaction/transaction.js';
import { transactionStore } from '../transaction/transaction.store.js';
import { checkHoldInput, drawnOfEach, isOver } from './hold.js';
import type { Hold, HoldInput, HoldState, PostHoldsInput } from './hold.js';
import { holdStore } from './hold.store.js';
import type { HoldRow } from './hold.store.js';

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

/** Records the transaction that these holds were for, and ends them with it. */
export async function postHolds(
  tx: Tx,
  { holdIds, ...input }: PostHoldsInput,
): Promise<RecordedTransaction> {
  const ids = [...new Set(holdIds)].toSorted();
  const holds = await lockAll(tx, ids);
  const operation = `post-hold ${ids.join(' ')}`;
  if (holds.every(({ state }) => state === 'posted')) {
    const known = await transactionStore.findByKey(tx, input.idempotencyKey);
    if (known !== null && holds.every(({ transactionId }) => transactionId === known.id)) {
      return record(tx, input, { operation });
    }
  }
  for (const hold of holds) {
    if (hold.state !== 'open') throw resolvedBefore(hold.state);
    if (isOver(hold, tx.now)) {
      throw ledgerErrors.error('HOLD_EXPIRED', 'The hold has expired: reserve the money again.');
    }
  }
  const drawn = drawnOfEach(holds, input.postings);
  // The holds end before their transaction is recorded, or the floor would count the money twice;
  // the accounts are locked before both, in order, so that nobody takes it in between.
  await holdStore.lockAccounts(
    tx,
    [...holds, ...input.postings].map(({ accountId }) => accountId),
  );
  const transactionId = newId();
  for (const { hold, amountMinor } of drawn) {
    const posted = { amountMinor, transactionId };
    const resolved = await holdStore.resolve(tx, hold.id, 'posted', posted);
    assert(resolved, 'a locked open hold is resolved');
  }
  const transaction = await record(tx, input, { operation, id: transactionId });
  if (transaction.replayed) throw keyReused();
  for (const { hold, amountMinor } of drawn) {
    announceResolved(tx, hold.id, 'posted', { amountMinor, transactionId });
  }
  return transaction;
}

/** In the order of their ids, so that two who post the same ones queue up. */
async function lockAll(tx: Tx, ids: readonly string[]): Promise<(Hold & HoldRow)[]> {
  assert(ids.length > 0, 'a transaction was for at least one hold');
  const holds: (Hold & HoldRow)[] = [];
  for (const id of ids) {
    const hold = await holdStore.lock(tx, id);
    if (hold === null) throw ledgerErrors.error('HOLD_NOT_FOUND', 'There is no such hold.');
    holds.push(hold);
  }
  return holds;
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
export async function expireHolds(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const expired = await holdStore.expireDue(tx, ids);
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
