import { isAccountOf, isIban } from '@rochdale/bank-formats';
import type { BankFile, Statement } from '@rochdale/bank-formats';
import { looksLikeIban, plainAccountNumber } from '../bank-account/bank-account.js';
import { bankingErrors } from '../banking.errors.js';
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

/** The IBAN that a statement states where it is not the account's; null when it states none. */
function otherIban(statement: Statement, account: BankAccountRow): string | null {
  const iban = plainAccountNumber(statement.account.iban ?? statement.account.other ?? '');
  const isOwn = hasNumber(account, statement) || hasNationalNumber(account, statement);
  return isIban(iban) && !isOwn ? iban : null;
}

function ofNamed(statement: Statement, account: BankAccountRow): Statement {
  const { currency } = statement;
  if (currency !== null && currency !== account.currency) {
    throw bankingErrors.error(
      'STATEMENT_OF_OTHER_ACCOUNT',
      `The statement is in ${currency}, the account in ${account.currency}.`,
      { path: ['bankAccountId'] },
    );
  }
  const { accountNumber } = account;
  return { ...statement, account: { other: accountNumber }, currency: account.currency };
}

/**
 * The file as one of the account that somebody named, if they did: for files that name none, or
 * name it in a way that no rule makes out.
 *
 * @throws CodedError BANK_ACCOUNT_NOT_FOUND, STATEMENT_OF_OTHER_ACCOUNT for a statement that is of
 *   another account, registered or with an IBAN of its own, or in another currency
 */
export function ofNamedAccount(
  file: BankFile,
  accounts: readonly BankAccountRow[],
  bankAccountId: string | null,
): BankFile {
  if (bankAccountId === null) return file;
  const path = ['bankAccountId'];
  const named = accounts.find(({ id }) => id === bankAccountId);
  if (named === undefined) {
    throw bankingErrors.error('BANK_ACCOUNT_NOT_FOUND', 'There is no such bank account.', { path });
  }
  const statements = file.statements.map((statement) => {
    const found = accountOfStatement(accounts, statement);
    const other = found === null ? otherIban(statement, named) : found.label;
    if (other === null || found?.id === named.id) return ofNamed(statement, named);
    const message = `The statement is of the account ${other}.`;
    throw bankingErrors.error('STATEMENT_OF_OTHER_ACCOUNT', message, { path });
  });
  return { ...file, statements };
}
