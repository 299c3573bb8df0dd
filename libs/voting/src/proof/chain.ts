import { canonicalJson, sha256Hex } from '@rochdale/platform';

/** What a chain of receipts begins with: the vote that it is of. */
export interface ChainStart {
  readonly ruleHash: string;
  readonly electorateHash: string;
  readonly lotCommitment: string | null;
}

/** The link before the first receipt. */
export const chainStart = ({ ruleHash, electorateHash, lotCommitment }: ChainStart): string =>
  sha256Hex(canonicalJson(['rochdale-chain-1', ruleHash, electorateHash, lotCommitment]));

/** The link of a receipt: SHA-256 over the one before it, and the receipt. */
export const nextLink = (before: string, receipt: string): string =>
  sha256Hex(canonicalJson([before, receipt]));
