import { toIdOfKind } from '../kit/node/global-id.js';

/** A key of ours, which is a clock, and the word before it, if any: `bank-line:…`. */
const key = '([0-9a-f]{8})-?([0-9a-f]{4})-?(7[0-9a-f]{3})-?([89ab][0-9a-f]{3})-?([0-9a-f]{12})';
const ours = new RegExp(`(?:\\b([a-z][a-z-]*):)?\\b${key}\\b`, 'g');

/**
 * What stands behind a transaction as clerks are told it: the same words, with ids by which they
 * can ask. A key that a provider gave back is that of the payout that it was told to pay, where
 * that was called by its id; a name by chance, and a provider's own, stays as it is.
 */
export const toldOutsideFact = (fact: string): string =>
  fact.replaceAll(ours, (_, kind: string | undefined, ...parts: string[]) => {
    const told = toIdOfKind(kind ?? 'payout', parts.slice(0, 5).join('-'), 'inside');
    return kind === undefined ? told : `${kind}:${told}`;
  });
