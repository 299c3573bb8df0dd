import { refuse } from '../writing/refuse.js';
import { checkRf } from './creditor-reference.js';

/** Reference types of the Swiss payment standards: `QRR`, `SCOR` (ISO 11649) or none (`NON`). */
export type SwissReferenceType = 'QRR' | 'SCOR' | 'NON';

/** Why a reference and an account do not make a Swiss QR-bill. */
export type SwissReferenceFault =
  'length' | 'character' | 'check-digit' | 'needs-qr-iban' | 'needs-qr-reference' | 'not-swiss';

/** The answer of {@link checkSwissReference}. */
export type SwissReferenceCheck =
  | { readonly valid: true; readonly type: SwissReferenceType; readonly reference: string }
  | { readonly valid: false; readonly fault: SwissReferenceFault };

/** The carry table of the check digit "modulo 10, recursive". */
const carries = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5] as const;

function checkDigit(digits: string): string {
  let carry = 0;
  for (const digit of digits) carry = carries[(carry + Number(digit)) % 10] ?? 0;
  return String((10 - carry) % 10);
}

/**
 * Makes a 27-digit QR reference (QRR) of up to 26 digits, zero-filled on the left, with its check
 * digit modulo 10, recursive (Swiss Implementation Guidelines QR-bill, annex B).
 *
 * @throws BankFormatError `field-refused` on no digit, more than 26, another character, or zeros.
 */
export function makeQrReference(digits: string): string {
  const own = digits.replaceAll(' ', '');
  if (!/^\d{1,26}$/.test(own)) refuse('digits', 'a QR reference is made of 1 to 26 digits');
  if (/^0+$/.test(own)) refuse('digits', 'a QR reference is not made of zeros alone');
  const filled = own.padStart(26, '0');
  return filled + checkDigit(filled);
}

/** A QR-IBAN carries an institution number from 30000 to 31999 (positions 5 to 9). */
export function isQrIban(iban: string): boolean {
  return /^(CH|LI)\d{2}3[01]\d{3}[0-9A-Z]{12}$/.test(iban.replaceAll(' ', '').toUpperCase());
}

function checkQrReference(reference: string): SwissReferenceCheck {
  if (!/^\d*$/.test(reference)) return { valid: false, fault: 'character' };
  if (reference.length !== 27) return { valid: false, fault: 'length' };
  return checkDigit(reference.slice(0, 26)) === reference[26]
    ? { valid: true, type: 'QRR', reference }
    : { valid: false, fault: 'check-digit' };
}

/**
 * Checks a QR-bill's reference, and, when the creditor's account is given, whether the two go
 * together: a QR-IBAN needs a QRR, any other Swiss or Liechtenstein IBAN takes SCOR or none.
 *
 * @param reference as printed or electronic; empty means no reference.
 * @param iban the creditor's account, when known. Its own check digits are not this rule's matter.
 */
export function checkSwissReference(reference: string, iban?: string): SwissReferenceCheck {
  const text = reference.replaceAll(' ', '').toUpperCase();
  const found = readReference(text);
  if (!found.valid || iban === undefined) return found;
  if (!/^(CH|LI)/.test(iban.trim().toUpperCase())) return { valid: false, fault: 'not-swiss' };
  const qrIban = isQrIban(iban);
  if (qrIban && found.type !== 'QRR') return { valid: false, fault: 'needs-qr-reference' };
  if (!qrIban && found.type === 'QRR') return { valid: false, fault: 'needs-qr-iban' };
  return found;
}

function readReference(text: string): SwissReferenceCheck {
  if (text === '') return { valid: true, type: 'NON', reference: '' };
  if (!text.startsWith('RF')) return checkQrReference(text);
  const rf = checkRf(text);
  if (rf.valid) return { valid: true, type: 'SCOR', reference: rf.reference };
  return { valid: false, fault: rf.fault === 'check-digits' ? 'check-digit' : faultOf(rf.fault) };
}

function faultOf(fault: 'length' | 'character' | 'prefix'): SwissReferenceFault {
  return fault === 'length' ? 'length' : 'character';
}
