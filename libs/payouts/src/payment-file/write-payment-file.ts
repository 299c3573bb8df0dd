import { Inject, Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import type { CreditTransfer } from '@rochdale/bank-formats';
import { assert, CONFIG, permit, sha256Hex, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config, Tx } from '@rochdale/platform';
import { openAccount } from '../payee/seal.js';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import { PayoutSubmitted } from '../payouts.events.js';
import { factOf } from '../payout/payout-facts.js';
import { endToEndIdOf, transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import {
  creditTransferOf,
  creditTransferOrder,
  writeCreditTransfers,
} from '../rail/credit-transfer.js';
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
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /** At least once: a written file stays as it is. */
  async execute(actor: Actor, input: { paymentFileId: string }): Promise<void> {
    permit(actor, 'payout.process');
    await this.unitOfWork.run(actor, async (tx) => {
      const file = await paymentFileStore.lock(tx, input.paymentFileId);
      if (file?.state !== 'ordered') return;
      const account = await this.accounts.require(tx, file.bankAccountId);
      const payouts = await payoutStore.ofFile(tx, file.id);
      assert(payouts.length === file.payouts, 'a payment file has the payouts it was ordered with');
      const transfers = await this.#transfers(tx, payouts);
      const bytes = writeCreditTransfers(creditTransferOrder(file, account, transfers));
      await paymentFileStore.write(tx, file.id, bytes, sha256Hex(bytes));
      for (const payout of payouts) {
        const to = transition(payout.state, 'submitted');
        await payoutStore.change(tx, payout, to, { providerKey: endToEndIdOf(payout.id) });
        tx.announce(factOf(PayoutSubmitted, payout));
      }
    });
  }

  async #transfers(tx: Tx, payouts: readonly PayoutRow[]): Promise<CreditTransfer[]> {
    const ids = payouts.flatMap(({ payeeDetailsId }) => payeeDetailsId ?? []);
    const rows = await payeeDetailsStore.byIds(tx, ids);
    const details = new Map(rows.map((row) => [row.id, row]));
    return payouts.map((payout) => {
      const row = details.get(payout.payeeDetailsId ?? '');
      assert(row !== undefined, 'the bank details of a released payout are there');
      return creditTransferOf(payout, openAccount(this.config.secret, row.id, row.sealed));
    });
  }
}
