import type { Entry, EntryDetail } from '@rochdale/bank-formats';

type Told = Pick<
  Entry | EntryDetail,
  'returnReason' | 'transactionCode' | 'information' | 'remittance' | 'counterparty'
>;

/** ISO 20022's sub-families of what is reversed: returned, unpaid, or called back. */
const subFamilies = new Set(['RRTN', 'UPDD', 'PRDD', 'RCDD']);

/** SWIFT's returned item, and the business codes of German banks for what came back. */
const bankCodes = /^N?RTI\b|\+(?:059|108|109|159|181|184|185)$/;

/** CODA's: a direct debit unpaid or reimbursed; a cancellation or correction of any family. */
const belgianCodes = /^\d(?:05(?:03|05)|\d\d49)\d{3}$/;

/** What banks write where their format has no field for it, in the languages of our members. */
const words = new RegExp(
  String.raw`(?<!\p{L})(?:r(?:ü|ue)ck(?:lastschrift|buchung|(?:ü|ue)berweisung)|retoure|` +
    'storno|stornierung|stornering|stornato|insoluto|terugboeking|gestorneerd|' +
    'returned|reversal|reversed|chargeback|unpaid|bounced|' +
    'rejet|impay[ée]e?|retour|devoluci[oó]n|devolu[cç][aã]o|zwrot)' +
    String.raw`(?!\p{L})`,
  'iu',
);

/**
 * Whether a bank says that a movement takes another one back: by a reason, and of what leaves the
 * account also by its code, or by its words where CSV, OFX and QIF have nothing else. Which
 * one it takes back is for the rooms to find; where they find none, it is a debit like any other.
 */
export function cameBack(amountMinor: bigint, told: Told): boolean {
  if (told.returnReason !== null) return true;
  if (amountMinor >= 0n) return false;
  const { subFamily = null, proprietary = null, issuer = null } = told.transactionCode ?? {};
  if (subFamilies.has(subFamily ?? '') || bankCodes.test(proprietary ?? '')) return true;
  if (issuer === 'Febelfin' && belgianCodes.test(proprietary ?? '')) return true;
  const texts = [told.information, told.counterparty?.name, proprietary, ...told.remittance.free];
  return texts.some((text) => words.test(text ?? ''));
}
