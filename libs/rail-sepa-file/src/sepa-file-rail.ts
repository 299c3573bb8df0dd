import { Injectable } from '@nestjs/common';
import type { AccountAtBank, BankAccountRow } from '@rochdale/banking';
import { defineRail, PaymentFiles } from '@rochdale/payouts';
import type { FileOrder, FileRail, Transfer, TransferTerms } from '@rochdale/payouts';
import type { Tx } from '@rochdale/platform';
import {
  accountRefusal,
  creditTransferOf,
  creditTransferOrder,
  transferRefusal,
  writeCreditTransfers,
} from './credit-transfer/credit-transfer.js';

/** SEPA credit transfers in a file (pain.001) that a treasurer takes to the bank. */
@Injectable()
export class SepaFileRail implements FileRail {
  readonly format = 'pain.001.001.09';

  constructor(private readonly files: PaymentFiles) {}

  refusal(account: BankAccountRow, payee: AccountAtBank, terms: TransferTerms): string | null {
    return transferRefusal(account, creditTransferOf(terms, payee));
  }

  order(tx: Tx, transfers: readonly Transfer[], account: BankAccountRow): Promise<void> {
    return this.files.order(tx, this.format, transfers, account);
  }

  write({ debtor, transfers, ...file }: FileOrder): Uint8Array {
    const payments = transfers.map((transfer) => creditTransferOf(transfer, transfer.payee));
    return writeCreditTransfers(creditTransferOrder(file, debtor, payments));
  }
}

defineRail({
  name: 'sepa-file',
  description: 'By a SEPA file (pain.001) that a treasurer takes to the bank.',
  accountRefusal,
  service: SepaFileRail,
});
