import { checkRf } from '@rochdale/bank-formats';
import { plainAccountNumber } from '@rochdale/banking';
import type { OpenBankLine } from '@rochdale/banking';
import { keyedFingerprint, sha256Hex } from '@rochdale/platform';

/** The creditor references (ISO 11649) that a line carries, wherever a payer could put them. */
export function referencesIn(
  line: Pick<OpenBankLine, 'reference' | 'endToEndId' | 'freeText'>,
): string[] {
  const texts = [line.reference, line.endToEndId, line.freeText];
  const found = new Set<string>();
  for (const text of texts) {
    if (text === null) continue;
    // Payers and banks print references in blocks of four, and some put dashes between.
    const compact = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
    // Looked for at every place: two of them in a row are two, not one and its tail.
    for (const [, match = ''] of compact.matchAll(/(?=(RF\d{2}[A-Z0-9]{1,21}))/g)) {
      for (let end = match.length; end >= 5; end -= 1) {
        const checked = checkRf(match.slice(0, end));
        if (checked.valid) found.add(checked.reference);
      }
    }
  }
  return [...found];
}

/** How an account that paid is known again. */
export interface PayerFingerprints {
  readonly kept: string;
  /** What releases before kept of it, the same for the same writing; each is looked for as well. */
  readonly former: readonly string[];
}

/** The fingerprint that is kept, of the one of before there was a key. */
export function keyedPayer(cooperativeId: string, unkeyed: string): string {
  return keyedFingerprint(`payers of ${cooperativeId}`, unkeyed);
}

/** Recognises an account that paid before without keeping its number, nor what tells it. */
export function payerFingerprints(
  cooperativeId: string,
  account: string | null,
): PayerFingerprints | null {
  if (account === null) return null;
  const plain = plainAccountNumber(account);
  if (plain === '') return null;
  const unkeyedOf = (written: string) => sha256Hex(`${cooperativeId} ${written}`);
  const keyedOf = (written: string) => keyedPayer(cooperativeId, unkeyedOf(written));
  // Before there was one writing for all banks, blanks alone were taken out.
  const asBefore = account.replaceAll(/\s/g, '').toUpperCase();
  const former = asBefore === plain ? [] : [keyedOf(asBefore), unkeyedOf(asBefore)];
  return { kept: keyedOf(plain), former: [unkeyedOf(plain), ...former] };
}
