import { isAccountOf } from '@rochdale/bank-formats';
import type { Statement } from '@rochdale/bank-formats';
import { looksLikeIban, plainAccountNumber } from '../bank-account/bank-account.js';
import type { BankAccountRow } from '../bank-account/bank-account.store.js';

type Stated = Pick<Statement, 'account' | 'currency'>;

function hasNumber({ accountNumber }: BankAccountRow, { account }: Stated): boolean {
  const { iban, other, bankCode } = account;
  const numbers = [iban, other, bankCode === undefined ? undefined : `${bankCode}${other ?? ''}`];
  return numbers.some((one) => one !== undefined && plainAccountNumber(one) === accountNumber);
}

/** One of the two names an IBAN and the other the national number within it. */
function hasNationalNumber({ accountNumber }: BankAccountRow, stated: Stated): boolean {
  const { account, currency } = stated;
  if (looksLikeIban(accountNumber)) return isAccountOf(account, accountNumber, currency);
  return account.iban !== undefined && isAccountOf({ other: accountNumber }, account.iban);
}

/**
 * The one registered account that a statement is of: by its number as written, or else by what an
 * IBAN and a national number say of each other. Null when there is none, or more than one.
 */
export function accountOfStatement(
  accounts: readonly BankAccountRow[],
  statement: Stated,
): BankAccountRow | null {
  const { currency } = statement;
  const possible = accounts.filter((one) => currency === null || one.currency === currency);
  const exact = possible.filter((account) => hasNumber(account, statement));
  const found =
    exact.length > 0 ? exact : possible.filter((account) => hasNationalNumber(account, statement));
  return found.length === 1 ? (found[0] ?? null) : null;
}
