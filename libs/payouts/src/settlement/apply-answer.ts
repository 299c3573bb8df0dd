import type { Ledger } from '@rochdale/ledger';
import { assert } from '@rochdale/platform';
import type { Actor, UnitOfWork } from '@rochdale/platform';
import { PayoutSubmitted } from '../payments.events.js';
import type { TransferAnswer } from '../rail/payment-provider.js';
import { factOf } from './payout-facts.js';
import { transition } from './payout.js';
import { payoutStore } from './payout.store.js';
import { rejectPayout, returnPayout, settlePayout } from './settling.js';

/**
 * Books what the provider said about a payout. Safe to repeat: what was booked before changes
 * nothing, and an answer of `unknown` says nothing.
 */
export async function applyAnswer(
  unitOfWork: UnitOfWork,
  ledger: Ledger,
  actor: Actor,
  payoutId: string,
  answer: TransferAnswer,
): Promise<void> {
  if (answer.state === 'unknown') return;
  await unitOfWork.run(actor, async (tx) => {
    const [locked] = await payoutStore.lock(tx, [payoutId]);
    if (locked === undefined) return;
    let payout = locked;
    if (payout.state === 'submitting' || payout.state === 'unknown') {
      if (answer.state === 'rejected') {
        await rejectPayout(tx, ledger, payout, 'REJECTED_BY_PROVIDER');
        return;
      }
      const to = transition(payout.state, 'submitted');
      const set = answer.reference === null ? {} : { providerReference: answer.reference };
      const changed = await payoutStore.change(tx, payout.id, payout.state, to, set);
      assert(changed, 'a locked payout changes');
      tx.announce(factOf(PayoutSubmitted, payout));
      payout = { ...payout, state: to };
    }
    const reference = answer.reference ?? payout.providerReference ?? payout.id;
    if (payout.state === 'submitted') {
      if (answer.state === 'rejected') {
        await rejectPayout(tx, ledger, payout, 'REJECTED_BY_PROVIDER');
      } else if (answer.state === 'executed' || answer.state === 'returned') {
        await settlePayout(tx, ledger, payout, { outsideFact: `simulated:${reference}` });
        payout = { ...payout, state: 'settled' };
      }
    }
    if (payout.state === 'settled' && answer.state === 'returned') {
      await returnPayout(tx, ledger, payout, { outsideFact: `simulated:${reference}:return` });
    }
  });
}
