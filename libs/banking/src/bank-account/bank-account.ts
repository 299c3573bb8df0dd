import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { isBic } from '@rochdale/bank-formats';
import { bankingErrors } from '../banking.errors.js';

/** An account at a bank, ours or anybody's, as a transfer has to name it. */
export interface AccountAtBank {
  /** As the bank knows the holder: 1 to 70 characters. */
  readonly holderName: string;
  /** An IBAN, or any other number, without spaces. */
  readonly accountNumber: string;
  readonly bic: string | null;
}

/** The number as all banks mean it: capitals, no blanks, dashes, dots or slashes between. */
export function plainAccountNumber(text: string): string {
  return text.replaceAll(/[\s\p{Pd}./]/gu, '').toUpperCase();
}

/** Two letters and two check digits at the start mean an IBAN, right or wrong. */
export function looksLikeIban(accountNumber: string): boolean {
  return /^[A-Z]{2}\d{2}/.test(accountNumber);
}

function invalid(message: string, field: string): Error {
  return bankingErrors.error('INVALID_BANK_ACCOUNT', message, { path: [field] });
}

function checkedNumber(text: string): string {
  const accountNumber = plainAccountNumber(text);
  const isKnown = looksLikeIban(accountNumber)
    ? isValidIBAN(electronicFormatIBAN(accountNumber) ?? '')
    : /^[A-Z0-9]{5,34}$/.test(accountNumber);
  if (isKnown) return accountNumber;
  throw invalid('This is not an account number.', 'accountNumber');
}

function checkedBic(text: string | null | undefined): string | null {
  const bic = text?.replaceAll(' ', '').toUpperCase() ?? '';
  if (bic === '') return null;
  if (isBic(bic)) return bic;
  throw invalid('This is no BIC.', 'bic');
}

/**
 * What somebody typed, as the books keep it: spaces gone, check digits right.
 *
 * @throws CodedError INVALID_BANK_ACCOUNT with the path of the field
 */
export function checkedAccount(typed: {
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic?: string | null;
}): AccountAtBank {
  const accountNumber = checkedNumber(typed.accountNumber);
  const holderName = typed.holderName.trim();
  if (holderName === '' || holderName.length > 70) {
    throw invalid('The holder’s name has 1 to 70 characters.', 'holderName');
  }
  return { holderName, accountNumber, bic: checkedBic(typed.bic) };
}
