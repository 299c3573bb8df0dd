import { refuse } from '../writing/refuse.js';

/** Why a creditor reference is not one. */
export type CreditorReferenceFault = 'length' | 'character' | 'prefix' | 'check-digits';

/** The answer of {@link checkRf}. `reference` is the electronic form: no spaces, capitals. */
export type CreditorReferenceCheck =
  | { readonly valid: true; readonly reference: string }
  | { readonly valid: false; readonly fault: CreditorReferenceFault };

const ownReferenceMax = 21;

/** Letters count from A = 10, as in IBANs (ISO 7064, MOD 97-10). */
export function mod97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

function electronic(reference: string): string {
  return reference.replaceAll(' ', '').toUpperCase();
}

/**
 * Makes the ISO 11649 creditor reference (`RF`, two check digits, own reference) of one's own
 * reference. Spaces are dropped and letters become capitals, as the electronic form wants.
 *
 * @param ownReference 1 to 21 letters (A to Z) and digits.
 * @throws BankFormatError `field-refused` when it is empty, longer, or has another character.
 */
export function makeRf(ownReference: string): string {
  const own = electronic(ownReference);
  if (own.length < 1 || own.length > ownReferenceMax) {
    refuse('ownReference', `a creditor reference holds 1 to ${ownReferenceMax} characters`);
  }
  if (!/^[0-9A-Z]+$/.test(own)) {
    refuse('ownReference', 'a creditor reference holds only the letters A to Z and digits');
  }
  const check = 98 - mod97(`${own}RF00`);
  return `RF${String(check).padStart(2, '0')}${own}`;
}

/** Checks an ISO 11649 creditor reference, written with or without spaces, in either case. */
export function checkRf(reference: string): CreditorReferenceCheck {
  const text = electronic(reference);
  if (!/^[0-9A-Z]*$/.test(text)) return { valid: false, fault: 'character' };
  if (text.length < 5 || text.length > 25) return { valid: false, fault: 'length' };
  if (!/^RF\d\d/.test(text)) return { valid: false, fault: 'prefix' };
  const check = Number(text.slice(2, 4));
  const expected = 98 - mod97(`${text.slice(4)}RF00`);
  return check === expected
    ? { valid: true, reference: text }
    : { valid: false, fault: 'check-digits' };
}

/** The printed form: groups of four, e.g. `RF18 5390 0754 7034`. */
export function printRf(reference: string): string {
  return electronic(reference).replaceAll(/(.{4})(?=.)/g, '$1 ');
}
