import { Injectable } from '@nestjs/common';
import { BankAccounts } from '@rochdale/banking';
import type { BankAccountRow } from '@rochdale/banking';
import type { Tx } from '@rochdale/platform';
import type { Rail, TransferTerms } from './rail.js';
import { Rails } from './rails.js';

/** Why an amount could never be paid, as the accounts are: by what is wrong with it. */
export type Unpayable = 'no-account' | 'currency' | 'amount';

/**
 * Whether money could leave at all, asked when it is claimed: so that nobody approves what no rail
 * would carry. In the caller's transaction.
 */
@Injectable()
export class WaysToPay {
  constructor(
    private readonly accounts: BankAccounts,
    private readonly rails: Rails,
  ) {}

  /**
   * Null when some account could. `no-account` is said where the co-operative has none yet: then
   * nothing is known about amounts either.
   */
  async unpayable(
    tx: Tx,
    { currency, amountMinor }: Pick<TransferTerms, 'currency' | 'amountMinor'>,
  ): Promise<Unpayable | null> {
    const all = await this.accounts.all(tx);
    if (all.length === 0) return 'no-account';
    const paying = all.flatMap((account) => {
      const rail = account.currency === currency ? this.rails.find(account.rail) : null;
      return rail === null ? [] : [{ account, rail }];
    });
    if (paying.length === 0) return 'currency';
    return paying.some((way) => carries(way, amountMinor)) ? null : 'amount';
  }
}

/** What a rail refuses of a single unit as well, it does not refuse for its amount. */
function carries(
  { account, rail }: { readonly account: BankAccountRow; readonly rail: Rail },
  amountMinor: bigint,
): boolean {
  const trial = (minor: bigint): string | null => {
    const { currency } = account;
    return rail.refusal(account, account, { key: 'TRIAL', amountMinor: minor, currency, memo: '' });
  };
  return trial(1n) !== null || trial(amountMinor) === null;
}
