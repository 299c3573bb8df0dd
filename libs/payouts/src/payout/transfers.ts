import { Inject, Injectable } from '@nestjs/common';
import type { AccountAtBank } from '@rochdale/banking';
import { assert, CONFIG } from '@rochdale/platform';
import type { Config, Tx } from '@rochdale/platform';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import type { PayeeDetailsRow } from '../payee/payee-details.store.js';
import { openAccount } from '../payee/seal.js';
import type { Transfer, TransferTerms } from '../rail/rail.js';
import type { PayoutRow } from './payout.store.js';

/** What a rail is told of a payout, apart from where it goes. */
export function termsOf(payout: PayoutRow): TransferTerms {
  const { endToEndId, amountMinor, currency, memo } = payout;
  return { key: endToEndId, amountMinor, currency, memo };
}

/** Payouts as rails take them, with their sealed bank details opened. In the caller's tx. */
@Injectable()
export class Transfers {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'secret'>) {}

  open(details: PayeeDetailsRow): AccountAtBank {
    return openAccount(this.config.secret, details.id, details.sealed);
  }

  /** Where the payee had said to be paid when it was approved; null when they had not. */
  async approved(tx: Tx, { destinationId }: PayoutRow): Promise<AccountAtBank | null> {
    if (destinationId === null) return null;
    const [details] = await payeeDetailsStore.byIds(tx, [destinationId]);
    assert(details !== undefined, 'the bank details of an approval are there');
    return this.open(details);
  }

  /** Of released payouts: to the details that were chosen at their release, whatever came since. */
  async of(tx: Tx, payouts: readonly PayoutRow[]): Promise<Transfer[]> {
    const ids = payouts.flatMap(({ payeeDetailsId }) => payeeDetailsId ?? []);
    const rows = await payeeDetailsStore.byIds(tx, ids);
    const details = new Map(rows.map((row) => [row.id, row]));
    return payouts.map((payout) => {
      const row = details.get(payout.payeeDetailsId ?? '');
      assert(row !== undefined, 'the bank details of a released payout are there');
      return { ...termsOf(payout), payoutId: payout.id, payee: this.open(row) };
    });
  }
}
