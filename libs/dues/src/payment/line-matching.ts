import { checkRf } from '@rochdale/bank-formats';
import type { OpenBankLine } from '@rochdale/banking';
import { sha256Hex } from '@rochdale/platform';

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

/** Recognises an account that paid before without keeping its number. */
export function payerFingerprint(cooperativeId: string, account: string | null): string | null {
  if (account === null || account.trim() === '') return null;
  return sha256Hex(`${cooperativeId} ${account.replaceAll(/\s/g, '').toUpperCase()}`);
}
