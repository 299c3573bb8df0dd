import { checkSwissReference } from './swiss-reference.js';
import type { StructuredRemittance } from '../model/statement.js';

/** What a payment reference proves to be by its form and check digits. */
export function referenceKind(
  reference: string | null,
  type: string | null,
): StructuredRemittance['kind'] {
  if (reference === null) return 'other';
  const check = checkSwissReference(reference);
  if (check.valid && check.type === 'SCOR') return 'iso11649';
  const namedEsr = type !== null && /\b(?:ISR|ESR|BVR|PVR)\b/i.test(type);
  if (check.valid && check.type === 'QRR') return namedEsr ? 'esr' : 'qr';
  // The old payment slips also had references of 15 and 16 digits, with other check rules.
  return namedEsr && /^\d{15,16}$/.test(reference.replaceAll(' ', '')) ? 'esr' : 'other';
}

/** A structured remittance of a single reference. */
export function referenceRemittance(
  reference: string,
  type: string | null = null,
): StructuredRemittance {
  return { reference, kind: referenceKind(reference, type), type, additional: [] };
}

/** Most texts hold no reference, and to see that takes less than to look for all of them. */
const maybeReference = /RF\d{2}|\d{27}/;

const noReferences: readonly StructuredRemittance[] = [];

/** References inside free text that their own check digits vouch for. */
export function referencesIn(text: string): readonly StructuredRemittance[] {
  if (!maybeReference.test(text)) return noReferences;
  const found: StructuredRemittance[] = [];
  for (const match of text.matchAll(/(?<![A-Z0-9])(?:RF\d{2}[A-Z0-9]{1,21}|\d{27})(?![A-Z0-9])/g)) {
    const reference = match[0];
    if (/^0+$/.test(reference)) continue;
    const remittance = referenceRemittance(reference);
    if (remittance.kind !== 'other') found.push(remittance);
  }
  return found;
}
