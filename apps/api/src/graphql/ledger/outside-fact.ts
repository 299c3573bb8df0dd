import { toIdOfKind } from '../kit/node/global-id.js';

/** A key of ours, which is a clock; or, without dashes, the name of a payout at a bank. */
const key = '[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}';
const name = '[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}';
/** And the word before it, if any: `bank-line:…`. */
const ours = new RegExp(`(?:\\b([a-z][a-z-]*):)?\\b(${key}|${name})\\b`, 'g');

const dashed = (id: string): string =>
  id.replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/**
 * What stands behind a transaction as clerks are told it: the same words, with ids by which they
 * can ask. A key that a provider gave back is that of the payout that it was told to pay; what is
 * a provider's own name for something stays as it is.
 */
export const toldOutsideFact = (fact: string): string =>
  fact.replaceAll(ours, (_, kind: string | undefined, id: string) => {
    const told = toIdOfKind(kind ?? 'payout', dashed(id), 'inside');
    return kind === undefined ? told : `${kind}:${told}`;
  });
