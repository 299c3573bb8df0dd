import { isValidBIC, isValidIBAN } from 'ibantools';
import { refuse } from './refuse.js';

/** An IBAN in electronic form, its country's length, structure and check digits verified. */
export function requireIban(field: string, iban: string): string {
  const electronic = iban.replaceAll(' ', '').toUpperCase();
  if (!isIban(electronic)) refuse(field, `'${iban}' is no IBAN`);
  return electronic;
}

/** Whether the text is an electronic IBAN of a known country with right check digits. */
export function isIban(text: string): boolean {
  return /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(text) && isValidIBAN(text);
}

/** A BIC (ISO 9362) of 8 or 11 characters, in capitals. */
export function requireBic(field: string, bic: string): string {
  const capitals = bic.trim().toUpperCase();
  if (!isBic(capitals)) refuse(field, `'${bic}' is no BIC`);
  return capitals;
}

/** Whether the text is a BIC (ISO 9362) of 8 or 11 characters. */
export function isBic(text: string): boolean {
  return /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/.test(text) && isValidBIC(text);
}
