import { Inject, Injectable } from '@nestjs/common';
import type { AccountAtBank } from '@rochdale/banking';
import { assert, CONFIG } from '@rochdale/platform';
import type { Config, Tx } from '@rochdale/platform';
import { payeeDetailsStore } from '../payee/payee-details.store.js';
import type { PayeeDetailsRow } from '../payee/payee-details.store.js';
import { openIfWhole } from '../payee/seal.js';
import { payoutsErrors } from '../payouts.errors.js';
import type { Transfer, TransferTerms } from '../rail/rail.js';
import type { PayoutRow } from './payout.store.js';

/** What a rail is told of a payout, apart from where it goes. */
export function termsOf(payout: PayoutRow): TransferTerms {
  const { endToEndId, amountMinor, currency, memo } = payout;
  return { key: endToEndId, amountMinor, currency, memo };
}

/** What rails can be told of, and payouts whose bank details do not open: they pay nobody. */
export interface Readable {
  readonly transfers: readonly Transfer[];
  readonly unreadable: readonly PayoutRow[];
}

/** Payouts as rails take them, with their sealed bank details opened. In the caller's tx. */
@Injectable()
export class Transfers {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'secret'>) {}

  /** @throws CodedError PAYEE_DETAILS_UNREADABLE */
  open(details: PayeeDetailsRow): AccountAtBank {
    return this.openIfWhole(details) ?? refuseUnreadable();
  }

  /** Null where they do not open: they were changed, or sealed by another secret. */
  openIfWhole({ id, sealed }: PayeeDetailsRow): AccountAtBank | null {
    return openIfWhole(this.config.secret, id, sealed);
  }

  /**
   * Where the payee had said to be paid when it was approved; null when they had not.
   *
   * @throws CodedError PAYEE_DETAILS_UNREADABLE
   */
  async approved(tx: Tx, { destinationId }: PayoutRow): Promise<AccountAtBank | null> {
    if (destinationId === null) return null;
    const [details] = await payeeDetailsStore.byIds(tx, [destinationId]);
    assert(details !== undefined, 'the bank details of an approval are there');
    return this.open(details);
  }

  /** Of released payouts: to the details that were chosen at their release, whatever came since. */
  async of(tx: Tx, payouts: readonly PayoutRow[]): Promise<Readable> {
    const ids = payouts.flatMap(({ payeeDetailsId }) => payeeDetailsId ?? []);
    const rows = await payeeDetailsStore.byIds(tx, ids);
    const details = new Map(rows.map((row) => [row.id, row]));
    const transfers: Transfer[] = [];
    const unreadable: PayoutRow[] = [];
    for (const payout of payouts) {
      const row = details.get(payout.payeeDetailsId ?? '');
      assert(row !== undefined, 'the bank details of a released payout are there');
      const payee = this.openIfWhole(row);
      if (payee === null) unreadable.push(payout);
      else transfers.push({ ...termsOf(payout), payoutId: payout.id, payee });
    }
    return { transfers, unreadable };
  }
}

/** @throws CodedError PAYEE_DETAILS_UNREADABLE */
export function refuseUnreadable(): never {
  const message = 'The payee’s bank details do not open: they are to be given anew.';
  throw payoutsErrors.error('PAYEE_DETAILS_UNREADABLE', message);
}
