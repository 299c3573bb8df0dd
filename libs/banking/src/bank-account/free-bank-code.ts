import type { Ledger } from '@rochdale/ledger';
import type { Tx } from '@rochdale/platform';

/** A code for a bank's account: what was booked by hand to an account of one is not in this one. */
export async function freeBankCode(
  tx: Tx,
  ledger: Ledger,
  currency: string,
  from: number,
): Promise<string> {
  for (let number = from; ; number += 1) {
    const code = `bank:${number}`;
    if ((await ledger.accountsByCode(tx, [code], currency)).length === 0) return code;
  }
}
