import { Injectable } from '@nestjs/common';
import { isOpenAccountCode, Ledger } from '@rochdale/ledger';
import type { Account, AccountKind } from '@rochdale/ledger';
import { currencyExponent, may, permit } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { whyNotByHand } from './by-hand.js';
import { wholeChart } from './chart-key.js';

/** A key of the chart, or the beginning of one. */
export interface ChartLine {
  /** `bank-fees`; of a family with its colon, `expense:`, to which a word of one's own is added. */
  readonly key: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly isFamily: boolean;
  /** Whether a journal entry may move it. */
  readonly isByHand: boolean;
  /** Null where nothing was booked to it in that currency yet, of a family, and to strangers. */
  readonly account: Account | null;
}

/** What can be booked to, opened or not. */
@Injectable()
export class ChartQueries {
  constructor(private readonly ledger: Ledger) {}

  /** All of it, in its order, with what is open of it. @throws CodedError INVALID_CURRENCY */
  async all(tx: Tx, currency: string): Promise<ChartLine[]> {
    permit(tx.actor, 'treasury.read');
    currencyExponent(currency);
    const chart = wholeChart();
    const keys = chart.map(({ key }) => key);
    const mayRead = may(tx.actor, 'ledger.read').allowed;
    const isClerk = may(tx.actor, 'ledger.read-all').allowed;
    const shown = keys.filter((key) => isClerk || (mayRead && isOpenAccountCode(key)));
    const open = await this.ledger.accountsByCode(tx, shown, currency);
    const accounts = new Map(open.map((account) => [account.code, account]));
    return chart.map((line) => ({
      ...line,
      isByHand: whyNotByHand(line.key) === null,
      account: accounts.get(line.key) ?? null,
    }));
  }
}
