import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import { assert, dayOf, permit, sha256Hex, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { factOf } from '../payout/payout-facts.js';
import { transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { refuseUnreadable, Transfers } from '../payout/transfers.js';
import { PayoutSubmitted } from '../payouts.events.js';
import { Rails } from '../rail/rails.js';
import { PayoutBooking } from '../settlement/payout-booking.js';
import { paymentFileStore } from './payment-file.store.js';

/**
 * Writes an ordered payment file, once: its bytes are kept, so that whoever downloads it again gets
 * the same ones and the bank sees the same message id.
 */
@Injectable()
export class WritePaymentFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: BankAccounts,
    private readonly rails: Rails,
    private readonly transfers: Transfers,
    private readonly booking: PayoutBooking,
  ) {}

  /**
   * At least once: a written file stays as it is.
   *
   * @throws CodedError RAIL_UNAVAILABLE, PAYOUT_STATE; PAYEE_DETAILS_UNREADABLE where none opens
   */
  async execute(actor: Actor, input: { paymentFileId: string }): Promise<void> {
    permit(actor, 'payout.process');
    await this.unitOfWork.run(actor, async (tx) => {
      const file = await paymentFileStore.lock(tx, input.paymentFileId);
      if (file?.state !== 'ordered') return;
      const { id, messageId, orderedAt } = file;
      const debtor = await this.accounts.require(tx, file.bankAccountId);
      const payouts = await payoutStore.ofFile(tx, id);
      assert(payouts.length === file.payouts, 'a payment file has the payouts it was ordered with');
      // Given up meanwhile, and perhaps paid anew: an operator's late retry pays nobody twice.
      if (payouts.some(({ state }) => state !== 'reserved')) return;
      const { transfers: readable, unreadable } = await this.transfers.of(tx, payouts);
      // Where none opens it is rather the secret that is another: it is tried again, and given up.
      if (readable.length === 0) refuseUnreadable();
      await this.#leaveOut(tx, id, unreadable);
      // By their names, which are chance: the bank is not told who asked before whom.
      const transfers = readable.toSorted((one, other) => (one.key < other.key ? -1 : 1));
      const rail = this.rails.requireFile(debtor.rail);
      const orderedOn = dayOf(orderedAt, await tx.timeZone());
      const bytes = rail.write({ messageId, orderedAt, orderedOn, debtor, transfers });
      await paymentFileStore.write(tx, id, bytes, sha256Hex(bytes));
      const left = new Set(unreadable.map((payout) => payout.id));
      for (const payout of payouts) if (!left.has(payout.id)) await submitted(tx, payout);
    });
  }

  /**
   * Those whose bank details do not open keep none of the others. No bank hears of them by this
   * file: they end, and are no longer of it, so that no debit of the file is taken for theirs.
   */
  async #leaveOut(tx: Tx, paymentFileId: string, payouts: readonly PayoutRow[]): Promise<void> {
    if (payouts.length === 0) return;
    for (const payout of payouts) await this.booking.reject(tx, payout, 'PAYEE_DETAILS_UNREADABLE');
    await paymentFileStore.leaveOut(tx, paymentFileId, payouts);
  }
}

/** The file is the order: from here on only the bank's statement says what became of it. */
async function submitted(tx: Tx, payout: PayoutRow): Promise<void> {
  const to = transition(payout.state, 'submitted');
  await payoutStore.change(tx, payout, to, { providerKey: payout.endToEndId });
  tx.announce(factOf(PayoutSubmitted, payout));
}
