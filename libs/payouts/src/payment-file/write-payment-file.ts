import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import { assert, dayOf, permit, sha256Hex, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { factOf } from '../payout/payout-facts.js';
import { transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { Transfers } from '../payout/transfers.js';
import { PayoutSubmitted } from '../payouts.events.js';
import { Rails } from '../rail/rails.js';
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
  ) {}

  /**
   * At least once: a written file stays as it is.
   *
   * @throws CodedError RAIL_UNAVAILABLE, PAYOUT_STATE
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
      // By their names, which are chance: the bank is not told who asked before whom.
      const transfers = (await this.transfers.of(tx, payouts)).toSorted((one, other) =>
        one.key < other.key ? -1 : 1,
      );
      const rail = this.rails.requireFile(debtor.rail);
      const orderedOn = dayOf(orderedAt, await tx.timeZone());
      const bytes = rail.write({ messageId, orderedAt, orderedOn, debtor, transfers });
      await paymentFileStore.write(tx, id, bytes, sha256Hex(bytes));
      for (const payout of payouts) await submitted(tx, payout);
    });
  }
}

/** The file is the order: from here on only the bank's statement says what became of it. */
async function submitted(tx: Tx, payout: PayoutRow): Promise<void> {
  const to = transition(payout.state, 'submitted');
  await payoutStore.change(tx, payout, to, { providerKey: payout.endToEndId });
  tx.announce(factOf(PayoutSubmitted, payout));
}
