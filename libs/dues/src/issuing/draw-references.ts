import { randomInt } from 'node:crypto';
import { makeRf } from '@rochdale/bank-formats';
import type { Tx } from '@rochdale/platform';
import { invoiceStore } from '../invoice/invoice.store.js';

/**
 * None that is taken for another on paper (0 and O, 1 and I, 5 and S, 8 and B, 2 and Z, 6 and G,
 * U and V), no A or E, so that no words come about, and no F, so that none begins in another.
 */
const letters = '34679CDHJKMNPQRTWXY';
/** With the letters and check digits before them three blocks of four. */
const length = 8;

/** A creditor reference (ISO 11649) by chance: one of seventeen thousand million. */
export function randomReference(): string {
  const places = Array.from({ length }, () => letters.charAt(randomInt(letters.length)));
  return makeRf(places.join(''));
}

/**
 * References that no invoice of the co-operative has, each once, in an order by chance. Who asks
 * holds the counter of the invoices' numbers, so that nobody else draws meanwhile; the database
 * takes none twice. Those that are taken are drawn again together.
 *
 * @param draw gives one by chance
 */
export async function drawReferences(
  tx: Tx,
  count: number,
  draw: () => string = randomReference,
): Promise<string[]> {
  const free = new Set<string>();
  while (free.size < count) {
    const drawn = Array.from({ length: count - free.size }, () => draw());
    const taken = await invoiceStore.takenReferences(tx, drawn);
    for (const reference of drawn) if (!taken.has(reference)) free.add(reference);
  }
  return [...free];
}
