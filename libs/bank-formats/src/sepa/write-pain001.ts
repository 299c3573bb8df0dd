import { parseXmlTree, writeXmlTree } from '../xml/xml-tree.js';
import type { CharacterPolicy } from '../writing/character-set.js';
import { refuse } from '../writing/refuse.js';
import { completeDocument } from './complete-document.js';
import { pain001Versions } from './credit-transfer-order.js';
import type { CreditTransferOrder, Pain001Version } from './credit-transfer-order.js';
import { CreditTransferRules } from './credit-transfer-rules.js';
import type { Pain001Limits } from './credit-transfer-rules.js';
import { sepaDocument } from './sepa-document.js';

/** How to write a SEPA credit transfer message. */
export interface Pain001Options {
  readonly version: Pain001Version;
  /** Characters outside the SEPA set: substituted (the default) or refused. */
  readonly characters?: CharacterPolicy;
  /** Bounds of the bank; 10,000 payments a batch and 100,000 a message unless said otherwise. */
  readonly limits?: Partial<Pain001Limits>;
}

const defaultLimits: Pain001Limits = { paymentsPerBatch: 10_000, paymentsPerMessage: 100_000 };

/**
 * Writes a SEPA credit transfer message (`CustomerCreditTransferInitiation`), valid against the
 * schema of its version, with control sums for the message and each batch. UTF-8, and ASCII by its
 * characters. Same order, same bytes: there is no clock in it.
 *
 * @throws BankFormatError `field-refused` naming the first field that the format cannot carry.
 */
export function writePain001(order: CreditTransferOrder, options: Pain001Options): Uint8Array {
  const { version, characters = 'transliterate', limits } = options;
  if (!pain001Versions.includes(version)) refuse('version', `one of ${pain001Versions.join(', ')}`);
  const rules = new CreditTransferRules(characters, { ...defaultLimits, ...limits });
  const permitted = rules.apply(order);
  const root = parseXmlTree(sepaDocument(permitted, version));
  completeDocument(root, permitted, version);
  return new TextEncoder().encode(writeXmlTree(root));
}

/**
 * The same order with every batch of more payments than the bank takes divided into several, in
 * order, their identifiers followed by `-1`, `-2` and so on.
 *
 * @param paymentsPerBatch at least 1.
 */
export function splitBatches(
  order: CreditTransferOrder,
  paymentsPerBatch: number,
): CreditTransferOrder {
  if (!Number.isInteger(paymentsPerBatch) || paymentsPerBatch < 1) {
    refuse('paymentsPerBatch', 'a whole number from 1');
  }
  const batches = order.batches.flatMap((batch) => {
    const parts = Math.ceil(batch.payments.length / paymentsPerBatch);
    if (parts <= 1) return [batch];
    return Array.from({ length: parts }, (_, part) => ({
      ...batch,
      id: `${batch.id}-${part + 1}`,
      payments: batch.payments.slice(part * paymentsPerBatch, (part + 1) * paymentsPerBatch),
    }));
  });
  return { ...order, batches };
}
