import { Injectable } from '@nestjs/common';
import { BankLines } from '@rochdale/banking';
import type { Claim } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import type { PayoutRow } from '../payout/payout.store.js';

const said = {
  settled: 'a payout that the provider settled',
  returned: 'a payout that the provider brought back',
} as const;

/** What a provider said before the bank did: the books have it, and one line explains itself. */
@Injectable()
export class ExplainedPayouts {
  constructor(private readonly lines: BankLines) {}

  /**
   * What a line says of a locked payout that the books know already; null when another line said
   * it, or nothing is known.
   */
  async by(
    tx: Tx,
    { id, ...payout }: Pick<PayoutRow, 'id' | 'transactionId' | 'returnTransactionId'>,
    what: keyof typeof said,
  ): Promise<Claim | null> {
    const transactionId = what === 'settled' ? payout.transactionId : payout.returnTransactionId;
    if (transactionId === null || (await this.lines.explains(tx, transactionId))) return null;
    return { kind: 'payout', id, because: said[what], transactionId };
  }
}
