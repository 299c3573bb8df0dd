import { Injectable } from '@nestjs/common';
import { assert, newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import type { Payee } from '../payee/payee.js';
import { Payees } from '../payee/payees.js';
import { payoutsErrors } from '../payouts.errors.js';
import { PayoutCancelled, PayoutRequested } from '../payouts.events.js';
import { factOf } from './payout-facts.js';
import { frozenHash, isOver, transition } from './payout.js';
import type { Obligation, PayoutTerms } from './payout.js';
import { payoutStore } from './payout.store.js';
import type { PayoutRow } from './payout.store.js';

export interface PayoutRequest extends Omit<PayoutTerms, 'destinationId'> {
  /** What the payee reads on their statement. No names, at most 140 characters. */
  readonly memo: string;
  /** The bank details that whoever approved it read. Left out: those of now. */
  readonly destinationId?: string | undefined;
  /** Whether it is between the payee and the clerks, and not for all members to see. */
  readonly isPrivate?: boolean;
  /**
   * Who entered what it pays, and never releases it, whatever the co-operative's rules say of a
   * second person. What it was asked for with first stays with the obligation.
   */
  readonly enteredByAccountId?: string | undefined;
}

/**
 * Payouts, inside the caller's transaction: an approved obligation becomes one payout, and one
 * only. Asks no permission; the use case that approved the obligation did.
 */
@Injectable()
export class Payouts {
  constructor(private readonly payees: Payees) {}

  /**
   * Makes the payout of an approved obligation, to the bank details that were read with it.
   * Asking again with the same terms gives back the open one; with other terms it is refused.
   *
   * @throws CodedError PAYOUT_EXISTS, PAYEE_UNKNOWN
   */
  async request(tx: Tx, request: PayoutRequest): Promise<PayoutRow> {
    assert(request.amountMinor > 0n, 'a payout pays something');
    await this.payees.require(tx, [request.payee], ['payee', 'id']);
    const { obligation, payee, memo } = request;
    const destinationId = request.destinationId ?? (await currentId(tx, payee));
    const terms = { ...request, destinationId };
    const made = await payoutStore.insert(tx, newId(), terms, {
      memo: memo.slice(0, 140),
      frozenHash: frozenHash(terms),
      isPrivate: request.isPrivate ?? false,
      enteredByAccountId: request.enteredByAccountId ?? null,
    });
    if (made !== null) {
      tx.announce(factOf(PayoutRequested, made));
      return made;
    }
    const open = await payoutStore.openOf(tx, obligation.kind, obligation.id);
    // Where the payee is to be paid is asked at the release, not of whoever asks twice.
    const same = { ...request, destinationId: open?.destinationId ?? null };
    if (open?.frozenHash === frozenHash(same)) return open;
    throw payoutsErrors.error('PAYOUT_EXISTS', 'This is being paid already, on other terms.', {
      data: { payoutId: open?.id ?? null },
    });
  }

  /**
   * A payout as it is by now, for whoever follows what became of it: news of it may be old when it
   * is heard. Null when there is none.
   */
  async find(tx: Tx, payoutId: string): Promise<PayoutRow | null> {
    return payoutStore.find(tx, payoutId);
  }

  /**
   * Takes an obligation's payout back, as long as it was not released. Locks all that were ever
   * asked for, so that a bank's debit of one that had ended comes before, or after.
   *
   * @throws CodedError PAYOUT_STATE when the money is on its way, or out
   */
  async cancel(tx: Tx, { kind, id }: Obligation): Promise<void> {
    for (const payout of await payoutStore.lockOf(tx, kind, id)) {
      if (!isOver(payout)) await cancelPayout(tx, payout);
    }
  }

  /** Of these obligations, those whose money was let go already: released, or out. */
  async beingPaid(tx: Tx, kind: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return payoutStore.beingPaid(tx, kind, ids);
  }
}

async function currentId(tx: Tx, { kind, id }: Payee): Promise<string | null> {
  return (await payeeDetailsStore.current(tx, kind, id))?.id ?? null;
}

/** @throws CodedError PAYOUT_STATE */
export async function cancelPayout(tx: Tx, payout: PayoutRow): Promise<void> {
  await payoutStore.change(tx, payout, transition(payout.state, 'cancelled', ['payoutId']));
  tx.announce(factOf(PayoutCancelled, payout));
}
