import { Inject, Injectable } from '@nestjs/common';
import { writePain001 } from '@rochdale/bank-formats';
import type { CreditTransfer, CreditTransferOrder } from '@rochdale/bank-formats';
import { assert, CONFIG, permit, sha256Hex, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config, Tx } from '@rochdale/platform';
import { bankAccountStore } from '../bank-account/bank-account.store.js';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';
import { openAccount } from '../payee/seal.js';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import { PayoutSubmitted } from '../payments.events.js';
import { factOf } from '../payout/payout-facts.js';
import { endToEndIdOf, transition } from '../payout/payout.js';
import { payoutStore } from '../payout/payout.store.js';
import type { PayoutRow } from '../payout/payout.store.js';
import { paymentFileStore } from './payment-file.store.js';
import type { PaymentFileRow } from './payment-file.store.js';

/**
 * Writes an ordered payment file, once: its bytes are kept, so that whoever downloads it again gets
 * the same ones and the bank sees the same message id.
 */
@Injectable()
export class WritePaymentFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Pick<Config, 'secret'>,
  ) {}

  /** At least once: a written file stays as it is. */
  async execute(actor: Actor, input: { paymentFileId: string }): Promise<void> {
    permit(actor, 'payout.process');
    await this.unitOfWork.run(actor, async (tx) => {
      const file = await paymentFileStore.lock(tx, input.paymentFileId);
      if (file?.state !== 'ordered') return;
      const account = await bankAccountStore.require(tx, file.bankAccountId);
      const payouts = await payoutStore.ofFile(tx, file.id);
      assert(payouts.length === file.payouts, 'a payment file has the payouts it was ordered with');
      const transfers = await this.#transfers(tx, payouts);
      const bytes = writePain001(orderOf(file, account, transfers), {
        version: 'pain.001.001.09',
      });
      await paymentFileStore.write(tx, file.id, bytes, sha256Hex(bytes));
      for (const payout of payouts) {
        const to = transition(payout.state, 'submitted');
        const changed = await payoutStore.change(tx, payout.id, payout.state, to, {
          providerKey: endToEndIdOf(payout.id),
        });
        assert(changed, 'a locked payout changes');
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
      const payee = openAccount(this.config.secret, row.id, row.sealed);
      return {
        endToEndId: endToEndIdOf(payout.id),
        amountMinor: payout.amountMinor,
        currency: payout.currency,
        creditor: { name: payee.holderName },
        creditorIban: payee.accountNumber,
        ...(payee.bic === null ? {} : { creditorBic: payee.bic }),
        remittance: { text: payout.memo },
      };
    });
  }
}

/** The message: everything in it comes from the order, so that writing it again gives its bytes. */
function orderOf(
  file: PaymentFileRow,
  account: BankAccountRow,
  payments: readonly CreditTransfer[],
): CreditTransferOrder {
  const createdAt = file.orderedAt.toISOString().slice(0, 19);
  const id = endToEndIdOf(file.id);
  return {
    messageId: id,
    createdAt: `${createdAt}Z`,
    initiatingParty: { name: account.holderName },
    batches: [
      {
        id,
        debtor: { name: account.holderName },
        debtorIban: account.accountNumber,
        ...(account.bic === null ? {} : { debtorBic: account.bic }),
        executionDate: createdAt.slice(0, 10),
        payments,
      },
    ],
  };
}
